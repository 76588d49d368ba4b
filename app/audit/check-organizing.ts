import type { FactOf } from './entry-form';
import type { LedgerFacts, Placed } from './facts';
import type { ItemOf } from './public-data';
import type { Check } from './recorder';
import { reportUnknown, type Site } from './site';

type Petition = ItemOf<'petitions'>;
type Ended = Placed<'petition-ended'>;

/**
 * What organizers did with petitions beside what they wrote (protocol 6): who came and went by name, what was merged into what
 * and by whose agreement, and why a petition ended before its day. Each follows from the entries before it, and the pages show it.
 */
export function checkOrganizing(site: Site, check: Check, petitions: readonly Petition[]): void {
  const { facts } = site;
  const endings = checkEndings(facts, check);
  checkMerges(facts, check, endings);
  checkClosings(facts, check, endings);
  checkOrganizers(facts, check, petitions);
  for (const item of petitions) checkShown(site, check, item, endings.get(item.id)?.fact);
}

/** A petition ends once, while it is open. */
function checkEndings(facts: LedgerFacts, check: Check): ReadonlyMap<string, Ended> {
  const endings = new Map<string, Ended>();
  for (const ended of facts.of('petition-ended')) {
    const { fact, index } = ended;
    check.count();
    const where = `entry ${String(index)}, petition ${fact.petition}`;
    if (endings.has(fact.petition)) check.find('ending-unfounded', where, 'ended once', 'ended again');
    else endings.set(fact.petition, ended);
    if (!isOpenAt(facts, fact.petition, index))
      check.find('ending-unfounded', where, 'an open petition', 'one that is not');
    if (fact.reason.trim() === '') check.find('ending-unfounded', where, 'a reason', 'none');
    if ((fact.how === 'merged') !== (fact.into !== '')) check.find('ending-unfounded', where, fact.how, fact.into);
    const before = facts.of('merge').filter((each) => each.fact.petition === fact.petition && each.index < index);
    const last = before.at(-1)?.fact;
    const agreed = last?.act === 'agreed' && last.into === fact.into;
    if (fact.how === 'merged' && !agreed) check.find('ending-unfounded', where, 'what both sides agreed to', last?.act ?? 'nothing'); // prettier-ignore
  }
  return endings;
}

/** Only what was proposed last is answered, once; both petitions are open then; and nothing is merged on from where others were. */
function checkMerges(facts: LedgerFacts, check: Check, endings: ReadonlyMap<string, Ended>): void {
  const last = new Map<string, FactOf<'merge'>>();
  for (const { fact, index } of facts.of('merge')) {
    check.count();
    const { petition, into, number, act } = fact;
    const where = `entry ${String(index)}, petition ${petition}`;
    const before = last.get(petition);
    last.set(petition, fact);
    check.equal('merge-out-of-order', `${where}, number`, (before?.number ?? 0) + 1, number);
    if (petition === into) check.find('merge-out-of-order', where, 'another petition', 'itself');
    const waits = before?.act === 'proposed' && before.into === into;
    if (act === 'proposed' ? waits : !waits) {
      check.find('merge-out-of-order', where, act === 'proposed' ? 'no such proposal yet' : 'a proposal of it', act);
    }
    if (act === 'declined') continue;
    const goesOn = (id: string) => isOpenAt(facts, id, index) && (endings.get(id)?.index ?? Infinity) > index;
    if (!goesOn(petition) || !goesOn(into)) check.find('merge-out-of-order', where, 'two open petitions', act);
    const joined = [...endings.values()].some((each) => each.fact.into === petition && each.index < index);
    if (joined) check.find('merge-out-of-order', where, 'none that others were merged into', act);
    const end = endings.get(petition);
    if (act === 'agreed' && !(end && end.index > index))
      check.find('merge-out-of-order', where, 'ended by it', 'not ended');
  }
}

/** A petition closes after its last day, or with the publication after it was ended; then it does close. */
function checkClosings(facts: LedgerFacts, check: Check, endings: ReadonlyMap<string, Ended>): void {
  for (const [id, { fact, index }] of facts.closed) {
    check.count();
    const last = facts.petitions.get(id)?.fact.closes;
    const ended = endings.get(id);
    if (last === undefined || fact.day > last || (ended && ended.index < index)) continue;
    check.find('ending-unfounded', `petition ${id}, closed`, `after ${last}, or ended before`, fact.day);
  }
  const newest = newestBatch(facts);
  for (const [id, { batch }] of endings) {
    const closed = facts.closed.get(id);
    // What is ended while a publication runs, or with it, is closed by the next one.
    if ((closed?.batch ?? newest) > batch + 1) {
      check.find('ending-unfounded', `petition ${id}`, 'closed with the next publication', 'open after it');
    }
  }
}

function newestBatch(facts: LedgerFacts): number {
  const editions = facts.registersWithEditions.flatMap((id) => facts.editionsOf(id));
  return [...editions, ...facts.closed.values(), ...facts.of('answer-due')].reduce((most, { batch }) => Math.max(most, batch), 0); // prettier-ignore
}

/** Names come and go in their order, of petitions that opened; nobody leaves who was not there, and somebody is always left. */
function checkOrganizers(facts: LedgerFacts, check: Check, petitions: readonly Petition[]): void {
  const startedBy = new Map(petitions.map(({ id, organizer }) => [id, organizer]));
  const now = new Map<string, string[]>();
  const numbers = new Map<string, number>();
  for (const { fact, index } of facts.of('organizer')) {
    check.count();
    const { petition, number, act, name } = fact;
    const where = `entry ${String(index)}, petition ${petition}`;
    if ((facts.petitions.get(petition)?.index ?? Infinity) > index) {
      check.find('organizers-differ', where, 'a petition that opened before', `${act} ${name}`);
    }
    check.equal('organizers-differ', `${where}, number`, (numbers.get(petition) ?? 0) + 1, number);
    numbers.set(petition, number);
    const starter = startedBy.get(petition);
    if (starter === '') check.find('organizers-differ', where, 'nobody by name', name);
    const names = now.get(petition) ?? (starter === undefined ? [] : [starter]);
    now.set(petition, names);
    if (act === 'added') {
      names.push(name);
      continue;
    }
    const place = names.indexOf(name);
    if (place >= 0) names.splice(place, 1);
    // Where the site shows no such petition, who started it is not known.
    if (starter !== undefined && place < 0) check.find('organizers-differ', where, 'somebody who organized it', name);
    if (starter !== undefined && names.length === 0)
      check.find('organizers-differ', where, 'somebody who is left', 'nobody');
  }
}

/** The page shows all of it, and nothing else. */
function checkShown(site: Site, check: Check, item: Petition, ended: FactOf<'petition-ended'> | undefined): void {
  const { facts } = site;
  const where = `petition ${item.id}`;
  const organizers = facts.of('organizer').flatMap(({ fact }) => {
    const { petition, number, act, name, day } = fact;
    return petition === item.id ? [{ number, act, name, day }] : [];
  });
  const merging = facts.of('merge').flatMap(({ fact }) => {
    const { petition, number, into, act, day } = fact;
    return petition === item.id ? [{ number, into, act, day }] : [];
  });
  compareLists(site, check, { where: `${where}, organizers`, expected: organizers, found: item.organizers });
  compareLists(site, check, { where: `${where}, merging`, expected: merging, found: item.merging });
  const end = ended ? [{ how: ended.how, into: ended.into, reason: ended.reason, day: ended.day }] : [];
  compareLists(site, check, { where: `${where}, its end`, expected: end, found: item.ended ? [item.ended] : [] });
}

type Shown = { readonly day: string };

/** What both have is the same; what only the site has may be newer than the checkpoint. */
function compareLists(
  site: Site,
  check: Check,
  { where, expected, found }: { where: string; expected: readonly Shown[]; found: readonly Shown[] },
): void {
  const spelt = (each: Shown) => JSON.stringify(Object.entries(each).sort(([one], [other]) => (one < other ? -1 : 1)));
  expected.forEach((each, place) => {
    check.count();
    const shown = found[place];
    if (shown === undefined) check.find('missing-from-site', where, spelt(each), 'nothing');
    else check.equal('text-differs', where, spelt(each), spelt(shown));
  });
  for (const each of found.slice(expected.length)) {
    reportUnknown(site, check, { where, day: each.day, found: spelt(each) });
  }
}

function isOpenAt({ petitions, closed }: LedgerFacts, id: string, index: number): boolean {
  return (petitions.get(id)?.index ?? Infinity) < index && (closed.get(id)?.index ?? Infinity) > index;
}
