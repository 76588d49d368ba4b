import type { LedgerFacts, Placed } from './facts';

/** What the ledger says by itself of a unit of signers, up to the entry that tells of it. */
export interface RecountedCell {
  readonly cell: Placed<'signer-cell'>;
  /** Keys that disclosed this unit and sign. */
  readonly signers: number;
  /** Keys that disclosed it in the same publication. */
  readonly fresh: number;
  /** Keys that sign and have disclosed no unit. */
  readonly unnamed: number;
}

/** Counts what a cell should say, from the entries before it. Costs what the petition has signers. */
export function recountCell(facts: LedgerFacts, cell: Placed<'signer-cell'>): RecountedCell {
  const subject = `signature/${cell.fact.petition}`;
  const named = facts.units.get(subject) ?? new Map<string, string>();
  let [signers, unnamed] = [0, 0];
  for (const [nullifier, { choice }] of facts.acts.get(subject)?.keys ?? []) {
    if (choice !== 'sign') continue;
    if (!named.has(nullifier)) unnamed += 1;
    else if (named.get(nullifier) === cell.fact.unit) signers += 1;
  }
  const fresh = facts.freshUnits.get(`${subject} ${cell.fact.unit}`);
  return { cell, signers, unnamed, fresh: fresh?.batch === cell.batch ? fresh.keys : 0 };
}
