export type SettingErrorCode =
  /** Not a whole number within the bounds, or below a floor. */
  | 'out-of-bounds'
  /** It has this value already. */
  | 'unchanged';

/** A refusal of a change of settings. The message is for logs; routes have the words for people. */
export class SettingError extends Error {
  override readonly name = 'SettingError';
  readonly code: SettingErrorCode;

  constructor(code: SettingErrorCode) {
    super(code);
    this.code = code;
  }
}
