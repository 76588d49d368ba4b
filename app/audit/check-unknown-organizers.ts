import { fromHex } from '~/crypto/hash';
import { openedPetitionName, organizerActDigest } from '~/crypto/organizing';
import { isSignedBy } from '~/crypto/signing-key';
import type { FactOf } from './entry-form';
import type { Placed } from './facts';
import type { ItemOf } from './public-data';
import type { Check } from './recorder';
import { digestOf } from './shown-texts';
import { reportUnknown, type Site } from './site';

type Petition = ItemOf<'petitions'>;
type Act = FactOf<'organizer-act'>;

/**
 * Petitions of unknown organizers (protocol 16): the key that belongs to the petition's name, acts that it signed, numbered
 * without a gap, and nothing said or ended in its organizer's place that it did not sign.
 */
export function checkUnknownOrganizers(site: Site, check: Check, petitions: readonly Petition[]): void {
  const { facts, organisation } = site;
  const keys = checkKeys(site, check, petitions);
  const acts = new Map<string, Placed<'organizer-act'>[]>();
  for (const placed of facts.of('organizer-act')) {
    check.count();
    const { fact, index } = placed;
    const before = acts.get(fact.petition) ?? [];
    acts.set(fact.petition, [...before, placed]);
    const where = `entry ${String(index)}, petition ${fact.petition}`;
    check.equal('organizers-differ', `${where}, number`, before.length + 1, fact.number);
    const key = keys.get(fact.petition);
    // Of a petition that was never shown to anybody the key is not public: its signatures cannot be looked at.
    if (key !== undefined && !isSignedBy(fromHex(key), fromHex(fact.text), fromHex(fact.signature))) {
      check.find('organizers-differ', where, 'signed by the petition’s key', fact.act);
    }
  }
  for (const item of petitions) {
    if (!keys.has(item.id)) continue;
    checkWords(
      organisation,
      check,
      item,
      (acts.get(item.id) ?? []).map(({ fact }) => fact),
    );
  }
  checkEffects(site, check, keys, acts);
}

/** By petition, hex: as the ledger has it since it opened, or as the site shows it of one that never did. */
function checkKeys(
  { facts, ...site }: Site,
  check: Check,
  petitions: readonly Petition[],
): ReadonlyMap<string, string> {
  const keys = new Map<string, string>();
  for (const { fact, index } of facts.of('organizer-key')) {
    check.count();
    const where = `entry ${String(index)}, petition ${fact.petition}`;
    const opened = facts.petitions.get(fact.petition)?.index;
    if (opened === undefined || opened > index)
      check.find('organizers-differ', where, 'a petition that opened', 'none');
    if (keys.has(fact.petition)) check.find('organizers-differ', where, 'one key', 'another one');
    keys.set(fact.petition, fact.key);
  }
  for (const { id, opened, organizer, organizerKey } of petitions) {
    const where = `petition ${id}, its organizer’s key`;
    if ((organizer === '') !== (organizerKey !== null))
      check.find('organizers-differ', where, 'a name or a key', organizer);
    const known = keys.get(id);
    if (facts.petitions.has(id)) check.equal('organizers-differ', where, known ?? null, organizerKey);
    else if (known === undefined && organizerKey !== null) {
      if (opened === null) keys.set(id, organizerKey);
      else reportUnknown(site, check, { where, day: opened, found: organizerKey });
    }
  }
  for (const [id, key] of keys) {
    check.equal('organizers-differ', `petition ${id}, the name of its key`, openedPetitionName(site.organisation, fromHex(key)), id); // prettier-ignore
  }
  return keys;
}

/** What is shown of an act is what was signed. Words that pages hide, and texts that were sent in anew, are not looked at. */
function checkWords(organisation: string, check: Check, item: Petition, acts: readonly Act[]): void {
  const digest = ({ petition, number, act }: Act, body: string) =>
    digestOf(() => organizerActDigest(organisation, { petition, number, act, body }));
  const news = acts.filter(({ act }) => act === 'update');
  for (const { number, body } of item.updates) {
    const where = `petition ${item.id}, news ${String(number)}`;
    check.count();
    // One that could not be posted any more stands without effect, so the places differ: any of them will do.
    if (!news.some((act) => digest(act, body) === act.text)) check.find('organizers-differ', where, 'signed by its organizer', body); // prettier-ignore
  }
  if (item.ended?.how === 'retired') {
    const { reason } = item.ended;
    const signed = acts.some((act) => act.act === 'retire' && digest(act, reason) === act.text);
    if (!signed) check.find('organizers-differ', `petition ${item.id}, its end`, 'signed by its organizer', reason);
  }
}

/** Nothing happened in an unknown organizer's place without an act of theirs before it. */
function checkEffects(
  { facts }: Site,
  check: Check,
  keys: ReadonlyMap<string, string>,
  acts: ReadonlyMap<string, readonly Placed<'organizer-act'>[]>,
): void {
  const needs = (petition: string, index: number, act: Act['act'], what: string) => {
    if (!keys.has(petition)) return;
    const done = acts.get(petition)?.filter((each) => each.fact.act === act && each.index < index).length ?? 0;
    if (done === 0)
      check.find('organizers-differ', `entry ${String(index)}, petition ${petition}`, `signed: ${act}`, what);
  };
  for (const { fact, index } of facts.of('petition-update')) needs(fact.petition, index, 'update', 'news');
  for (const { fact, index } of facts.of('moderation')) {
    if (fact.act === 'appeal') needs(fact.petition, index, 'appeal', 'an appeal');
  }
  for (const { fact, index } of facts.of('petition-ended')) {
    if (fact.how === 'retired') needs(fact.petition, index, 'retire', 'its end');
    else needs(fact.into, index, 'agree-merge', 'agreed to a merge');
  }
  for (const { fact, index } of facts.of('merge')) {
    if (fact.act === 'proposed') needs(fact.petition, index, 'propose-merge', 'a proposal to merge');
    if (fact.act === 'declined') needs(fact.into, index, 'decline-merge', 'a merge declined');
  }
}
