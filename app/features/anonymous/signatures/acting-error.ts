/** What the device refuses to do, or to believe, while somebody acts unseen. */
export class ActingError extends Error {
  override readonly name = 'ActingError';
  constructor(
    readonly code:
      'not-on-register' | 'smaller-crowd' | 'unit-changed' | 'smaller-unit' | 'bad-receipt' | 'edition-keeps-changing',
    override readonly cause?: unknown,
  ) {
    super(code);
  }
}
