/** Why the key on this device could not be kept or opened. */
export class VaultError extends Error {
  override readonly name = 'VaultError';
  constructor(readonly code: 'no-key' | 'wrong-lock' | 'no-storage' | 'no-passkey') {
    super(code);
  }
}
