import { cosignatureVerifier, readCosignatures } from '~/crypto/tlog/cosignature';
import { NoteError, readNote, type NoteVerifier } from '~/crypto/tlog/note';
import type { LedgerFacts } from './facts';
import type { Check } from './recorder';
import type { WitnessResult } from './report';

/**
 * Who cosigned the checkpoint: witnesses stand in the ledger, so that nobody can be shown a made-up one.
 * @param note the checkpoint with its cosignatures
 * @param required C2SP verifier keys of witnesses that must be among them
 */
export function checkWitnesses(
  note: string,
  facts: LedgerFacts,
  { ledgerKeys, required, check }: { ledgerKeys: readonly NoteVerifier[]; required: readonly string[]; check: Check },
): WitnessResult[] {
  const standing = new Map<string, { readonly name: string; readonly runBy: string; removed: boolean }>();
  for (const { fact } of facts.of('ledger-witness')) {
    check.count();
    standing.set(fact.key, { name: fact.name, runBy: fact.runBy, removed: fact.act === 'removed' });
  }
  const cosigned = (key: string): boolean => {
    const verifier = verifierOf(key);
    if (!verifier) return false;
    try {
      return readCosignatures(note, [verifier]).length > 0;
    } catch (error) {
      if (!(error instanceof NoteError)) throw error;
      check.find('witness-signature-wrong', '/ledger/checkpoint', `a cosignature of ${verifier.name}`, error.message);
      return false;
    }
  };
  const results = [...standing].map(([key, { name, runBy, removed }]) => ({ key, name, runBy, removed, cosigned: cosigned(key) })); // prettier-ignore
  for (const { name, hash } of readNote(note).signatures) {
    const known = [...ledgerKeys, ...[...standing.keys()].map(verifierOf)].some(
      (verifier) => verifier?.name === name && verifier.keyHash === hash,
    );
    if (!known) check.find('witness-not-in-ledger', '/ledger/checkpoint', 'a witness of the ledger', name);
  }
  for (const key of required) {
    check.count();
    if (!cosigned(key)) check.find('witness-missing', '/ledger/checkpoint', key, 'no cosignature of it');
  }
  return results
    .filter((witness) => !witness.removed || witness.cosigned)
    .map(({ name, runBy, cosigned: did }) => ({ name, runBy, cosigned: did }));
}

function verifierOf(key: string): NoteVerifier | null {
  try {
    return cosignatureVerifier(key);
  } catch (error) {
    if (error instanceof NoteError) return null;
    throw error;
  }
}
