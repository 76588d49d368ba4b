import { hashFields } from '~/crypto/hash';
import { checkCriticalMasses } from './check-critical-mass';
import { checkModeration } from './check-moderation';
import { checkOrganizing } from './check-organizing';
import { totalOf } from './facts';
import type { ItemOf } from './public-data';
import type { Check, Recorder } from './recorder';
import { checkSignerUnits } from './check-signer-units';
import { checkUnknownOrganizers } from './check-unknown-organizers';
import { checkFigure, itemsOf, reportUnknown, type Site } from './site';
import { digestOf, shownPetitionDigest } from './shown-texts';

type Petition = ItemOf<'petitions'>;

const afterOpening: readonly string[] = ['open', 'closed', 'archived'];

/** Petitions, their news and the decisions about them stand on the site as they stand in the ledger (protocol 6). */
export function checkPetitions(site: Site, recorder: Recorder): void {
  const checks = { petitions: recorder.check('petitions'), moderation: recorder.check('moderation') };
  const { counts, deletions } = { counts: recorder.check('counts'), deletions: recorder.check('deletions') };
  const { lists } = site.snapshot;
  const items = itemsOf(lists.petitions, checks.petitions);
  if (!items) {
    for (const check of [checks.moderation, counts, deletions]) check.cannot(lists.petitions.missing ?? '');
    return;
  }
  const byId = new Map(items.map((item) => [item.id, item]));
  for (const [id, { index }] of site.facts.petitions) {
    if (!byId.has(id))
      checks.petitions.find('missing-from-site', `petition ${id}`, `entry ${String(index)}`, 'nothing');
  }
  for (const item of items) {
    checkTerms(site, checks.petitions, item);
    checkUpdates(site, checks.petitions, item);
    checkCounts(site, counts, item);
    checkDeletion(site, deletions, item);
  }
  checkCriticalMasses(site.facts, counts);
  checkSignerUnits(site, counts, items);
  checkOrganizing(site, checks.petitions, items);
  checkUnknownOrganizers(site, checks.petitions, items);
  checkModeration(site, checks.moderation, byId);
}

function checkTerms(site: Site, check: Check, item: Petition): void {
  check.count();
  const { facts } = site;
  const where = `petition ${item.id}`;
  const opened = facts.petitions.get(item.id)?.fact;
  const closed = facts.closed.get(item.id)?.fact;
  if (!opened) {
    if (afterOpening.includes(item.state)) {
      reportUnknown(site, check, { where, day: item.opened ?? '', found: `a petition that is ${item.state}` });
    }
    return;
  }
  check.equal('text-differs', where, opened.text, shownPetitionDigest(item));
  check.equal('terms-differ', `${where}, state`, closed ? 'closed' : 'open', item.state === 'archived' ? 'closed' : item.state); // prettier-ignore
  check.equal('terms-differ', `${where}, opened`, opened.day, item.opened);
  check.equal('terms-differ', `${where}, register`, opened.register, item.register);
  check.equal('terms-differ', `${where}, closing day`, opened.closes, item.closes);
  check.equal('terms-differ', `${where}, critical mass`, opened.criticalMass, item.criticalMass);
  check.equal('terms-differ', `${where}, threshold`, opened.threshold, item.threshold);
  const addressed = facts.of('petition-addressed').filter(({ fact }) => fact.petition === item.id);
  const asked = addressed.map(({ fact }) => fact.unit);
  check.equal('terms-differ', `${where}, whom it asks`, JSON.stringify(asked), JSON.stringify(item.asks === null ? [] : [item.asks])); // prettier-ignore
  check.equal('terms-differ', `${where}, closed`, closed?.day ?? null, item.closed);
  const due = facts.of('answer-due').find(({ fact }) => fact.subject === 'petition' && fact.id === item.id)?.fact;
  check.equal('terms-differ', `${where}, answer due`, due?.due ?? null, item.due);
}

function checkUpdates(site: Site, check: Check, item: Petition): void {
  const known = site.facts.of('petition-update').filter(({ fact }) => fact.petition === item.id);
  for (const { fact } of known) {
    check.count();
    const where = `petition ${item.id}, news ${String(fact.number)}`;
    const shown = item.updates.find(({ number }) => number === fact.number);
    if (!shown) {
      check.find('missing-from-site', where, fact.text, 'nothing');
      continue;
    }
    const digest = digestOf(() => hashFields('petition-update/v1', item.id, shown.number, shown.body));
    check.equal('text-differs', where, fact.text, digest);
    check.equal('terms-differ', `${where}, day`, fact.day, shown.day);
  }
  for (const { number, day, body } of item.updates) {
    if (known.some(({ fact }) => fact.number === number)) continue;
    reportUnknown(site, check, { where: `petition ${item.id}, news ${String(number)}`, day, found: body });
  }
}

/** The count of today and of every earlier day is that of the ledger, and so is the file of nullifiers. */
function checkCounts(site: Site, check: Check, item: Petition): void {
  const { facts, minimum } = site;
  const acts = facts.acts.get(`signature/${item.id}`);
  const where = `petition ${item.id}`;
  const signers = acts ? totalOf(acts) : 0;
  checkFigure(site, check, { where: `${where}, signers`, counted: signers, shown: item.signers });
  const shown = new Map(item.history.map((each) => [each.day, each.signers]));
  for (const [day, counted] of acts?.history ?? []) {
    check.count();
    const found = shown.get(day);
    if (found === undefined && counted >= minimum)
      check.find('history-differs', `${where}, ${day}`, counted, 'nothing');
    else if (found !== undefined) check.equal('history-differs', `${where}, ${day}`, counted, found);
  }
  for (const [day, found] of shown) {
    if (!acts?.history.has(day)) check.find('history-differs', `${where}, ${day}`, 'no publication of it', found);
  }
  const critical = facts.petitions.get(item.id)?.fact.criticalMass ?? 0;
  if (acts && acts.first.count < critical) {
    check.find('count-too-small', `${where}, first publication`, `at least ${String(critical)}`, acts.first.count);
  }
}

function checkDeletion({ facts }: Site, check: Check, item: Petition): void {
  const deleted = facts.deleted.get(item.id);
  const where = `petition ${item.id}`;
  check.equal('deletion-unfounded', where, deleted?.fact.day ?? null, item.deleted);
  if (!deleted) return;
  check.count();
  const opened = facts.petitions.get(item.id)?.fact;
  if (!facts.closed.has(item.id) || (opened?.criticalMass ?? 0) === 0) {
    check.find('deletion-unfounded', where, 'closed under a critical mass', 'deleted');
  }
  if (facts.acts.has(`signature/${item.id}`)) {
    check.find('deletion-unfounded', where, 'nothing that was published', 'published signatures, then a deletion');
  }
}
