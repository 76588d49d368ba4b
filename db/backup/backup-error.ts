/** Why nothing was backed up, or nothing restored. */
export class BackupError extends Error {
  override readonly name = 'BackupError';
  constructor(
    readonly code:
      | 'no-house'
      | 'no-key-column'
      | 'folder-exists'
      | 'no-manifest'
      | 'wrong-manifest'
      | 'wrong-file'
      | 'wrong-schema'
      | 'not-empty'
      | 'wrong-rows'
      | 'wrong-ledger',
    message: string,
  ) {
    super(message);
  }
}
