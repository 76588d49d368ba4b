import type { LedgerFacts } from './facts';
import type { Check, Recorder } from './recorder';
import { itemsOf, minimumOf, type Site } from './site';

/** Digests of filings stand in multiples of this, so that a day without any looks like the others. */
const FILING_STEP = 16;

/** Settings that count people: none ever goes below the smallest number that is shown. Some may be 0: switched off. */
const counting: readonly string[] = ['summaryThreshold', 'verdictQuorum', 'criticalMass'];

/** Rules that entries keep by themselves, whatever the pages show. */
export function checkRules(site: Site, recorder: Recorder): void {
  checkSettings(site, recorder.check('settings'));
  checkRoster(site.facts, recorder.check('roster'));
  checkConcerns(site, recorder.check('concerns'));
}

function checkSettings(site: Site, check: Check): void {
  const { facts, snapshot, organisation } = site;
  const floor = minimumOf(organisation, { settings: { items: [], missing: null } });
  const newest = new Map<string, number | string>();
  for (const { fact, index } of facts.of('setting')) {
    check.count();
    newest.set(fact.name, fact.value);
    const tooLow = counting.includes(fact.name) && typeof fact.value === 'number' && fact.value !== 0 && fact.value < floor; // prettier-ignore
    if (tooLow) check.find('setting-below-floor', `entry ${String(index)}, ${fact.name}`, `at least ${String(floor)}`, fact.value); // prettier-ignore
  }
  for (const { fact } of facts.petitions.values()) {
    check.count();
    const where = `petition ${fact.petition}`;
    const { criticalMass, threshold } = fact;
    if (criticalMass !== 0 && criticalMass < floor) {
      check.find('setting-below-floor', `${where}, critical mass`, `0 or at least ${String(floor)}`, criticalMass);
    }
    if (threshold < floor)
      check.find('setting-below-floor', `${where}, threshold`, `at least ${String(floor)}`, threshold);
  }
  const shown = itemsOf(snapshot.lists.settings, check);
  for (const { name, value, since } of shown ?? []) {
    check.count();
    const entered = newest.get(name);
    if (name === 'minimum' && typeof value === 'number' && value < floor) {
      check.find('setting-below-floor', name, `at least ${String(floor)}`, value);
    }
    if (entered !== undefined && entered !== value) {
      // A change of today stands in no checkpoint yet.
      if (since !== null && since >= site.day) check.cannot(`${name} was changed since the checkpoint.`);
      else check.find('terms-differ', `setting ${name}`, entered, value);
    }
    if (entered === undefined && since !== null && since < site.day) {
      check.find('not-in-ledger', `setting ${name}`, 'an entry of its change', value);
    }
  }
}

/** Who joined and left adds up, and every edition names the size that the roster had. */
function checkRoster(facts: LedgerFacts, check: Check): void {
  let size: number | null = null;
  for (const { fact, index } of facts.of('roster-change')) {
    check.count();
    const where = `entry ${String(index)}`;
    const expected: number = (size ?? fact.size - fact.joined + fact.left) + fact.joined - fact.left;
    check.equal('roster-does-not-add-up', where, expected, fact.size);
    if (fact.size < 0 || expected < 0) check.find('roster-does-not-add-up', where, 'at least nobody', expected);
    ({ size } = fact);
  }
  const changes = facts.of('roster-change');
  for (const register of facts.registersWithEditions) {
    for (const { fact, index } of facts.editionsOf(register)) {
      const last = changes.filter((change) => change.index < index).at(-1)?.fact;
      if (!last) continue;
      check.count();
      const where = `edition ${String(fact.number)} of register ${String(register)}`;
      check.equal('roster-does-not-add-up', where, last.size, fact.rosterSize);
    }
  }
}

function checkConcerns({ facts, organisation }: Site, check: Check): void {
  const floor = minimumOf(organisation, { settings: { items: [], missing: null } });
  const seen = new Set<string>();
  const batches = new Map<number, number>();
  for (const { fact, index, batch } of facts.of('concerns-filed')) {
    check.count();
    const where = `entry ${String(index)}`;
    batches.set(batch, (batches.get(batch) ?? 0) + fact.digests.length);
    const sorted = fact.digests.every((digest, place) => place === 0 || (fact.digests[place - 1] as string) < digest);
    if (!sorted) check.find('acts-not-sorted', where, 'sorted digests', 'digests in another order');
    for (const digest of fact.digests) {
      if (seen.has(digest)) check.find('entry-impossible', where, 'each digest once', digest);
      seen.add(digest);
    }
  }
  for (const [batch, digests] of batches) {
    if (digests % FILING_STEP === 0) continue;
    check.find('entry-impossible', `filings of publication ${String(batch + 1)}`, `a multiple of ${String(FILING_STEP)}`, digests); // prettier-ignore
  }
  for (const { fact, index } of facts.of('concerns-deleted')) {
    check.count();
    if (fact.concerns < floor) check.find('count-too-small', `entry ${String(index)}`, `at least ${String(floor)}`, fact.concerns); // prettier-ignore
  }
  for (const { fact, index } of facts.of('concern-figures')) {
    check.count();
    for (const figure of [fact.received, fact.answered, fact.inTime]) {
      if (figure === 'withheld' || figure >= floor || figure === 0) continue;
      check.find('count-too-small', `entry ${String(index)}`, `nothing below ${String(floor)}`, figure);
    }
  }
}
