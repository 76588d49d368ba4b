import type { UnitsFile } from '~/features/published/registers/units-file';
import type { IdentifiedDatabase } from '~db/identified-client';
import type { EditionInput } from './build-edition';
import { editionUnits, unchangedUnits, type EditionUnits } from './edition-units';
import { keptNodes, lastEdition, unitsOfEdition, type EditionRow } from './last-edition.server';
import { packLevel, type PackableNode, type PackedLevel } from './packed-nodes';
import {
  everybodyEnrolled,
  leafChanges,
  liveLeaves,
  peopleWithoutPlace,
  unitMoves,
  type LeafChange,
  type Newcomer,
  type RegisterState,
} from './register-state.server';
import { shuffled, type RandomBelow } from './shuffle';
import { unitCells, type UnitMembers } from './unit-cells';

export interface Placement extends Newcomer {
  readonly leaf: number;
}

/** What one register's next edition consists of. */
export interface EditionPlan {
  readonly register: { readonly id: number; readonly depth: number; readonly isNew: boolean };
  readonly last: EditionRow | null;
  /** Places given out, and those of them that hold a key. */
  readonly size: number;
  readonly live: number;
  readonly placements: readonly Placement[];
  readonly changes: readonly LeafChange[];
  readonly moves: readonly { readonly leaf: number; readonly unitPath: string }[];
  readonly unitsFile: UnitsFile;
  /** Named units with the number of their live leaves; the root where it is the last edition's, null where it is to be hashed. */
  readonly units: readonly { readonly path: string; readonly live: number; readonly root: Uint8Array | null }[];
  /** What is to be hashed, the units without a root in their order; null where all is as in the last edition. */
  readonly hashing: EditionInput | null;
}

interface EditionContext {
  readonly rosterSize: number;
  readonly minimum: number;
  readonly random: RandomBelow;
}

/** The next edition of a register in use, or null where nothing changed: no leaf, no unit, no size of the roster. */
export async function planEdition(
  db: IdentifiedDatabase,
  { id, depth, nextLeaf }: RegisterState,
  { rosterSize, minimum, random }: EditionContext,
): Promise<EditionPlan | null> {
  const last = await lastEdition(db, id);
  const changes = await leafChanges(db, id);
  const moves = await unitMoves(db, id);
  const people = shuffled(await peopleWithoutPlace(db, id, 2 ** depth - nextLeaf), random);
  const nothing = changes.length === 0 && moves.length === 0 && people.length === 0;
  if (last && nothing && last.rosterSize === rosterSize) return null;

  const placements = people.map((newcomer, index) => ({ ...newcomer, leaf: nextLeaf + index }));
  const size = nextLeaf + placements.length;
  const units = editionUnits([...(await liveLeaves(db, id)), ...membersOf(placements)], size, minimum);
  const leaves = packLevel(0, [
    ...changes.map(({ leaf, commitment, live }) => ({ index: leaf, value: live ? commitment : emptyLeaf })),
    ...leavesOf(placements),
  ]);
  const known = last ? await knownRoots(db, last, units, [...changes, ...placements]) : new Map<string, Uint8Array>();
  const same = last !== null && leaves.bytes.length === 0 && known.size === units.named.length;
  const plan = { register: { id, depth, isNew: false }, last, size, placements, changes, moves };
  const nodes = same ? null : await keptNodes(db, id);
  return { ...plan, ...withUnits(units, known), hashing: nodes && hashing(depth, nodes, leaves, units, known) };
}

/**
 * The first edition of a register that opens: the newest key of every active enrolled employee, in fresh random order.
 * Named units stand together, as which leaf is in which unit is public anyway: most nodes of a unit's tree are then the
 * register's own, which takes minutes off a large register.
 */
export async function planFirstEdition(
  db: IdentifiedDatabase,
  { id, depth }: { readonly id: number; readonly depth: number },
  { minimum, random }: EditionContext,
): Promise<EditionPlan> {
  const people = shuffled(await everybodyEnrolled(db), random).slice(0, 2 ** depth);
  const drawn = people.map((newcomer, leaf) => ({ ...newcomer, leaf }));
  const { places: unitOf } = unitCells(membersOf(drawn), drawn.length, minimum);
  const placements = drawn
    .toSorted((a, b) => (unitOf[a.leaf] as number) - (unitOf[b.leaf] as number) || a.leaf - b.leaf)
    .map((placement, leaf) => ({ ...placement, leaf }));
  const size = placements.length;
  const units = editionUnits(membersOf(placements), size, minimum);
  const known = new Map<string, Uint8Array>();
  const plan = { register: { id, depth, isNew: true }, last: null, size, placements, changes: [], moves: [] };
  const leaves = packLevel(0, leavesOf(placements));
  return { ...plan, ...withUnits(units, known), hashing: hashing(depth, [], leaves, units, known) };
}

const emptyLeaf = new Uint8Array(32);

function membersOf(placements: readonly Placement[]): UnitMembers[] {
  const units = new Map<string, number[]>();
  for (const { unitPath, leaf } of placements) {
    const places = units.get(unitPath);
    if (places) places.push(leaf);
    else units.set(unitPath, [leaf]);
  }
  return [...units].map(([unitPath, places]) => ({ unitPath, places }));
}

function leavesOf(placements: readonly Placement[]): PackableNode[] {
  return placements.map(({ leaf, commitment }) => ({ index: leaf, value: commitment }));
}

async function knownRoots(
  db: IdentifiedDatabase,
  last: EditionRow,
  units: EditionUnits,
  changed: readonly { readonly leaf: number }[],
): Promise<Map<string, Uint8Array>> {
  return unchangedUnits(await unitsOfEdition(db, last), units.file, new Set(changed.map(({ leaf }) => leaf)));
}

function withUnits({ file, named, live }: EditionUnits, known: ReadonlyMap<string, Uint8Array>) {
  return {
    live: live.length,
    unitsFile: file,
    units: named.map(({ path, places }) => ({ path, live: places.length, root: known.get(path) ?? null })),
  };
}

function hashing(
  depth: number,
  nodes: readonly PackedLevel[],
  leaves: PackedLevel,
  { named, live }: EditionUnits,
  known: ReadonlyMap<string, Uint8Array>,
): EditionInput {
  return { depth, nodes, leaves, live, units: named.filter(({ path }) => !known.has(path)).map((unit) => unit.places) };
}
