import type { Outbox } from './outbox';
import { slotsPerDay } from './raise-concern.schema';

/**
 * A slot that this device has not used on this day, drawn at random: the order in which slots are used would say how many
 * came before. Null where all are used.
 */
export async function freeSlot(
  outbox: Pick<Outbox, 'usedSlots'>,
  day: string,
  random: (below: number) => number = randomBelow,
): Promise<number | null> {
  const used = await outbox.usedSlots(day);
  const free = Array.from({ length: slotsPerDay }, (_, slot) => slot).filter((slot) => !used.includes(slot));
  return free[random(free.length)] ?? null;
}

/** Even to one part in 2^30 for numbers as small as these. */
function randomBelow(below: number): number {
  return below === 0 ? 0 : (crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) % below;
}
