import type { LedgerFacts } from './facts';
import type { Check } from './recorder';

/**
 * That a petition reached its critical mass is told once, right before the first of its signatures, and of no petition that has
 * none (protocol 5). How many they were then is for the counts.
 */
export function checkCriticalMasses(facts: LedgerFacts, check: Check): void {
  const reached = new Map<string, number>();
  for (const { fact, index } of facts.of('critical-mass')) {
    check.count();
    const where = `entry ${String(index)}, petition ${fact.petition}`;
    if (reached.has(fact.petition)) check.find('critical-mass-differs', where, 'once', 'again');
    else reached.set(fact.petition, index);
    const mass = facts.petitions.get(fact.petition)?.fact.criticalMass ?? 0;
    if (mass === 0) check.find('critical-mass-differs', where, 'a petition that has one', 'a petition without');
    const first = facts.acts.get(`signature/${fact.petition}`)?.first;
    check.equal('critical-mass-differs', `${where}, its first signature`, index + 1, first?.index ?? null);
  }
  for (const [petition, { fact }] of facts.petitions) {
    const first = facts.acts.get(`signature/${petition}`)?.first;
    if (fact.criticalMass === 0 || !first || reached.has(petition)) continue;
    check.find('critical-mass-differs', `petition ${petition}`, `said before entry ${String(first.index)}`, 'nothing');
  }
}
