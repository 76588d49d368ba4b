import type { LedgerFacts } from './facts';
import type { ItemOf } from './public-data';
import type { Check } from './recorder';
import { itemsOf, type Site } from './site';

/**
 * Petitions that waited for sponsors had as many as they waited for when these appeared, before any moderator decided, and on
 * the very words that were decided on first (protocol 11). What became of petitions that are not public is not known here.
 */
export function checkSponsors({ facts, snapshot }: Site, check: Check): void {
  const petitions = itemsOf(snapshot.lists.petitions, check);
  const decided = firstDecisions(facts);
  for (const item of petitions ?? []) checkWanted(facts, check, item);
  for (const item of itemsOf(snapshot.lists.choices, check) ?? []) {
    if (item.kind !== 'sponsor') continue;
    const first = facts.acts.get(`sponsor/${item.id}`)?.first;
    const decision = decided.get(item.id);
    if (!first || !decision) continue;
    const where = `petition ${item.id}, its sponsors`;
    check.equal('text-differs', `${where}, the words decided on first`, decision.text, item.text);
    if (first.index > decision.index) {
      check.find(
        'sponsors-differ',
        where,
        `before entry ${String(decision.index)} decides`,
        `entry ${String(first.index)}`,
      );
    }
  }
}

function checkWanted(facts: LedgerFacts, check: Check, { id, sponsorsWanted }: ItemOf<'petitions'>): void {
  const first = facts.acts.get(`sponsor/${id}`)?.first;
  if (sponsorsWanted === 0 && !first) return;
  check.count();
  const where = `petition ${id}, sponsors`;
  if (sponsorsWanted === 0) check.find('sponsors-differ', where, 'none, as it looked for none', first?.count ?? 0);
  else if ((first?.count ?? 0) < sponsorsWanted) {
    check.find('sponsors-differ', where, `at least ${String(sponsorsWanted)} at first`, first?.count ?? 0);
  }
}

/** The first decision on each petition: what stands there is what it said when its sponsors read it. */
function firstDecisions(facts: LedgerFacts): ReadonlyMap<string, { readonly text: string; readonly index: number }> {
  const decisions = new Map<string, { text: string; index: number }>();
  for (const { fact, index } of facts.of('moderation')) {
    if (!decisions.has(fact.petition)) decisions.set(fact.petition, { text: fact.text, index });
  }
  return decisions;
}
