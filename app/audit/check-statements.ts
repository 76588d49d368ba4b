import type { StatementKind } from './facts';
import type { ItemOf } from './public-data';
import type { Check, Recorder } from './recorder';
import { itemsOf, reportUnknown, type Site } from './site';
import { programmeDigest, statementDigest } from './shown-texts';

const kinds: readonly StatementKind[] = ['response', 'summary-response', 'pledge', 'answer', 'announcement'];

interface Revision {
  readonly id: string;
  readonly revision: number;
  readonly author: string;
  readonly reason: string;
  readonly day: string;
}

/** Everything that leadership said, each revision of it, word for word (protocol 10). */
export function checkStatements(site: Site, recorder: Recorder): void {
  const check = recorder.check('statements');
  const items = itemsOf(site.snapshot.lists.statements, check);
  if (!items) return;
  for (const kind of kinds) {
    checkRevisions(site, check, {
      name: kind,
      known: site.facts.of(kind).map(({ fact }) => fact),
      shown: items.filter((item) => item.kind === kind),
      digest: statementDigest,
    });
  }
}

/** Every revision of every programme (protocol 9), and what petitions, responses and pledges are about. */
export function checkProgrammes(site: Site, recorder: Recorder): void {
  const check = recorder.check('programmes');
  const { lists } = site.snapshot;
  const items = itemsOf(lists.programmes, check);
  if (items) {
    checkRevisions(site, check, {
      name: 'programme',
      known: site.facts.of('programme').map(({ fact }) => ({ ...fact, id: fact.programme })),
      shown: items,
      digest: (item) => programmeDigest(site.organisation, item),
    });
  }
  const attachments = itemsOf(lists.attachments, check);
  if (attachments) checkAttachments(site, check, attachments);
}

function checkRevisions<Item extends Revision>(
  site: Site,
  check: Check,
  {
    name,
    known,
    shown,
    digest,
  }: {
    readonly name: string;
    readonly known: readonly (Revision & { readonly text: string })[];
    readonly shown: readonly Item[];
    readonly digest: (item: Item) => string | null;
  },
): void {
  const key = ({ id, revision }: Revision) => `${name}/${id}/${String(revision)}`;
  const items = new Map(shown.map((item) => [key(item), item]));
  const last = new Map<string, number>();
  for (const fact of known) {
    check.count();
    const where = key(fact);
    check.equal('revision-missing', where, `revision ${String((last.get(fact.id) ?? 0) + 1)}`, `revision ${String(fact.revision)}`); // prettier-ignore
    last.set(fact.id, fact.revision);
    const item = items.get(where);
    if (!item) {
      check.find('revision-missing', where, `words with the digest ${fact.text}`, 'nothing');
      continue;
    }
    check.equal('text-differs', where, fact.text, digest(item));
    const said = ({ author, reason, day }: Revision) => JSON.stringify([author, reason, day]);
    check.equal('terms-differ', `${where}, author, reason and day`, said(fact), said(item));
  }
  const inLedger = new Set(known.map(key));
  for (const item of shown) {
    if (inLedger.has(key(item))) continue;
    reportUnknown(site, check, { where: key(item), day: item.day, found: digest(item) ?? 'words without a digest' });
  }
}

function checkAttachments(site: Site, check: Check, shown: readonly ItemOf<'attachments'>[]): void {
  const newest = new Map<string, string>();
  for (const { fact } of site.facts.of('attachment')) {
    newest.set(`${fact.subject}/${fact.id}`, `${fact.programme}/${fact.field}`);
  }
  const items = new Map(shown.map((item) => [`${item.subject}/${item.id}`, `${item.programme}/${item.field ?? ''}`]));
  for (const [subject, about] of newest) {
    check.count();
    const found = items.get(subject);
    if (found === undefined) check.find('missing-from-site', `${subject}, programme`, about, 'nothing');
    else check.equal('terms-differ', `${subject}, programme`, about, found);
  }
  for (const [subject, about] of items) {
    // An attachment has no day of its own: whether it is only too new nobody can tell.
    if (!newest.has(subject)) check.cannot(`${subject} is said to be about ${about}, which no entry says so far.`);
  }
}
