import { fromHex, hashFields } from '~/crypto/hash';
import { isSignedBy } from '~/crypto/signing-key';
import type { HandlersInForce } from './check-handlers';
import { checkSponsors } from './check-sponsors';
import { totalOf, type Acts } from './facts';
import type { ItemOf } from './public-data';
import type { Check, Recorder } from './recorder';
import { checkFigure, itemsOf, reportUnknown, type Site } from './site';
import { digestOf, type ShownTexts } from './shown-texts';

type ChoiceItem = ItemOf<'choices'>;
type SummaryItem = ItemOf<'summaries'>;

/** What is shown of verdicts, field witnesses, support and sponsors follows from the choices in the ledger (protocol 11). */
export function checkChoices(site: Site, texts: ShownTexts, recorder: Recorder): void {
  const check = recorder.check('choices');
  const items = itemsOf(site.snapshot.lists.choices, check);
  if (!items) return;
  const byName = new Map(items.map((item) => [`${item.kind}/${item.id}`, item]));
  for (const [subject, acts] of site.facts.acts) {
    if (/^(?:signature|corroboration)\//.test(subject)) continue;
    if (!byName.has(subject)) check.find('missing-from-site', subject, `${String(totalOf(acts))} choices`, 'nothing');
  }
  for (const item of items) {
    const acts = site.facts.acts.get(`${item.kind}/${item.id}`);
    checkShownChoices(site, check, item, acts);
    checkChoiceText(site, check, item, texts);
    checkUnits(site, check, item);
  }
  checkSponsors(site, check);
}

function checkShownChoices(site: Site, check: Check, item: ChoiceItem, acts: Acts | undefined): void {
  const where = `${item.kind}/${item.id}`;
  if (acts) check.equal('terms-differ', `${where}, register`, acts.register, item.register);
  checkFigure(site, check, { where, counted: acts ? totalOf(acts) : 0, shown: item.total });
  if (item.total === null) {
    if (item.choices !== null) check.find('count-too-small', where, 'nothing', JSON.stringify(item.choices));
    return;
  }
  const counted = new Map([...(acts?.counts ?? [])].filter(([choice]) => choice !== 'none'));
  const shown = new Map(Object.entries(item.choices ?? {}).filter(([choice]) => choice !== 'none'));
  for (const choice of new Set([...counted.keys(), ...shown.keys()])) {
    check.equal('count-differs', `${where}, ${choice}`, counted.get(choice) ?? 0, shown.get(choice) ?? 0);
  }
}

/** The words that a choice is said to be on are those that are shown. */
function checkChoiceText({ facts }: Site, check: Check, item: ChoiceItem, texts: ShownTexts): void {
  const where = `${item.kind}/${item.id}, words of revision ${String(item.revision)}`;
  const digest = {
    verdict: () => texts.demandDigest(item.id, item.revision),
    witness: () => texts.pledgeDigest(item.id, item.revision),
    support: () => facts.questions.get(item.id)?.fact.text ?? null,
    // Whether it is that of the petition follows from what was decided on (`checkSponsors`).
    sponsor: () => item.text,
  }[item.kind]();
  if (digest === null) check.cannot(`The ${where} are not shown as the ledger has them.`);
  else check.equal('text-differs', where, digest, item.text);
}

/** Of a unit the newest release stands. */
function checkUnits(site: Site, check: Check, item: ChoiceItem): void {
  const newest = new Map<string, string>();
  const named = [...(site.facts.units.get(`witness/${item.id}`)?.values() ?? [])];
  for (const { fact, index } of site.facts.of('unit-cell')) {
    if (item.kind !== 'witness' || fact.pledge !== item.id) continue;
    check.count();
    newest.set(fact.unit, JSON.stringify([fact.day, fact.done, fact.notDone]));
    const keys = named.filter((unit) => unit === fact.unit).length;
    if (fact.done + fact.notDone > keys) {
      check.find('count-differs', `entry ${String(index)}, ${fact.unit}`, `at most ${String(keys)}`, fact.done + fact.notDone); // prettier-ignore
    }
  }
  const shown = new Map(item.units.map(({ unit, day, done, notDone }) => [unit, JSON.stringify([day, done, notDone])]));
  for (const [unit, released] of newest) {
    check.equal('count-differs', `witness/${item.id}, ${unit}`, released, shown.get(unit) ?? null);
  }
  for (const [unit, found] of shown) {
    if (!newest.has(unit)) check.find('not-in-ledger', `witness/${item.id}, ${unit}`, 'a release', found);
  }
}

/** Summaries: text, terms, the handler's signature, and what corroborates them (protocol 8). */
export function checkSummaries(site: Site, handlers: HandlersInForce, recorder: Recorder): void {
  const check = recorder.check('summaries');
  const items = itemsOf(site.snapshot.lists.summaries, check);
  if (!items) return;
  const byId = new Map(items.map((item) => [item.id, item]));
  for (const [id, { fact, index }] of site.facts.summaries) {
    check.count();
    const where = `summary ${id}`;
    const { organisation } = site;
    const statement = hashFields('summary/v1', organisation, id, fact.programme, fact.field, fromHex(fact.text));
    const key = handlers.signingKeyAt(fact.handler, { index, day: fact.day });
    if (key === null) check.find('handler-not-let-in', where, 'a handler in force', fact.handler);
    else if (!isSignedBy(fromHex(key), statement, fromHex(fact.signature))) {
      check.find('handler-signature-wrong', where, `signed by ${fact.handler}`, fact.signature);
    }
    const item = byId.get(id);
    if (!item) check.find('missing-from-site', where, fact.text, 'nothing');
    else checkSummary(site, check, item);
  }
  for (const item of items) {
    if (site.facts.summaries.has(item.id)) continue;
    reportUnknown(site, check, { where: `summary ${item.id}`, day: item.day, found: item.title });
  }
}

function checkSummary(site: Site, check: Check, item: SummaryItem): void {
  const fact = site.facts.summaries.get(item.id)?.fact;
  const where = `summary ${item.id}`;
  if (!fact) return;
  check.equal(
    'text-differs',
    where,
    fact.text,
    digestOf(() => hashFields('summary-text/v1', item.title, item.body)),
  );
  const pairs: readonly (readonly [string, string | number, string | number])[] = [
    ['programme', fact.programme, item.programme ?? ''],
    ['field', fact.field, item.field ?? ''],
    ['register', fact.register, item.register],
    ['threshold', fact.threshold, item.threshold],
    ['days to answer', fact.responseDays, item.responseDays],
    ['handler', fact.handler, item.handler],
    ['signature', fact.signature, item.signature],
    ['day', fact.day, item.day],
  ];
  for (const [name, expected, found] of pairs) check.equal('terms-differ', `${where}, ${name}`, expected, found);
  const counts = site.facts.acts.get(`corroboration/${item.id}`)?.counts;
  for (const [choice, shown] of Object.entries(item.choices)) {
    checkFigure(site, check, { where: `${where}, ${choice}`, counted: counts?.get(choice) ?? 0, shown });
  }
}
