import { randomBytes } from 'node:crypto';
import { audit } from '~/audit/audit';
import type { AuditOptions } from '~/audit/audit-input';
import type { AuditReport, AuditState } from '~/audit/report';
import type { AuditSource } from '~/audit/source';
import type { ParsedProof } from '~/crypto/semaphore/proof';
import { VERIFICATION_KEYS } from '~/crypto/semaphore/verification-keys';
import { createVerifier } from '~/crypto/semaphore/verifier';
import { noteKeyPair, noteSigner, type NoteKeyPair } from '~/crypto/tlog/note';
import { ManualClock } from '~/platform/clock';
import { demoCompany } from '~/platform/environment';
import { demoSettings } from '~/platform/settings';
import { seedDemo } from '~db/seed/demo';
import type { TestDatabase } from './database';
import { CopiedHouse, recording } from './copied-house';
import { houseRoutes } from './house-routes';

const settings = demoSettings(demoCompany);

/** The demo company's published data, with the keys of the house. */
export interface AuditedDemo {
  readonly source: AuditSource;
  readonly ledgerKeys: { readonly skey: string; readonly vkey: string };
  readonly receiptKey: string;
  /** A copy to cheat with. */
  readonly copy: () => CopiedHouse;
  readonly audit: (source: AuditSource, options?: AuditOptions, resume?: AuditState) => Promise<AuditReport>;
}

/** Lets the demo company live, with real proofs, and reads everything that it published. */
export async function openAuditedDemo(database: TestDatabase): Promise<AuditedDemo> {
  const { identified, published, anonymous } = database;
  const pair = (name: string) => noteKeyPair(`${demoCompany.organisation}/${name}`, randomBytes(32));
  const keys = { receipts: pair('receipt'), ledger: pair('ledger') };
  const clock = new ManualClock('2026-11-23T09:30:00Z');
  const signers = { receipts: noteSigner(keys.receipts.skey), checkpointSigner: noteSigner(keys.ledger.skey) };
  await seedDemo({ identified, published, anonymous, clock, settings, ...signers });
  return auditedDemo(database, keys);
}

/** Reads everything that the demo company published, once. @param keys with which it was made */
export async function auditedDemo(
  { published }: TestDatabase,
  { ledger, receipts }: { readonly ledger: NoteKeyPair; readonly receipts: NoteKeyPair },
): Promise<AuditedDemo> {
  const source = houseRoutes({ published, settings, receipts: receipts.vkey });
  const verifyProofs = await rememberingVerifier();
  const record = new Map<string, Uint8Array>();
  const run: AuditedDemo['audit'] = (house, options = {}, resume) =>
    audit({ source: house, verifyProofs, options, resume: resume ?? null });
  await run(recording(source, record));
  return {
    ...{ source, ledgerKeys: ledger, receiptKey: receipts.skey },
    copy: () => new CopiedHouse(record, ledger.skey),
    audit: run,
  };
}

/** Really verifies each proof, and each but once: most are the same from one audit to the next. */
async function rememberingVerifier(): Promise<(batch: readonly ParsedProof[]) => Promise<boolean[]>> {
  const verifier = await createVerifier(VERIFICATION_KEYS[17]);
  const known = new Map<string, boolean>();
  const nameOf = ({ points, root, nullifier, scope, message }: ParsedProof) =>
    [...points, root, nullifier, scope, message].join();
  return (batch) => {
    const fresh = batch.filter((proof) => !known.has(nameOf(proof)));
    if (fresh.length > 0) {
      const refusals = verifier.verifyBatch(fresh);
      for (const [place, proof] of fresh.entries()) known.set(nameOf(proof), refusals[place] === null);
    }
    return Promise.resolve(batch.map((proof) => known.get(nameOf(proof)) === true));
  };
}
