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
const atOnce = 4;

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
  const inOrder = signingInOnce(doings).sort((one, other) => one.second - other.second);
  const signingIn = inOrder.filter(({ signsIn }) => signsIn);
  const attempts = new Map<Doing, { attempt: string; code: string }>();
  for (let place = 0; place < signingIn.length; place += atOnce) {
    await house.setClock(after(at, (beforeSeconds * place) / signingIn.length));
    const group = signingIn.slice(place, place + atOnce);
    const asked = await Promise.all(group.map(({ by }) => askForCode(house, by)));
    for (const [index, doing] of group.entries()) attempts.set(doing, { attempt: asked[index] ?? '', code: '' });
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

/** Nobody signs in twice within ten minutes: whoever signs in for something does not sign in for nothing as well. */
function signingInOnce(doings: readonly Doing[]): Doing[] {
  const chosen = new Map<string, Doing>();
  for (const doing of doings.filter(({ signsIn }) => signsIn)) {
    const before = chosen.get(doing.by.personNumber);
    if (!before || (!before.act && doing.act)) chosen.set(doing.by.personNumber, doing);
  }
  return doings.filter((doing) => !doing.signsIn || chosen.get(doing.by.personNumber) === doing);
}

const after = (at: Date, seconds: number) => new Date(at.getTime() + Math.round(seconds * 1000));
