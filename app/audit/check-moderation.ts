import { hashFields } from '~/crypto/hash';
import type { FactOf } from './entry-form';
import type { Placed } from './facts';
import type { ItemOf } from './public-data';
import type { Check } from './recorder';
import { reportUnknown, type Site } from './site';
import { digestOf, shownPetitionDigest } from './shown-texts';

type Petition = ItemOf<'petitions'>;
type Decision = FactOf<'moderation'>;

/** What may be decided after what (protocol 6); a petition begins with nothing, and comes back after it was sent back. */
const mayFollow: Readonly<Record<Decision['act'] | 'nothing', readonly Decision['act'][]>> = {
  nothing: ['accept', 'send-back', 'reject'],
  'send-back': ['accept', 'send-back', 'reject'],
  reject: ['appeal'],
  appeal: ['grant', 'uphold'],
  accept: [],
  grant: [],
  uphold: [],
};

/** Days within which a rejection may be appealed against. */
const APPEAL_DAYS = 30;

/** Every decision stands as it was made, where one could be made; every petition that opened was accepted before. */
export function checkModeration(site: Site, check: Check, petitions: ReadonlyMap<string, Petition>): void {
  const decided = byPetition(site);
  for (const decisions of decided.values()) {
    checkOrder(check, decisions);
    for (const { fact, index } of decisions) {
      checkShown(check, { fact, index, isLast: fact === decisions.at(-1)?.fact }, petitions.get(fact.petition));
    }
  }
  for (const { fact, index } of site.facts.petitions.values()) {
    const before = decided.get(fact.petition)?.filter((each) => each.index < index) ?? [];
    const last = before.at(-1)?.fact;
    const accepted = last?.act === 'accept' || last?.act === 'grant';
    const where = `petition ${fact.petition}, opened`;
    if (!accepted) check.find('decision-out-of-order', where, 'accepted before', last?.act ?? 'nothing');
    else check.equal('text-differs', `${where}, the text that was accepted`, last.text, fact.text);
  }
  for (const { id, moderation } of petitions.values()) {
    for (const { number, day, words } of moderation) {
      if (decided.get(id)?.some(({ fact }) => fact.number === number)) continue;
      reportUnknown(site, check, { where: `petition ${id}, decision ${String(number)}`, day, found: words ?? 'words' });
    }
  }
}

function byPetition(site: Site): ReadonlyMap<string, readonly Placed<'moderation'>[]> {
  const decided = new Map<string, Placed<'moderation'>[]>();
  for (const placed of site.facts.of('moderation')) {
    const known = decided.get(placed.fact.petition);
    if (known) known.push(placed);
    else decided.set(placed.fact.petition, [placed]);
  }
  return decided;
}

/** One appeal, in time, against the very text that was rejected; nothing is decided twice, and nothing after the end. */
function checkOrder(check: Check, decisions: readonly Placed<'moderation'>[]): void {
  let before: Decision | null = null;
  for (const [place, { fact }] of decisions.entries()) {
    const where = `petition ${fact.petition}, decision ${String(fact.number)}`;
    const rule = (holds: boolean, expected: string, found: string | number) => {
      if (!holds) check.find('decision-out-of-order', where, expected, found);
    };
    rule(fact.number === place + 1, `number ${String(place + 1)}`, fact.number);
    const allowed = mayFollow[before?.act ?? 'nothing'];
    rule(
      allowed.includes(fact.act),
      `${allowed.join(' or ') || 'nothing'} after ${before?.act ?? 'nothing'}`,
      fact.act,
    );
    rule(before === null || before.day <= fact.day, `not before ${before?.day ?? ''}`, fact.day);
    const appeals = fact.act === 'appeal';
    rule(appeals === (fact.moderator === ''), appeals ? 'no moderator' : 'a moderator', fact.moderator);
    rule(appeals === (fact.reason === 'appeal'), appeals ? 'an appeal' : 'a reason of a moderator', fact.reason);
    if (appeals && before !== null) {
      rule(fact.day <= daysAfter(before.day, APPEAL_DAYS), `within ${String(APPEAL_DAYS)} days`, fact.day);
    }
    if (before !== null && before.act !== 'send-back') {
      check.equal('text-differs', `${where}, the text that it was about`, before.text, fact.text);
    }
    before = fact;
  }
}

function checkShown(
  check: Check,
  { fact, index, isLast }: { readonly fact: Decision; readonly index: number; readonly isLast: boolean },
  item: Petition | undefined,
): void {
  check.count();
  const where = `petition ${fact.petition}, decision ${String(fact.number)}`;
  if (!item) {
    // What was sent back is its organizer's again; a rejection stays for everybody to see.
    if (fact.act !== 'send-back' && isLast) check.find('missing-from-site', where, `entry ${String(index)}`, 'nothing');
    return;
  }
  const shown = item.moderation.find(({ number }) => number === fact.number);
  if (!shown) {
    check.find('missing-from-site', where, `${fact.act}: ${fact.words}`, 'nothing');
    return;
  }
  const said = ({ act, reason, moderator, day }: Pick<typeof shown, 'act' | 'reason' | 'moderator' | 'day'>) =>
    JSON.stringify([act, reason, moderator, day]);
  check.equal('text-differs', where, said(fact), said(shown));
  checkWords(check, where, fact, { words: shown.words, textHidden: item.title === null });
  const digest = shownPetitionDigest(item);
  if (isLast && digest !== null) check.equal('text-differs', `${where}, the text that it was about`, fact.text, digest);
}

/** The ledger has the words of decisions, and of an appeal, which nobody reads before it is there, the digest. */
function checkWords(
  check: Check,
  where: string,
  fact: Decision,
  { words, textHidden }: { readonly words: string | null; readonly textHidden: boolean },
): void {
  if (words === null) {
    // Kept back with the text that it would repeat, and nowhere else.
    if (fact.act !== 'appeal' || !textHidden) check.find('missing-from-site', where, fact.words, 'nothing');
    return;
  }
  const found =
    fact.act === 'appeal' ? digestOf(() => hashFields('appeal/v1', fact.petition, fact.number, words)) : words;
  check.equal('text-differs', `${where}, words`, fact.words, found);
}

function daysAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 24 * 60 * 60 * 1000).toISOString().slice(0, 10);
}
