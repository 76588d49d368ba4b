import { reduce, type Message, type Scope } from '~/crypto/semaphore/statement';

/** Scope and message as the circuit sees them. */
interface StatementNumbers {
  readonly scope: bigint;
  readonly message: bigint;
}

/** Few are in use at once; a flood of made-up numbers of acts must not fill the memory. */
const mostKept = 1_000;
const kept = new Map<string, StatementNumbers>();

/**
 * Scope and message of a statement, reduced. Kept, as nearly all who act say one of few things.
 * @param key says which statement it is, of all that there are
 */
export function statementNumbers(
  key: string,
  compute: () => { readonly scope: Scope; readonly message: Message },
): StatementNumbers {
  const known = kept.get(key);
  if (known) return known;
  const { scope, message } = compute();
  const numbers = { scope: reduce(scope), message: reduce(message) };
  if (kept.size >= mostKept) kept.clear();
  kept.set(key, numbers);
  return numbers;
}
