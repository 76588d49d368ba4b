import type { ActionFunction, LoaderFunction } from '@remix-run/node';
import type { RouteConfigEntry } from '@remix-run/route-config';
import { asc, eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { grantableRoles } from '~/features/identified/accounts/role';
import type { Actor } from '~/features/identified/desks/desk';
import routes from '~/routes';
import { wingOfPath } from '~/server/refusals';
import { petitionUpdate } from '~db/schema/published';
import { contradiction, statementRevision } from '~db/schema/published-statements';
import { identifiedHouse, testUrl, type IdentifiedHouse } from '~tests/support/identified-context';
import { openStatementHouse } from '~tests/support/statement-house';

/*
 * Every route that there is, by every method, called by somebody who holds every role and organizes the petition, and by
 * nobody: what was published before stands afterwards, to the byte. New revisions may have been added; they stand beside it.
 */

interface RouteModule {
  readonly loader?: LoaderFunction;
  readonly action?: ActionFunction;
}

const modules = import.meta.glob<RouteModule>('../../../app/routes/*.{ts,tsx}');

let house: Awaited<ReturnType<typeof openStatementHouse>>;
let inside: IdentifiedHouse;
let everything: Actor;
let ids: Readonly<Record<string, string>>;
let before: Awaited<ReturnType<typeof published>>;

async function published() {
  const { published: db } = house.database;
  const { kind, id, revision } = statementRevision;
  return {
    revisions: await db.select().from(statementRevision).orderBy(asc(kind), asc(id), asc(revision)),
    contradictions: await db.select().from(contradiction),
  };
}

beforeAll(async () => {
  house = await openStatementHouse();
  inside = identifiedHouse(house.database.identified, house.clock.now().toISOString());
  everything = await house.person(...grantableRoles);
  const petitionId = await house.open(everything);
  await house.respond(petitionId);
  const pledgeId = await house.promise(petitionId);
  const questionId = await house.answerQuestion(petitionId, 'Who reads it?', 'Nobody outside of IT reads it.');
  const announcementId = await house.announce('What happened', 'The access lists were misconfigured.');
  const summaryId = 'somesummary';
  await house.revise('summary-response', summaryId, 0, { body: 'We looked into it.' });
  ids = { petitionId, pledgeId, questionId, announcementId, summaryId };
  before = await published();
  expect(before.revisions).toHaveLength(5);
});
afterAll(() => house.close());

function pagesOf(entries: readonly RouteConfigEntry[], parent = ''): { path: string; file: string }[] {
  return entries.flatMap(({ path, index, file, children }) => {
    const here = [parent, path].filter(Boolean).join('/');
    return [...(path || index ? [{ path: here, file }] : []), ...pagesOf(children ?? [], here)];
  });
}

const pages = pagesOf(routes);

/** Parameters that name what is published, by any name that a route gives them. */
const paramsFor = (kind: string): Record<string, string> => {
  const id = { response: 'petitionId', pledge: 'pledgeId', answer: 'questionId', announcement: 'announcementId' }[kind];
  return {
    ...ids,
    kind,
    id: ids[id ?? 'summaryId'] ?? '',
    demand: '1',
    draftId: ids['petitionId'] ?? '',
    act: 'publish',
  };
};

/** Fields by which a page could be talked into changing a statement: acts, names, numbers and words of every kind. */
function hostileForms(kind: string): Record<string, string>[] {
  const { id = '' } = paramsFor(kind);
  const words = 'We never said so, and nobody can show that we did.';
  const fields = {
    ...ids,
    ...{ kind, id, revision: '1', number: '1', base: '0', v: '1', petition: ids['petitionId'] ?? '' },
    ...{ title: words, body: words, text: words, document: JSON.stringify({ body: words }), words, answer: words },
    ...{ 'items[0].answer': 'accepted', 'items[0].reason': words, 'items[1].answer': 'accepted' },
    ...{
      'items[1].reason': words,
      authorName: 'Somebody Else',
      author: 'Somebody Else',
      day: '2020-01-01',
      reason: '',
    },
    ...{ one: `response/${ids['petitionId'] ?? ''}/1`, other: `announcement/${ids['announcementId'] ?? ''}/1` },
    ...{ oneQuote: 'tightly controlled', otherQuote: words, status: 'kept', dueDay: '2020-01-01', howSeen: words },
  };
  const acts = ['publish', 'save', 'revise', 'delete', 'remove', 'withdraw', 'replace', 'preview'];
  return acts.map((act) => ({ ...fields, act, intent: act }));
}

async function call(page: { path: string; file: string }, kind: string, cookie: string | null): Promise<number> {
  const module = await modules[`../../../app/${page.file}`]?.();
  if (!module) throw new Error(page.file);
  const params = paramsFor(kind);
  const path = `/${page.path.replace(/:(\w+)\??/g, (_, name: string) => params[name] ?? 'x')}`;
  const context = { ...inside.context, ...wingFor(path) };
  const headers: HeadersInit = cookie === null ? {} : { Cookie: cookie };
  let calls = 0;
  const run = async (handler: ActionFunction | LoaderFunction | undefined, request: Request) => {
    if (!handler) return;
    calls += 1;
    // What it answers, and whether it fails, is for other tests: here only what stands afterwards counts.
    try {
      await handler({ request, params, context });
    } catch {
      return;
    }
  };
  await run(module.loader, new Request(testUrl + path, { headers }));
  const post = (method: string, form: Record<string, string> = {}) =>
    run(module.action, new Request(testUrl + path, { method, headers, body: new URLSearchParams(form) }));
  const forms = hostileForms(kind);
  for (const form of forms) await post('POST', form);
  for (const method of ['PUT', 'PATCH', 'DELETE']) await post(method, forms[0]);
  const json = { method: 'POST', body: JSON.stringify(forms[0]) };
  const headed = { ...headers, 'Content-Type': 'application/json' };
  await run(module.action, new Request(testUrl + path, { ...json, headers: headed }));
  return calls;
}

function wingFor(path: string) {
  const { published: db, anonymous } = house.database;
  const wing = wingOfPath(path);
  if (wing === 'identified') return {};
  if (wing === 'published') return { wing: { name: 'published', db } as const };
  // Signatures' own machinery is absent: what gets as far as that is refused by its absence.
  return { wing: { name: 'anonymous', db: anonymous } } as unknown as Partial<IdentifiedHouse['context']>;
}

describe.each(['response', 'summary-response', 'pledge', 'answer', 'announcement'])('a published %s', (kind) => {
  test('stands, whatever is sent to whichever route', { timeout: 120_000 }, async () => {
    let calls = 0;
    for (const page of pages) {
      // What only reads is asked once.
      if (kind !== 'response' && !(await modules[`../../../app/${page.file}`]?.())?.action) continue;
      const cookie = page.path.startsWith('in/') ? await inside.signIn(everything) : null;
      calls += await call(page, kind, cookie);
      const after = await published();
      for (const revision of before.revisions) expect(after.revisions, page.path).toContainEqual(revision);
      expect(after.contradictions, page.path).toEqual([]);
    }
    expect(calls).toBeGreaterThan(100);
    // The calls are real ones: what its organizer may do with these very forms was done.
    const { petitionId = '' } = ids;
    const news = await house.database.published
      .select()
      .from(petitionUpdate)
      .where(eq(petitionUpdate.petitionId, petitionId));
    expect(news.length).toBeGreaterThan(0);
  });
});

test('the page of a statement takes nothing', async () => {
  const module = await modules['../../../app/routes/statement.tsx']?.();
  expect(module?.loader).toBeDefined();
  expect(module?.action).toBeUndefined();
});
