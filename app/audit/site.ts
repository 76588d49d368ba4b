import type { LedgerFacts } from './facts';
import type { Check } from './recorder';
import type { Had, Lists, Snapshot } from './snapshot';

/** What the pages show, and the ledger that it is held against. */
export interface Site {
  readonly organisation: string;
  readonly snapshot: Snapshot;
  readonly facts: LedgerFacts;
  /** Smallest number about people that may be shown. */
  readonly minimum: number;
  /** Day of the checkpoint that is audited. */
  readonly day: string;
}

/** Nothing about people is ever shown below this (protocol 5); the demo company has a lower one. */
const FLOOR = 10;
const DEMO = { organisation: 'tidewater-demo', floor: 3 } as const;

/** The least that the smallest number shown may be. */
export function floorOf(organisation: string): number {
  return organisation === DEMO.organisation ? DEMO.floor : FLOOR;
}

/** The smallest number that this house shows: its setting, and never below the floor. */
export function minimumOf(organisation: string, { settings }: Pick<Lists, 'settings'>): number {
  const own = settings.items.find(({ name }) => name === 'minimum')?.value;
  return Math.max(floorOf(organisation), typeof own === 'number' ? own : 0);
}

/**
 * The items of a list, or none and a reason why the check cannot be done.
 */
export function itemsOf<T>({ items, missing }: Had<T>, check: Check): readonly T[] | null {
  if (missing === null) return items;
  check.cannot(missing);
  return null;
}

/**
 * Something on the site that the ledger does not have: cheating, unless it is so new that the next checkpoint will cover it.
 * Days of leadership are those of the company's calendar, which may be behind the ledger's by one.
 */
export function reportUnknown(
  { day: covered }: Pick<Site, 'day'>,
  check: Check,
  { where, day, found }: { readonly where: string; readonly day: string; readonly found: string },
): void {
  if (day >= dayBefore(covered)) check.cannot(`${where} is newer than the checkpoint: the next one has to cover it.`);
  else check.find('not-in-ledger', where, 'an entry of the ledger', found);
}

function dayBefore(day: string): string {
  const time = Date.parse(`${day}T00:00:00Z`);
  return Number.isNaN(time) ? '' : new Date(time - 24 * 60 * 60 * 1000).toISOString().slice(0, 10);
}

/** A figure that is shown is the number in the ledger; one that is not is too small. */
export function checkFigure(
  { minimum }: Pick<Site, 'minimum'>,
  check: Check,
  { where, counted, shown }: { readonly where: string; readonly counted: number; readonly shown: number | null },
): void {
  check.count();
  if (shown === null) {
    if (counted >= minimum) check.find('count-withheld', where, counted, 'nothing');
  } else if (check.equal('count-differs', where, counted, shown) && shown < minimum) {
    check.find('count-too-small', where, `nothing below ${String(minimum)}`, shown);
  }
}
