import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toHex } from '~/crypto/hash';
import { petitionTextDigest } from '~/crypto/semaphore/statement';
import { nodeNoteSigner } from '~/crypto/tlog/node-signer';
import { appendEntries } from '~/features/published/ledger/append-entry.server';
import { signCheckpoint } from '~/features/published/ledger/sign-checkpoint.server';
import { editionEntry } from '~/features/published/registers/edition-entry';
import { addDays } from '~/platform/clock';
import { writeSecretFile } from '~/platform/keys';
import { productionSettings } from '~/platform/settings';
import { keyNames, newNoteKey } from '~/server/server-keys';
import { openSql } from '~db/database';
import { factoryText } from '~db/factories/open-petition';
import type { ThrowAwayDatabase } from '~db/factories/throw-away-database';
import { edition, publication } from '~db/schema/published';
import { inTransaction } from '~db/transaction';
import { testOrganisation } from '~tests/support/server';

const settings = productionSettings({ organisation: testOrganisation, organisationName: 'Heavy', timeZone: 'UTC' });

/** The key that signed a ledger, as a file that a server is told of. */
export interface LedgerKeyFile {
  readonly path: string;
  readonly remove: () => Promise<void>;
}

/**
 * Enters the one edition that there is, an open petition of the factory and all of its signatures in the ledger, as one publication would, and signs it: so
 * that there is something to export. @param signatures how many it has
 */
export async function enterInLedger(
  { identified, published, admin }: ThrowAwayDatabase,
  { petition, signatures, day }: { readonly petition: string; readonly signatures: number; readonly day: string },
): Promise<LedgerKeyFile> {
  const key = newNoteKey(keyNames(testOrganisation).checkpoint);
  await inTransaction(identified, async (tx) => {
    const slot = new Date(`${day}T11:30:00Z`);
    await tx.insert(publication).values({ number: 2, slot, day, editionsDone: true, signaturesDone: true });
    const opened = { v: 1, kind: 'petition-opened', petition, text: toHex(petitionTextDigest(factoryText)) } as const;
    const terms = { register: 1, closes: addDays(day, 90), criticalMass: 10, threshold: 500 };
    const editions = await tx.select().from(edition);
    await appendEntries(tx, [...editions.map(editionEntry), { ...opened, ...terms, day }]);
  });
  const sql = openSql({ ...admin, max: 1 });
  try {
    await sql`
      insert into published.ledger_entry (index, bytes, leaf_hash)
      select 1 + row_number() over (order by nullifier), bytes, sha256('\\x00'::bytea || bytes)
      from (select nullifier, convert_to(format(
        '{"day":"%s","edition":1,"kind":"signature","n":0,"nullifier":"%s","petition":"%s","proof":"%s","register":1,"v":1}',
        ${day}::text, encode(nullifier, 'hex'), petition_id, encode(sha256(proof), 'hex')), 'utf8') as bytes
        from published.signature where petition_id = ${petition}) as entries`;
    await sql`
      insert into published.signature_range (petition_id, publication, first, entries, day)
      values (${petition}, 2, 2, ${signatures}, ${day})`;
  } finally {
    await sql.end();
  }
  await signCheckpoint({ db: published, checkpointSigner: nodeNoteSigner(key), settings }, { publication: 2 });
  const folder = await mkdtemp(join(tmpdir(), 'rr-heavy-key-'));
  const path = join(folder, 'checkpoint.key');
  await writeSecretFile(path, key);
  return { path, remove: () => rm(folder, { recursive: true }) };
}
