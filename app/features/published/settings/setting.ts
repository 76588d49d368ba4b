import { settingBounds, settingFloor, type ChangeableSetting, type Settings } from '~/platform/settings';

/** Whether a setting may have this value: a whole number within its bounds, and not below a floor. */
export function isAllowedSetting(base: Settings, name: ChangeableSetting, value: unknown): value is number {
  if (typeof value !== 'number' || !Number.isInteger(value)) return false;
  return value >= settingFloor(base, name) && value <= settingBounds[name].max;
}
