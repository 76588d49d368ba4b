import type { ActionFunction, AppLoadContext, LoaderFunction } from '@remix-run/node';
import { renderToStaticMarkup } from 'react-dom/server';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ConfirmRosterForm } from '~/features/identified/roster/components/confirm-roster-form';
import { lastUploadMessage } from '~/features/identified/roster/upload-message';
import * as rosterPage from '~/routes/in.admin.roster';
import * as previewPage from '~/routes/in.admin.roster.preview';
import * as uploadRoute from '~/routes/in.admin.roster.upload';
import { accessLog, account, person, roleGrant, rosterUpload, rosterUploadRow } from '~db/schema/identified';
import { createTestDatabase, type TestDatabase } from '~tests/support/database';
import { identifiedHouse, requestTo, testUrl, type IdentifiedHouse } from '~tests/support/identified-context';
import { addPerson, type TestPerson } from '~tests/support/people';
import { rosterFile, type RosterPerson } from '~tests/support/roster-files';

let database: TestDatabase;
let house: IdentifiedHouse;
let admin: TestPerson;
let cookie: string;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  for (const table of [accessLog, rosterUpload, account, roleGrant, person]) await database.identified.delete(table);
  house = identifiedHouse(database.identified);
  admin = await addPerson(house.db, { roles: ['administrator'], email: 'admin@company.example' });
  cookie = await house.signIn(admin);
});

const someone = (n: number): RosterPerson => [`N${n}`, `Person ${n}`, `n${n}@company.example`];
const people = (count: number) => Array.from({ length: count }, (_, index) => someone(index + 1));
const myself = (): RosterPerson => [admin.personNumber, admin.name, admin.email, admin.unitPath];

/** What a page answers: the value, or the response that it returned or threw. */
async function ask(handler: LoaderFunction | ActionFunction, request: Request, uploadId?: string): Promise<unknown> {
  const params = uploadId === undefined ? {} : { uploadId };
  try {
    return await handler({ request, params, context: house.context });
  } catch (thrown) {
    if (thrown instanceof Response) return thrown;
    throw thrown;
  }
}

function upload(path: string, file: string | Blob, browser = cookie): Request {
  const body = new FormData();
  body.set('roster', typeof file === 'string' ? new File([file], 'export.csv') : file);
  return new Request(testUrl + path, { method: 'POST', headers: { Cookie: browser }, body });
}

async function stageByForm(...rows: RosterPerson[]): Promise<string> {
  const answer = (await ask(rosterPage.action, upload('/in/admin/roster', rosterFile(...rows)))) as Response;
  expect(answer.status).toBe(302);
  const id = /^\/in\/admin\/roster\/([\w-]{36})$/.exec(answer.headers.get('Location') ?? '')?.[1];
  return id ?? expect.unreachable('no upload');
}

type Preview = Awaited<ReturnType<typeof previewPage.loader>>;
const preview = async (id: string, query = '') =>
  (await ask(previewPage.loader, requestTo(`/in/admin/roster/${id}${query}`, cookie), id)) as Preview;
const confirm = (id: string, form: Record<string, string>, browser = cookie) =>
  ask(previewPage.action, requestTo(`/in/admin/roster/${id}`, browser, form), id);
const roster = async () => (await house.db.select().from(person)).map((row) => `${row.personNumber} ${row.status}`).sort(); // prettier-ignore

describe('nobody but an administrator', () => {
  test.each([
    ['the page', rosterPage.loader, () => requestTo('/in/admin/roster')],
    ['the form', rosterPage.action, () => upload('/in/admin/roster', rosterFile(...people(2)))],
    ['the script’s upload', uploadRoute.action, () => upload('/in/admin/roster/upload', rosterFile(...people(2)))],
    ['a preview', previewPage.loader, () => requestTo('/in/admin/roster/x')],
    ['a confirmation', previewPage.action, () => requestTo('/in/admin/roster/x', undefined, { intent: 'discard' })],
  ])('comes to %s', async (_, handler, request) => {
    const others = await addPerson(house.db, { roles: ['moderator', 'organizer', 'leadership', 'handler'] });
    const unsigned = request();
    unsigned.headers.delete('Cookie');
    const stranger = (await ask(handler, unsigned, 'x')) as Response;
    expect([stranger.status, stranger.headers.get('Location')]).toEqual([302, expect.stringMatching(/^\/in\/sign-in/)]);
    const signedIn = request();
    signedIn.headers.set('Cookie', await house.signIn(others));
    expect(((await ask(handler, signedIn, 'x')) as Response).status).toBe(403);
    expect(await house.db.$count(rosterUpload)).toBe(0);
  });
});

describe('a plain form, without a script', () => {
  test('leads to the preview, the confirmation and back', async () => {
    const id = await stageByForm(myself(), ...people(60));
    const shown = await preview(id);
    expect(shown.counts).toEqual({ joiners: 60, leavers: 0, changes: 0, refused: 0 });
    expect(shown.list).toMatchObject({ tab: 'joiners' });
    expect(shown.list.rows).toHaveLength(50);
    expect((await preview(id, '?tab=joiners&page=2')).list.rows).toHaveLength(10);
    expect((await preview(id, '?tab=joiners&page=99')).page).toBe(2);
    expect(await roster()).toHaveLength(1);
    const done = (await confirm(id, { intent: 'apply', digest: shown.preview.digest })) as Response;
    expect(done.headers.get('Location')).toBe('/in/admin/roster?joined=60&left=0&changed=0');
    expect(await roster()).toHaveLength(61);
    const page = await ask(rosterPage.loader, requestTo(done.headers.get('Location') ?? '', cookie));
    expect(page).toMatchObject({ applied: { joined: 60, left: 0, changed: 0 }, waiting: null, overview: { size: 61 } });
  });

  test('writes each look at a preview, and the change, into the access log', async () => {
    const id = await stageByForm(myself(), someone(1));
    const { digest } = (await preview(id)).preview;
    await preview(id, '?tab=leavers');
    await confirm(id, { intent: 'apply', digest });
    const lines = await house.db.select({ actor: accessLog.actor, purpose: accessLog.purpose }).from(accessLog);
    expect(lines.map(({ purpose }) => purpose).sort()).toEqual([
      'Preview of a roster file',
      'Preview of a roster file',
      'Roster brought up to date: 1 joined, 0 left, 0 changed',
    ]);
    expect(new Set(lines.map(({ actor }) => actor))).toEqual(new Set([admin.personNumber]));
  });

  test('a file that is refused is answered with the reason, and leaves nothing', async () => {
    const attempts: [string | Blob, number, RegExp][] = [
      [new Blob([Buffer.from('Name\n\xe9', 'latin1')]), 422, /^Line 2: .*not UTF-8/],
      ['Name,Status\nA,active', 422, /^Line 1: .*employee number, work e-mail, unit path/],
      ['', 422, /empty/],
      [new File([], ''), 400, /choose a file/],
    ];
    for (const [file, status, words] of attempts) {
      const answer = await ask(rosterPage.action, upload('/in/admin/roster', file));
      expect(answer).toMatchObject({ init: { status }, data: { problem: expect.stringMatching(words) as string } });
    }
    expect(await house.db.$count(rosterUploadRow)).toBe(0);
  });

  test('asks a second time where many would leave, and tells which number it was not', async () => {
    await confirmAll(...people(20));
    const id = await stageByForm(myself(), ...people(15));
    const { digest } = (await preview(id)).preview;
    const apply = (more: Record<string, string>) => confirm(id, { intent: 'apply', digest, ...more });
    for (const more of [{}, { confirmedLeavers: '4' }, { confirmedLeavers: '' }]) {
      expect(await apply(more)).toMatchObject({ init: { status: 409 }, data: { field: 'confirmedLeavers' } });
    }
    expect(await apply({ confirmedLeavers: 'five' })).toMatchObject({ init: { status: 400 }, data: { field: 'confirmedLeavers' } }); // prettier-ignore
    expect(await roster()).not.toContainEqual(expect.stringMatching(/left/));
    expect(((await apply({ confirmedLeavers: ' 5 ' })) as Response).status).toBe(302);
    expect((await roster()).filter((line) => line.endsWith('left'))).toHaveLength(5);
  });

  test('asks whether to leave refused rows out', async () => {
    const id = await stageByForm(myself(), someone(1), ['N2', 'Broken', 'nonsense']);
    const { digest } = (await preview(id)).preview;
    expect((await preview(id, '?tab=refused')).list.rows).toMatchObject([{ line: 4, personNumber: 'N2' }]);
    expect(await confirm(id, { intent: 'apply', digest })).toMatchObject({ init: { status: 409 }, data: { field: 'withoutRefused' } }); // prettier-ignore
    expect(((await confirm(id, { intent: 'apply', digest, withoutRefused: 'yes' })) as Response).status).toBe(302);
  });

  test('refuses to leave the house without an administrator', async () => {
    await confirmAll(...people(30));
    const id = await stageByForm(...people(30));
    const { digest } = (await preview(id)).preview;
    expect(await confirm(id, { intent: 'apply', digest })).toMatchObject({ init: { status: 409 } });
  });

  test('discards', async () => {
    const id = await stageByForm(...people(3));
    expect(((await confirm(id, { intent: 'discard' })) as Response).headers.get('Location')).toMatch(/discarded/);
    expect(await house.db.$count(rosterUpload)).toBe(0);
    expect(await preview(id)).toMatchObject({ status: 404 });
  });

  test('a preview is for whoever uploaded it', async () => {
    const id = await stageByForm(...people(3));
    const { digest } = (await preview(id)).preview;
    const other = await house.signIn(await addPerson(house.db, { roles: ['administrator'] }));
    const seen = await ask(previewPage.loader, requestTo(`/in/admin/roster/${id}`, other), id);
    expect(seen).toMatchObject({ status: 404 });
    expect(await confirm(id, { intent: 'apply', digest }, other)).toMatchObject({ status: 404 });
    await confirm(id, { intent: 'discard' }, other);
    expect(await house.db.$count(rosterUpload)).toBe(1);
  });

  test.each([{}, { intent: 'other' }, { intent: 'apply' }, { intent: 'apply', digest: "'; drop table person" }])(
    'a form that is not ours (%j) is refused',
    async (form) => {
      const id = await stageByForm(...people(3));
      expect(await confirm(id, form)).toMatchObject({ status: 400 });
    },
  );

  async function confirmAll(...rows: RosterPerson[]) {
    const id = await stageByForm(myself(), ...rows);
    await confirm(id, { intent: 'apply', digest: (await preview(id)).preview.digest });
  }
});

describe('with a script', () => {
  const send = async (file: string | Blob) => {
    const answer = (await ask(uploadRoute.action, upload('/in/admin/roster/upload', file))) as Response;
    expect(answer.headers.get('Content-Type')).toBe('application/x-ndjson');
    const text = await answer.text();
    return { text, last: lastUploadMessage(text), lines: text.trimEnd().split('\n').map((line) => JSON.parse(line) as unknown) }; // prettier-ignore
  };

  test('tells how far it is, and at the end which upload it is', async () => {
    const { lines, last } = await send(rosterFile(myself(), ...people(2100)));
    expect(lines.slice(0, -1)).toEqual([
      { phase: 'reading', rows: 1000 },
      { phase: 'reading', rows: 2000 },
      { phase: 'reading', rows: 2101 },
      { phase: 'comparing' },
    ]);
    const [waiting] = await house.db.select().from(rosterUpload);
    expect(last).toEqual({ phase: 'done', uploadId: waiting?.id });
  });

  test('tells why a file is refused', async () => {
    expect((await send('Name\nA')).last).toMatchObject({ phase: 'refused', problem: expect.stringMatching(/^Line 1/) as string }); // prettier-ignore
  });

  test('tells that something failed on our side, and logs its kind without any of the data', async () => {
    const logged: unknown[] = [];
    const failing = { ...house.context, log: { error: (...line: unknown[]) => logged.push(line) } };
    const wing = { ...house.context.wing, db: { transaction: () => Promise.reject(new RangeError('n1@company.example')) } };
    const request = upload('/in/admin/roster/upload', rosterFile(someone(1)));
    const answer = await uploadRoute.action({ request, params: {}, context: { ...failing, wing } as unknown as AppLoadContext });
    expect(lastUploadMessage(await answer.text())).toMatchObject({ phase: 'refused', problem: expect.stringMatching(/our side/) as string });
    expect(logged).toMatchObject([[{ error: 'RangeError', part: 'identified' }, 'roster upload failed']]);
    expect(JSON.stringify(logged)).not.toMatch(/company\.example/);
  }); // prettier-ignore

  test('half a message is no message', () => {
    const whole = '{"phase":"reading","rows":1000}\n';
    expect(lastUploadMessage(whole + '{"phase":"rea')).toEqual({ phase: 'reading', rows: 1000 });
    for (const text of ['', '\n', '{"phase":"rea', '<html>\n', '{"phase":"done"}\n']) expect(lastUploadMessage(text)).toBeNull();
  }); // prettier-ignore
});

describe('the confirmation', () => {
  const base = { digest: 'd', refused: 0, unidentified: 0, joined: 1, returned: 0, changed: 0, left: 0, active: 100, administrators: 1, administratorsLeaving: 0, handlers: 2, handlersLeaving: 1 }; // prettier-ignore
  const html = (change: Partial<typeof base>) =>
    renderToStaticMarkup(<ConfirmRosterForm preview={{ ...base, ...change }} problem={null} />);

  test('asks for what is needed and nothing else', () => {
    expect(html({})).toMatch(/Apply to the roster/);
    expect(html({})).not.toMatch(/confirmedLeavers|withoutRefused/);
    expect(html({ left: 10 })).not.toMatch(/confirmedLeavers/);
    expect(html({ left: 11 })).toMatch(/11 of 100 people would leave.*confirmedLeavers/);
    expect(html({ refused: 1 })).toMatch(/Apply without the 1 refused row</);
    expect(html({ refused: 3, unidentified: 2 })).toMatch(/3 refused rows.*2 rows do not say whom they are about/);
  });

  test('offers nothing that would be refused anyway', () => {
    expect(html({ left: 1, administratorsLeaving: 1 })).toMatch(/no administrator would be left/);
    expect(html({ left: 1, administratorsLeaving: 1 })).not.toMatch(/value="apply"/);
    expect(html({ left: 2, handlersLeaving: 2 })).toMatch(/nobody would be left who can read concerns/);
    expect(html({ left: 2, handlersLeaving: 2 })).not.toMatch(/value="apply"/);
    expect(html({ left: 1, handlers: 0, handlersLeaving: 0 })).toMatch(/value="apply"/);
    expect(html({ joined: 0 })).not.toMatch(/value="apply"/);
    expect(html({ joined: 0 })).toMatch(/value="discard"/);
  });
});
