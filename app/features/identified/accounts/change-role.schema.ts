import { z } from 'zod';
import { grantableRoles } from './role';

export const changeRoleSchema = z.object({
  act: z.enum(['grant', 'withdraw']),
  personNumber: z.string().min(1).max(100),
  role: z.enum(grantableRoles),
});
