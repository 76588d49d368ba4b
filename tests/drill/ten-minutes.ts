import type { Employee } from './company';
import { askForCode, codeFor, enterCode, type SignedIn } from './devices';
import type { DrillHouse } from './house';

/** Something that a person does within ten minutes of a day. */
export interface Doing {
  readonly by: Employee;
  /** Seconds from the beginning, below 480. */
  readonly second: number;
  /** Whether she signs in for it, or signs in and does nothing else (`act` left out). */
  readonly signsIn: boolean;
  readonly act?: (session: SignedIn | null) => Promise<void>;
}

const beforeSeconds = 110;

/**
 * Ten minutes in which people do things: whoever signs in asks for the code in the first two, in the same order; then
 * everything happens in the order of its second, with the server's clock set to it.
 * @param at beginning of the ten minutes
 * @param onEach runs after each of them
 */
export async function liveTenMinutes(
  house: DrillHouse,
  at: Date,
  doings: readonly Doing[],
  onEach: (done: number) => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  const inOrder = [...doings].sort((one, other) => one.second - other.second);
  const signingIn = inOrder.filter(({ signsIn }) => signsIn);
  const attempts = new Map<Doing, { attempt: string; code: string }>();
  for (const [place, doing] of signingIn.entries()) {
    await house.setClock(after(at, (beforeSeconds * place) / signingIn.length));
    attempts.set(doing, { attempt: await askForCode(house, doing.by), code: '' });
  }
  for (const [doing, { attempt }] of attempts) attempts.set(doing, { attempt, code: await codeFor(house, doing.by) });
  for (const [place, doing] of inOrder.entries()) {
    await house.setClock(after(at, 120 + doing.second));
    const asked = attempts.get(doing);
    const session = asked ? await enterCode(house, asked.attempt, asked.code) : null;
    await doing.act?.(session);
    await onEach(place + 1);
  }
}

const after = (at: Date, seconds: number) => new Date(at.getTime() + Math.round(seconds * 1000));
