import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '~/features/identified/desks/desk';
import { currentProgrammes, programmeRevisions } from '~/features/published/programmes/programmes.queries.server';
import { fileLimits } from '~/features/published/programmes/programme-file';
import { documentLimits } from '~/features/published/programmes/review-documents.server';
import { action as documentsAction } from '~/routes/in.desk.programmes.documents';
import { action as importAction } from '~/routes/in.desk.programmes.import';
import { action as newAction } from '~/routes/in.desk.programmes.new';
import { action as editAction } from '~/routes/in.desk.programmes.programme';
import { action as questionsAction } from '~/routes/in.desk.programmes.questions';
import { loader as documentLoader } from '~/routes/programmes.document';
import { loader as fileLoader } from '~/routes/programmes.file';
import { identifiedHouse, requestTo, testUrl, type IdentifiedHouse } from '~tests/support/identified-context';
import { openPetitionHouse } from '~tests/support/petition-house';
import { bareProgramme, fullProgramme } from '~tests/support/programme-documents';

let house: Awaited<ReturnType<typeof openPetitionHouse>>;
let inside: IdentifiedHouse;
let leader: Actor;
let handler: Actor;
beforeAll(async () => {
  house = await openPetitionHouse();
  inside = identifiedHouse(house.database.identified, house.clock.now().toISOString());
  leader = await house.person('leadership');
  handler = await house.person('handler');
});
afterAll(() => house.close());

const outside = () => ({ ...inside.context, wing: { name: 'published' as const, db: house.database.published } });

interface Answer {
  readonly status: number;
  readonly location: string | null;
  readonly data: unknown;
}

async function answerOf(run: Promise<unknown>): Promise<Answer> {
  let value: unknown;
  try {
    value = await run;
  } catch (thrown) {
    if (!(thrown instanceof Response)) throw thrown;
    value = thrown;
  }
  if (value instanceof Response) return { status: value.status, location: value.headers.get('Location'), data: null };
  const { data, init } = value as { data: unknown; init: ResponseInit | null };
  return { status: init?.status ?? 200, location: null, data };
}

type Action = (args: {
  request: Request;
  params: Record<string, string>;
  context: IdentifiedHouse['context'];
}) => Promise<unknown>;

const post = async (action: Action, who: Actor, form: Record<string, string>, programmeId = 'none') =>
  answerOf(
    action({
      request: requestTo('/in/desk/programmes', await inside.signIn(who), form),
      params: { programmeId },
      context: inside.context,
    }),
  );

async function upload(
  action: Action,
  who: Actor,
  field: string,
  content: BlobPart,
  fields: Record<string, string> = {},
) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  form.set(field, new File([content], '../../evil.html', { type: 'text/html' }));
  const request = new Request(`${testUrl}/in/desk/programmes`, {
    method: 'POST',
    headers: { Cookie: await inside.signIn(who) },
    body: form,
  });
  return answerOf(action({ request, params: {}, context: inside.context }));
}

const newest = async () => (await currentProgrammes(house.database.published)).map(({ id }) => id);

/** Enters a programme by its form; gives its id. */
async function entered(form: Record<string, string> = {}): Promise<string> {
  const fields = { name: 'Laptop activity recording', status: 'active', reason: 'The register asks for it.', ...form };
  const { location } = await post(newAction, leader, { ...fields, act: 'publish' });
  return location?.split('/').at(-1) ?? '';
}

describe('the form of a programme', () => {
  test('shows what would change, and publishes only when told to', async () => {
    const before = await newest();
    const form = { name: 'Laptop activity recording', status: 'active', reason: 'The register asks for it.' };
    const looked = await post(newAction, leader, { ...form, act: 'preview' });
    expect(looked).toMatchObject({ status: 200, data: { changes: [{ part: 'name' }, { part: 'status' }] } });
    expect(await newest()).toEqual(before);
    const id = await entered();
    const change = { ...form, base: '1', purpose: 'To train an assistant.', 'collected.kinds': 'screen' };
    const preview = await post(editAction, leader, { ...change, act: 'preview' }, id);
    expect(preview).toMatchObject({ status: 200, data: { changes: [{ part: 'purpose' }, { part: 'collected' }] } });
    expect(await programmeRevisions(house.database.published, id)).toHaveLength(1);
    expect(await post(editAction, leader, { ...change, act: 'publish' }, id)).toMatchObject({
      status: 302,
      location: `/programmes/${id}/changes`,
    });
    const stale = await post(editAction, leader, { ...change, purpose: 'Another purpose.', act: 'publish' }, id);
    expect(stale).toMatchObject({ status: 409, data: { changes: null } });
    expect(await post(editAction, leader, { ...change, act: 'preview' }, id)).toMatchObject({ status: 409 });
    const same = await post(editAction, leader, { ...change, base: '2', act: 'preview' }, id);
    expect(same).toMatchObject({ status: 400, data: { changes: null } });
    expect(await programmeRevisions(house.database.published, id)).toHaveLength(2);
  });

  test('holds every answer, lists with empty rows between, and answers that there is nothing', async () => {
    const id = await entered({
      owner: 'Lena Leader',
      'collected.kinds': 'screen',
      'collected.detail': 'One picture every ten seconds.',
      since: '2026-01-12',
      'retention.text': 'Deleted afterwards.',
      'retention.days': '1,095',
      'readers.text': 'The data team.',
      'readers.people': '1 204',
      'reviews.worksCouncil.state': 'not-done',
      'exemptions[0].rank': '',
      'exemptions[2].rank': 'Directors',
      'exemptions[2].exempt': 'yes',
      'exemptions[2].why': 'They handle contracts.',
      noIncident: 'yes',
    });
    const [revision] = await programmeRevisions(house.database.published, id);
    expect(revision?.document).toEqual({
      ...bareProgramme,
      owner: 'Lena Leader',
      collected: { kinds: ['screen'], detail: 'One picture every ten seconds.' },
      since: '2026-01-12',
      retention: { text: 'Deleted afterwards.', days: 1095 },
      readers: { text: 'The data team.', people: 1204 },
      reviews: {
        ...bareProgramme.reviews,
        worksCouncil: { state: 'not-done', day: null, summary: null, documents: [] },
      },
      exemptions: [{ rank: 'Directors', exempt: true, why: 'They handle contracts.' }],
      incidents: [],
    });
  });

  test.each<[string, Record<string, string>]>([
    ['name', { name: 'x' }],
    ['status', { status: '' }],
    ['reason', { reason: '' }],
    ['reason', { reason: 'short' }],
    ['readers.people', { 'readers.text': 'The data team.' }],
    ['readers.text', { 'readers.people': '12' }],
    ['readers.people', { 'readers.text': 'The data team.', 'readers.people': 'a few' }],
    ['retention.days', { 'retention.text': 'For a while.', 'retention.days': '99999999' }],
    ['collected.kinds', { 'collected.detail': 'Something.' }],
    ['reviews.privacy.state', { 'reviews.privacy.summary': 'All is well.' }],
    ['exemptions[2].exempt', { 'exemptions[2].rank': 'Directors' }],
    ['nobodyExempt', { nobodyExempt: 'yes', 'exemptions[0].rank': 'Directors', 'exemptions[0].exempt': 'yes' }],
    ['incidents[1].day', { 'incidents[1].text': 'Tables stood open.' }],
    ['noIncident', { noIncident: 'yes', 'incidents[0].day': '2026-01-01', 'incidents[0].text': 'Tables stood open.' }],
    ['purpose', { purpose: 'x'.repeat(2001) }],
    ['purpose', { purpose: 'turned \u202e round' }],
  ])('says of %s what is wrong', async (field, change) => {
    const form = {
      name: 'Laptop activity recording',
      status: 'active',
      reason: 'The register asks for it.',
      ...change,
    };
    const { status, data } = await post(newAction, leader, { ...form, act: 'publish' });
    expect(status).toBe(400);
    const { result } = data as { result: { error: Record<string, string[]> } };
    expect(Object.keys(result.error)).toContain(field);
  });

  test('takes no names of fields that no form has', async () => {
    const before = await newest();
    for (const name of [
      'exemptions[99999999].rank',
      '__proto__.name',
      'a[0][1]',
      'constructor[prototype]',
      'x'.repeat(99),
    ]) {
      const form = { name: 'Laptop activity recording', status: 'active', reason: 'The register asks.', [name]: 'x' };
      expect(await post(newAction, leader, { ...form, act: 'publish' })).toMatchObject({ status: 400 });
    }
    expect(await newest()).toEqual(before);
  });

  test('of the questions is handlers’; leadership’s form brings none in', async () => {
    const id = await entered({ 'questions[0].text': 'Who are you?', 'questions[0].kind': 'text' });
    const ask = { base: '1', reason: 'So that reports are complete.', 'questions[0].kind': 'yes-no' };
    expect(await post(questionsAction, leader, { ...ask, act: 'publish' }, id)).toMatchObject({ status: 403 });
    expect(await post(editAction, handler, { base: '1', act: 'publish' }, id)).toMatchObject({ status: 403 });
    const asked = { ...ask, 'questions[0].text': 'Did you see it yourself?', act: 'publish' };
    const wrong = { ...asked, 'questions[0].showIf': 'q7=yes' };
    expect(await post(questionsAction, handler, wrong, id)).toMatchObject({ status: 400 });
    expect(await post(questionsAction, handler, asked, id)).toMatchObject({ status: 302 });
    const revisions = await programmeRevisions(house.database.published, id);
    expect(revisions.map(({ document }) => document.questions.map(({ id: name, text }) => [name, text]))).toEqual([
      [],
      [['q1', 'Did you see it yourself?']],
    ]);
    expect(await post(questionsAction, handler, asked, 'nothing')).toMatchObject({ status: 404 });
  });
});

describe('a document of a review', () => {
  const add = (content: BlobPart, fields: Record<string, string> = { title: 'Impact assessment' }, who = leader) =>
    upload(documentsAction, who, 'document', content, fields);
  const read = (hash: string) => documentLoader({ request: requestTo('/'), params: { hash }, context: outside() });

  test('is public from the revision on that names it: as a file, never as a page', async () => {
    const bytes = Buffer.from('%PDF-1.7\n<script>alert(1)</script>');
    expect(await add(bytes)).toMatchObject({ status: 302 });
    const hash = Buffer.from(await crypto.subtle.digest('SHA-256', bytes)).toString('hex');
    expect((await read(hash)).status).toBe(404);
    await entered({ 'reviews.privacy.state': 'done', 'reviews.privacy.documents': hash });
    const response = await read(hash);
    expect(Buffer.from(await response.arrayBuffer())).toEqual(bytes);
    expect(response.headers.get('Content-Type')).toBe('application/pdf');
    expect(response.headers.get('Content-Disposition')).toMatch(/^attachment; filename="[0-9a-f]{12}\.pdf"$/);
    expect(response.headers.get('X-Content-Type-Options')).toBe('nosniff');
    for (const other of ['', 'x', hash.toUpperCase(), `${hash}0`, "' or 1=1 --", '../../etc/passwd', 'ab'.repeat(32)]) {
      expect((await read(other)).status).toBe(404);
    }
  });

  test.each<[string, BlobPart, number]>([
    ['a picture', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), 422],
    ['a program', Buffer.from('MZ\0\0'), 422],
    ['text that is not UTF-8', Buffer.from('caf\xe9', 'latin1'), 422],
    ['nothing', '', 422],
    ['too much', Buffer.alloc(documentLimits.bytes + 1, 'x'), 413],
  ])('is not %s', async (_, content, status) => {
    expect(await add(content)).toMatchObject({ status, data: { field: 'document' } });
  });

  test('is what it is, whatever it is called: HTML comes out as plain text', async () => {
    const html = '<!doctype html><script>alert(1)</script>';
    expect(await add(html)).toMatchObject({ status: 302 });
    const hash = Buffer.from(await crypto.subtle.digest('SHA-256', Buffer.from(html))).toString('hex');
    await entered({ 'reviews.security.state': 'done', 'reviews.security.documents': hash });
    const { headers } = await read(hash);
    expect(headers.get('Content-Type')).toBe('text/plain; charset=utf-8');
    expect(headers.get('Content-Disposition')).toMatch(/^attachment;/);
  });

  test('needs a title, and leadership', async () => {
    for (const title of ['', 'x', 'turned \u202e round', 'x'.repeat(121)]) {
      expect(await add('Some words.', { title })).toMatchObject({ status: 400, data: { field: 'title' } });
    }
    expect(await add('Some words.', { title: 'Title' }, handler)).toMatchObject({ status: 403 });
    expect(await add('Some words.', { title: 'Title' }, await house.person('administrator'))).toMatchObject({
      status: 403,
    });
  });
});

describe('an import', () => {
  const bring = (file: unknown, who = leader) =>
    upload(importAction, who, 'file', typeof file === 'string' ? file : JSON.stringify(file));
  const exported = async () => (await fileLoader({ request: requestTo('/'), params: {}, context: outside() })).text();
  const file = (...programmes: object[]) => ({ format: 'round-robin/programmes', v: 1, programmes });
  const planOf = ({ data }: Answer) => (data as { plan: { pinned: string; programmes: unknown[] } | null }).plan;

  test('takes what was exported, and finds nothing new in it', async () => {
    await entered();
    const looked = await bring(await exported());
    expect(looked).toMatchObject({ status: 200, data: { plan: { programmes: [] } } });
  });

  test('shows what would change, then publishes exactly that, once', async () => {
    const id = await entered();
    const document = { ...bareProgramme, purpose: 'From a file.', questions: fullProgramme.questions };
    const looked = await bring(file({ id, document }, { id: null, document }));
    expect(looked).toMatchObject({
      status: 200,
      data: {
        plan: {
          leavesQuestions: true,
          programmes: [
            { id, base: 1, changes: [{ part: 'purpose' }] },
            { id: null, base: 0 },
          ],
        },
      },
    });
    expect(await programmeRevisions(house.database.published, id)).toHaveLength(1);
    const pinned = planOf(looked)?.pinned ?? '';
    const before = (await newest()).length;
    expect(await post(importAction, leader, { pinned, reason: 'no' })).toMatchObject({
      status: 400,
      data: { reasonProblem: expect.any(String) as unknown },
    });
    const publish = { pinned, reason: 'Brought over from the old register.' };
    expect(await post(importAction, leader, publish)).toMatchObject({ status: 302, location: '/programmes' });
    expect((await newest()).length).toBe(before + 1);
    const [, revision] = await programmeRevisions(house.database.published, id);
    expect(revision?.document).toEqual({ ...bareProgramme, purpose: 'From a file.' });
    expect(await post(importAction, leader, publish)).toMatchObject({
      status: 422,
      data: { problem: expect.stringContaining('programmes[0].revision') as unknown },
    });
    expect((await newest()).length).toBe(before + 1);
  });

  test.each<[string, unknown]>([
    ['This is not JSON', '{'],
    ['This is not JSON', '['.repeat(100_000)],
    ['nested deeper', `${'['.repeat(100)}${']'.repeat(100)}`],
    ['format', { v: 1, programmes: [] }],
    ['v: ', { ...file(), v: 2 }],
    ['no field of this name: secret', { ...file(), secret: 1 }],
    ['programmes[0].id', file({ id: '../x', document: bareProgramme })],
    ['programmes[0].document', file({ id: null })],
    ['programmes[0].document.owner', file({ id: null, document: { ...bareProgramme, owner: 7 } })],
    [
      'programmes[0].document.readers.people',
      file({ id: null, document: { ...bareProgramme, readers: { text: 'All of us.' } } }),
    ],
    [
      'programmes[0].document: There is no field of this name: hidden',
      file({ id: null, document: { ...bareProgramme, hidden: 1 } }),
    ],
    ['programmes[0].revision', file({ id: null, revision: 3, document: bareProgramme })],
    [
      'programmes[0].document.reviews.privacy.documents[0]: No such document',
      file({
        id: null,
        document: {
          ...bareProgramme,
          reviews: {
            ...bareProgramme.reviews,
            privacy: { state: 'done', day: null, summary: null, documents: ['cd'.repeat(32)] },
          },
        },
      }),
    ],
    [
      'programmes: One programme stands in it twice',
      file({ id: 'c'.repeat(26), document: bareProgramme }, { id: 'c'.repeat(26), document: bareProgramme }),
    ],
    ['programmes: At most 100', file(...Array.from({ length: 101 }, () => ({ id: null, document: bareProgramme })))],
  ])('is refused with its place: %s', async (words, content) => {
    const before = await newest();
    const { status, data } = await bring(content);
    expect(status).toBe(422);
    expect((data as { problem: string }).problem).toContain(words);
    expect(await newest()).toEqual(before);
  });

  test('too large, not UTF-8, or by somebody else is refused', async () => {
    expect(await bring(' '.repeat(fileLimits.bytes + 1))).toMatchObject({ status: 413 });
    expect(await upload(importAction, leader, 'file', Buffer.from([0xff, 0xfe, 0x7b]))).toMatchObject({ status: 400 });
    expect(await upload(importAction, leader, 'other', '{}')).toMatchObject({ status: 400 });
    expect(await bring(file(), handler)).toMatchObject({ status: 403 });
    expect(await post(importAction, leader, { reason: 'No file in this form.' })).toMatchObject({ status: 400 });
    expect(await post(importAction, leader, { pinned: '{}', reason: 'Not a file of programmes.' })).toMatchObject({
      status: 422,
    });
  });
});
