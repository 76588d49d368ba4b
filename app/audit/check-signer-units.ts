import { totalOf } from './facts';
import type { ItemOf } from './public-data';
import type { Check } from './recorder';
import { floorOf, type Site } from './site';

/**
 * Where signatures come from (protocol 11): each cell is what the acts before it come to, names no small group and leaves none
 * over, and the page shows the newest of each unit. That a key names one unit only is for the acts, its proof for the proofs.
 */
export function checkSignerUnits(site: Site, check: Check, items: readonly ItemOf<'petitions'>[]): void {
  const told = checkCells(site, check);
  for (const { id, units, signers } of items) {
    const newest = told.get(id) ?? new Map<string, { text: string; signers: number }>();
    const shown = new Map(units.map(({ unit, day, signers: keys }) => [unit, JSON.stringify([day, keys])]));
    const acts = site.facts.acts.get(`signature/${id}`);
    const hidden = (acts ? totalOf(acts) : 0) < site.minimum;
    if (signers === null && shown.size > 0) {
      check.find('count-too-small', `petition ${id}, units`, 'nothing', [...shown.keys()].join(', '));
    }
    for (const [unit, cell] of newest) {
      // A minimum that was raised since hides what was told before.
      const wanted = hidden || cell.signers < site.minimum ? null : cell.text;
      check.equal('count-differs', `petition ${id}, ${unit}`, wanted, shown.get(unit) ?? null);
    }
    for (const [unit, found] of shown) {
      if (!newest.has(unit)) check.find('not-in-ledger', `petition ${id}, ${unit}`, 'a cell of the ledger', found);
    }
  }
}

type Told = Map<string, Map<string, { readonly text: string; readonly signers: number }>>;

/** By petition, the newest cell of each unit. */
function checkCells({ facts, organisation }: Site, check: Check): Told {
  const floor = floorOf(organisation);
  const told: Told = new Map();
  for (const { cell, signers, fresh, unnamed } of facts.signerCells) {
    check.count();
    const { fact, index } = cell;
    const where = `entry ${String(index)}, ${fact.unit}`;
    check.equal('count-differs', where, signers, fact.signers);
    const groups = { 'that sign in it': fact.signers, 'that named it anew': fresh, 'that sign without one': unnamed };
    for (const [name, keys] of Object.entries(groups)) {
      if (keys < floor) check.find('count-too-small', `${where}, keys ${name}`, `at least ${String(floor)}`, keys);
    }
    const units = told.get(fact.petition) ?? new Map<string, { text: string; signers: number }>();
    const before = units.get(fact.unit)?.signers;
    if (before !== undefined && Math.abs(before - fact.signers) < floor) {
      check.find('count-too-small', `${where}, change`, `at least ${String(floor)}`, fact.signers - before);
    }
    told.set(
      fact.petition,
      units.set(fact.unit, { text: JSON.stringify([fact.day, fact.signers]), signers: fact.signers }),
    );
  }
  return told;
}
