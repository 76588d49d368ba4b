import { expect } from 'vitest';
import { fromBytes32 } from '~/crypto/semaphore/field';
import { readTile, readUpper } from '~/crypto/semaphore/tiles';
import { PoseidonTree } from '~/crypto/semaphore/tree';
import { editionsPending } from '~/features/identified/enrolment/editions-pending.server';
import { addDays, dayOf } from '~/platform/clock';
import type { EditionRow, EnrolmentHouse } from './enrolment-house';

/** The leaves that the public files say, each tile checked against the upper file and that against the group root. */
export async function publishedLeaves(house: EnrolmentHouse, row: EditionRow, depth = 17): Promise<bigint[]> {
  const root = fromBytes32(row.groupRoot) as never;
  const upper = readUpper(await house.file(row.upperFile), depth, root);
  const leaves: bigint[] = [];
  for (const [number, hash] of row.tiles.entries()) {
    const tile = readTile(await house.file(hash));
    const tree = new PoseidonTree(10);
    tree.setLeaves(tile.entries());
    expect(tree.root).toBe(upper.get(10, number));
    leaves.push(...tile);
  }
  expect(leaves.slice(row.size).every((leaf) => leaf === 0n)).toBe(true);
  return leaves.slice(0, row.size);
}

/** The newest edition of a register. */
export async function editionOf(house: EnrolmentHouse, registerId: number): Promise<EditionRow> {
  const row = (await house.editions()).get(registerId);
  if (!row) throw new Error(`register ${String(registerId)} has no edition`);
  return row;
}

/** The leaves of its newest edition. */
export async function leavesOf(house: EnrolmentHouse, registerId: number): Promise<bigint[]> {
  return publishedLeaves(house, await editionOf(house, registerId));
}

/** What the public files say in somebody's place; undefined: they have none. */
export async function leafOf(house: EnrolmentHouse, registerId: number, personNumber: string) {
  const place = await house.placeOf(registerId, personNumber);
  return place ? (await leavesOf(house, registerId))[place.leafIndex] : undefined;
}

/** Whether tomorrow's publication would have anything to do for registers. */
export function pending(house: EnrolmentHouse): Promise<boolean> {
  const tomorrow = addDays(dayOf(house.clock.now()), 1);
  return editionsPending(house.database.identified, house.settings, tomorrow);
}

export async function newestRegister(house: EnrolmentHouse): Promise<number | undefined> {
  return (await house.registers())[0]?.id;
}

/** Person numbers in ascending order. */
export function numbers(prefix: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${prefix}${String(index).padStart(4, '0')}`);
}
