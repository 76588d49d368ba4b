import { toHex } from '~/crypto/hash';
import { petitionScope, reduce, signMessage, type SignatureAction } from '~/crypto/semaphore/statement';

/** What an act says, as far as it is the same for everybody who does it. */
export interface Statement {
  readonly organisation: string;
  readonly petitionId: string;
  /** SHA-256 of the petition's text. */
  readonly textDigest: Uint8Array;
  readonly action: SignatureAction;
  readonly n: number;
}

interface StatementNumbers {
  readonly scope: bigint;
  readonly message: bigint;
}

/** Few are in use at once; a flood of made-up `n` must not fill the memory. */
const mostKept = 1_000;
const kept = new Map<string, StatementNumbers>();

/** Scope and message of a statement as the circuit sees them. Kept, as nearly all who act say one of few things. */
export function statementNumbers({ organisation, petitionId, textDigest, action, n }: Statement): StatementNumbers {
  const key = `${organisation} ${petitionId} ${toHex(textDigest)} ${action} ${n}`;
  const known = kept.get(key);
  if (known) return known;
  const numbers = {
    scope: reduce(petitionScope(organisation, petitionId)),
    message: reduce(signMessage(textDigest, action, n)),
  };
  if (kept.size >= mostKept) kept.clear();
  kept.set(key, numbers);
  return numbers;
}
