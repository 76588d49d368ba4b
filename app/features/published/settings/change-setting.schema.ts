import { z } from 'zod';
import { changeableSettings } from '~/platform/settings';

/** Only its shape: bounds and floors depend on the house, and `changeSetting` knows them. */
export const changeSettingSchema = z.object({
  name: z.enum(changeableSettings),
  value: z
    .string()
    .trim()
    .regex(/^\d{1,7}$/)
    .transform(Number),
});
