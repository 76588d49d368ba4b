import { join } from 'node:path';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { readManifest } from '~db/backup/manifest';
import { restoreBackup } from '~db/backup/restore-backup';
import { writeBackup } from '~db/backup/write-backup';
import type { Connection } from '~db/database';
import type { TestDatabase } from '~tests/support/database';
import { linesAsRows, takeDump, type Dump } from './dumps';

/** A migrated database that nobody has used; whoever asked for it closes it. */
export type EmptyDatabase = () => Promise<Pick<TestDatabase, 'admin' | 'close'>>;

/** The backups of a house, made as an operator makes them, to a key that the attackers have as well. */
export interface Backups {
  readonly write: (moment: Pick<Dump, 'day' | 'turn'>) => Promise<void>;
  /** Restores each into a database of its own, and gives all that is in it then. */
  readonly restoreAll: (empty: EmptyDatabase) => Promise<Dump[]>;
}

/** @param folder of the backups. They go with it */
export async function openBackups(admin: Connection, folder: string): Promise<Backups> {
  const identity = await generateX25519Identity();
  const recipients = [await identityToRecipient(identity)];
  const written: { day: string; turn: number; folder: string; digest: string }[] = [];
  return {
    async write({ day, turn }) {
      const into = join(folder, `backup-${String(turn)}`);
      const { digest } = await writeBackup({ admin, folder: into, recipients, day });
      written.push({ day, turn, folder: into, digest });
    },
    // Afterwards, not as they are written: restoring writes into a write-ahead log too, and that of the house is evidence.
    async restoreAll(empty) {
      const restored: Dump[] = [];
      for (const { day, turn, folder: from, digest } of written) {
        const database = await empty();
        try {
          const manifest = await readManifest(from, digest);
          await restoreBackup({ admin: database.admin, folder: from, manifest, identity });
          const beside = linesAsRows('manifest', [JSON.stringify(manifest)]);
          restored.push(await takeDump(database.admin, { moment: 'restored-backup', day, turn }, beside));
        } finally {
          await database.close();
        }
      }
      return restored;
    },
  };
}
