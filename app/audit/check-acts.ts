import { isUnit, type ProvedFact, type UnitFact } from './entry-form';
import { choiceOf, subjectOf, type LedgerFacts } from './facts';
import type { Check } from './recorder';

type Act = Exclude<ProvedFact, UnitFact>;

/** Follows the acts of the ledger in their order (protocol 4, 8, 11). Give it every entry, so that it knows what stands between. */
export interface ActFollower {
  follow(placed: { readonly index: number; readonly batch: number; readonly fact: ProvedFact }): void;
}

/**
 * One chain of acts for each key and thing; only on things that there are, while they take any; in the register that the
 * thing is pinned to, and an edition that stood before; sorted within a publication. What a proof says is not looked at.
 */
export function followActs(facts: LedgerFacts, check: Check): ActFollower {
  let last: { index: number; batch: number; kind: string; key: string } | null = null;
  return {
    follow({ index, batch, fact }) {
      check.count();
      const where = `entry ${String(index)}`;
      checkOrder(where, index, batch, fact);
      checkEdition(facts, check, where, index, fact);
      if (isUnit(fact)) return followUnit(facts, check, where, { batch, fact });
      const acts = facts.actsOn(subjectOf(fact), fact.register, { index, batch });
      checkSubject(facts, check, where, { index, batch, fact });
      check.equal(
        'act-in-wrong-register',
        where,
        `register ${String(acts.register)}`,
        `register ${String(fact.register)}`,
      );
      const before = acts.keys.get(fact.nullifier);
      checkChain(check, where, fact, before?.n ?? -1);
      const revision = 'revision' in fact ? fact.revision : 0;
      const act = { n: fact.n, choice: choiceOf(fact), edition: fact.edition, revision };
      facts.addAct(acts, fact.nullifier, act, { day: fact.day, batch });
    },
  };

  function checkOrder(where: string, index: number, batch: number, fact: ProvedFact): void {
    const kind = fact.kind === 'withdrawal' ? 'signature' : fact.kind;
    const n = isUnit(fact) ? 0 : fact.n;
    const key = `${subjectOf(fact)} ${fact.nullifier} ${String(n).padStart(4, '0')}`;
    const follows = last !== null && last.index === index - 1 && last.batch === batch && last.kind === kind;
    if (follows && last !== null && last.key >= key) check.find('acts-not-sorted', where, `after ${last.key}`, key);
    last = { index, batch, kind, key };
  }
}

function checkEdition(facts: LedgerFacts, check: Check, where: string, index: number, fact: ProvedFact): void {
  const edition = facts.edition(fact.register, fact.edition);
  if (edition && edition.index < index) return;
  const name = `edition ${String(fact.edition)} of register ${String(fact.register)}`;
  check.find('act-in-wrong-register', where, 'an edition that stands before it', edition ? `${name}, later` : name);
}

/** Signing and withdrawing take turns and leave nothing out; of choices only the last of a day is published. */
function checkChain(check: Check, where: string, fact: Act, before: number): void {
  if (fact.kind === 'signature' || fact.kind === 'withdrawal') {
    const wanted = `${(before + 1) % 2 === 0 ? 'signature' : 'withdrawal'} ${String(before + 1)}`;
    check.equal('act-out-of-sequence', where, wanted, `${fact.kind} ${String(fact.n)}`);
  } else if (fact.n <= before) {
    check.find('act-out-of-sequence', where, `an act after ${String(before)}`, `act ${String(fact.n)}`);
  }
}

function checkSubject(
  facts: LedgerFacts,
  check: Check,
  where: string,
  { index, batch, fact }: { readonly index: number; readonly batch: number; readonly fact: Act },
): void {
  const wanted = subjectFact(facts, fact);
  if (!wanted || wanted.index > index) {
    check.find('act-on-unknown', where, 'something that the ledger has before it', subjectOf(fact));
    return;
  }
  if (wanted.register !== null) {
    const own = `register ${String(wanted.register)}`;
    check.equal('act-in-wrong-register', where, own, `register ${String(fact.register)}`);
  }
  if (fact.kind !== 'signature' && fact.kind !== 'withdrawal') return;
  const [closed, deleted] = [facts.closed.get(fact.petition), facts.deleted.get(fact.petition)];
  // It closes in the first step of a publication whose second step counts what had waited.
  if (closed && closed.batch < batch) {
    check.find('act-out-of-time', where, `nothing after entry ${String(closed.index)} closed it`, fact.kind);
  }
  if (deleted) check.find('deletion-unfounded', where, 'nothing, as all was deleted', fact.kind);
}

function subjectFact(facts: LedgerFacts, fact: Act): { index: number; register: number | null } | null {
  switch (fact.kind) {
    case 'signature':
    case 'withdrawal':
      return pinned(facts.petitions.get(fact.petition));
    case 'corroboration':
      return pinned(facts.summaries.get(fact.summary));
    case 'support':
      return pinned(facts.questions.get(fact.id));
    case 'sponsor':
      // The ledger first hears of a petition from its sponsors; their first act pins the register.
      return { index: -1, register: null };
    case 'verdict':
      return revisionOf(facts, 'response', fact.id.slice(0, fact.id.lastIndexOf('.')), fact.revision);
    case 'witness':
      return revisionOf(facts, 'pledge', fact.id, fact.revision);
  }
}

function pinned(placed: { readonly index: number; readonly fact: { readonly register: number } } | undefined) {
  return placed ? { index: placed.index, register: placed.fact.register } : null;
}

/** The ledger does not say which register answers and pledges are pinned to: their first act does, and the rest follow. */
function revisionOf(facts: LedgerFacts, kind: 'response' | 'pledge', id: string, revision: number) {
  const found = facts.revisions.get(`${kind}/${id}/${String(revision)}`);
  return found ? { index: found.index, register: null } : null;
}

function followUnit(
  facts: LedgerFacts,
  check: Check,
  where: string,
  { batch, fact }: { readonly batch: number; readonly fact: UnitFact },
): void {
  const subject = subjectOf(fact);
  const acts = facts.acts.get(subject);
  if (acts?.keys.has(fact.nullifier) !== true) {
    check.find('act-on-unknown', where, 'a witness of this pledge, or a signer of this petition', 'a unit without one');
  } else {
    const own = `register ${String(acts.register)}`;
    check.equal('act-in-wrong-register', where, own, `register ${String(fact.register)}`);
  }
  const named = facts.units.get(subject) ?? new Map<string, string>();
  facts.units.set(subject, named);
  const before = named.get(fact.nullifier);
  if (before !== undefined) check.find('unit-changed', where, before, fact.unit);
  named.set(fact.nullifier, fact.unit);
  const name = `${subject} ${fact.unit}`;
  const fresh = facts.freshUnits.get(name);
  facts.freshUnits.set(name, { batch, keys: fresh?.batch === batch ? fresh.keys + 1 : 1 });
}
