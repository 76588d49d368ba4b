/** Why something was not sealed or opened. */
export class AgeError extends Error {
  override readonly name = 'AgeError';
  constructor(
    readonly code: 'not-for-this-key' | 'damaged' | 'mixed-recipients' | 'no-recipients' | 'bad-key',
    message: string,
  ) {
    super(message);
  }
}
