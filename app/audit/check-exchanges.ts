import { hashFields } from '~/crypto/hash';
import { totalOf } from './facts';
import type { ItemOf } from './public-data';
import type { Check, Recorder } from './recorder';
import { checkFigure, itemsOf, reportUnknown, type Site } from './site';
import { digestOf } from './shown-texts';

/** Questions, what leadership asked organizers, and statements that contradict each other (protocol 6). */
export function checkExchanges(site: Site, recorder: Recorder): void {
  const check = recorder.check('questions');
  const { lists } = site.snapshot;
  const questions = itemsOf(lists.questions, check);
  if (questions) checkQuestions(site, check, questions);
  const clarifications = itemsOf(lists.clarifications, check);
  if (clarifications) checkClarifications(site, check, clarifications);
  const contradictions = itemsOf(lists.contradictions, check);
  if (contradictions) checkContradictions(site, check, contradictions);
}

function checkQuestions(site: Site, check: Check, items: readonly ItemOf<'questions'>[]): void {
  const byId = new Map(items.map((item) => [item.id, item]));
  const known = new Set<string>();
  for (const { fact } of site.facts.of('question')) {
    check.count();
    known.add(fact.question);
    const where = `question ${fact.question}`;
    const item = byId.get(fact.question);
    if (!item) {
      check.find('missing-from-site', where, fact.act, 'nothing');
      continue;
    }
    const { decision, about, body, petition } = item;
    check.equal('terms-differ', `${where}, petition`, fact.petition, petition);
    check.equal('terms-differ', `${where}, decision`, fact.act, item.state === 'open' ? 'accept' : 'reject');
    const said = (each: typeof decision) => JSON.stringify([each.reason, each.words, each.moderator, each.day]);
    check.equal('text-differs', `${where}, decision`, said(fact), said(decision));
    if (about !== null && body !== null) {
      check.equal('text-differs', where, fact.text, digestOf(() => hashFields('question-text/v1', petition, about, body))); // prettier-ignore
    } else if (fact.act === 'accept') check.find('missing-from-site', where, fact.text, 'nothing');
    const acts = site.facts.acts.get(`support/${fact.question}`);
    const counted = acts ? totalOf(acts) : 0;
    if (fact.act === 'accept')
      checkFigure(site, check, { where: `${where}, support`, counted, shown: item.supporters });
  }
  for (const { id, decision } of items) {
    if (!known.has(id))
      reportUnknown(site, check, { where: `question ${id}`, day: decision.day, found: decision.words });
  }
}

function checkClarifications(site: Site, check: Check, items: readonly ItemOf<'clarifications'>[]): void {
  const name = (petition: string, number: number, act: string) => `clarification ${petition}/${String(number)}, ${act}`;
  const shown = new Map<
    string,
    { readonly digest: string | null; readonly day: string; readonly author: string | null }
  >();
  for (const { petition, number, question, asker, asked, answer, answered } of items) {
    const digest = (act: string, words: string) =>
      digestOf(() => hashFields('clarification/v1', petition, number, act, words));
    shown.set(name(petition, number, 'asked'), { digest: digest('asked', question), day: asked, author: asker });
    if (answer === null || answered === null) continue;
    shown.set(name(petition, number, 'answered'), { digest: digest('answered', answer), day: answered, author: null });
  }
  const known = new Set<string>();
  for (const { fact } of site.facts.of('clarification')) {
    check.count();
    const where = name(fact.petition, fact.number, fact.act);
    known.add(where);
    const found = shown.get(where);
    if (!found) {
      check.find('missing-from-site', where, fact.text, 'nothing');
      continue;
    }
    check.equal('text-differs', where, fact.text, found.digest);
    check.equal('terms-differ', `${where}, day`, fact.day, found.day);
    if (found.author !== null) check.equal('terms-differ', `${where}, by`, fact.author, found.author);
  }
  for (const [where, { day, digest }] of shown) {
    if (!known.has(where)) reportUnknown(site, check, { where, day, found: digest ?? 'words without a digest' });
  }
}

function checkContradictions(site: Site, check: Check, items: readonly ItemOf<'contradictions'>[]): void {
  const byId = new Map(items.map((item) => [item.id, item]));
  const facts = site.facts.of('contradiction').map(({ fact }) => fact);
  const side = ({ kind, id, revision }: ItemOf<'contradictions'>['earlier']) => `${kind}/${id}/${String(revision)}`;
  for (const fact of facts) {
    check.count();
    const where = `contradiction ${fact.id}, ${fact.act}`;
    const item = byId.get(fact.id);
    if (!item) {
      check.find('missing-from-site', where, fact.text, 'nothing');
      continue;
    }
    const { earlier, later, words } = item;
    check.equal('terms-differ', where, `${fact.earlier} and ${fact.later}`, `${side(earlier)} and ${side(later)}`);
    const digest = digestOf(() =>
      hashFields('contradiction/v1', side(earlier), earlier.quote, side(later), later.quote, words),
    );
    check.equal('text-differs', where, fact.text, digest);
    if (fact.act === 'linked') {
      check.equal('terms-differ', `${where}, by`, JSON.stringify([fact.author, fact.day]), JSON.stringify([item.organizer, item.day])); // prettier-ignore
    } else {
      check.equal('terms-differ', where, JSON.stringify({ day: fact.day, reason: fact.reason }), JSON.stringify(item.withdrawn)); // prettier-ignore
    }
  }
  for (const item of items) {
    const linked = facts.some(({ id, act }) => id === item.id && act === 'linked');
    const where = `contradiction ${item.id}`;
    if (!linked) reportUnknown(site, check, { where, day: item.day, found: item.words });
    const withdrawn = facts.some(({ id, act }) => id === item.id && act === 'withdrawn');
    if (item.withdrawn && !withdrawn) {
      reportUnknown(site, check, {
        where: `${where}, withdrawn`,
        day: item.withdrawn.day,
        found: item.withdrawn.reason,
      });
    }
  }
}
