import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { receiptOf, type Receipt } from '~/features/anonymous/concerns/receipt';
import { assign, changeState, hideFrom, setLabels, takeNote } from '~/features/anonymous/handling/desk-acts';
import { replyToOf, type DeskConcern } from '~/features/anonymous/handling/desk-concern';
import type { Desk } from '~/features/anonymous/handling/desk';
import { exportConcern } from '~/features/anonymous/handling/export-concern';
import { signedAct } from '~/features/anonymous/handling/handling-client';
import { giveAccess } from '~/features/anonymous/handling/give-access';
import { newSummaryId, publishSummary } from '~/features/anonymous/handling/publish-summary';
import { readFile } from '~/features/anonymous/handling/read-file';
import { concernGrant } from '~db/schema/anonymous-concerns';
import { openConcernHouse, refusal, type ConcernHouse, type HouseHandler } from '~tests/support/concern-house';
import { deskOf, deskRequests, onDesk, writeFromDesk } from '~tests/support/desk-in-node';
import { sealed } from '~tests/support/packed-messages';

let house: ConcernHouse;
let requests: ReturnType<typeof deskRequests>;
let hana: HouseHandler;
let people = 0;

beforeAll(async () => {
  house = await openConcernHouse();
  hana = house.hana;
  requests = deskRequests(house);
});
afterAll(async () => {
  requests.end();
  await house.close();
});

let omar: HouseHandler;
beforeEach(async () => {
  omar = await house.addHandler(`Omar ${String((people += 1))}`);
  return () => house.retireHandler(omar);
});

interface Raised {
  readonly key: string;
  readonly receipt: Receipt;
}

async function raised(
  to: readonly HouseHandler[],
  { text = 'The tables were open.', leftOut, files = [] }: { text?: string; leftOut?: string[]; files?: File[] } = {},
): Promise<Raised> {
  const receipt = await receiptOf(new Uint8Array(randomBytes(16)));
  const parts = await sealed({
    text,
    content: { kind: 'leak', replyTo: receipt.recipient, ...(leftOut ? { leftOut } : {}) },
    files: files.map((bytes) => ({ bytes, name: bytes.name, mediaType: bytes.type })),
    to: [receipt.recipient, ...to.map(({ recipient }) => recipient)],
  });
  const { concern } = await house.raise({ person: `person ${String((people += 1))}`, receipt, parts });
  return { key: concern, receipt };
}

const texts = ({ messages }: DeskConcern) =>
  messages.map(({ text }) => (text.kind === 'open' ? text.content.text : text.kind));
const code = (act: Promise<unknown>) =>
  act.then(
    () => 'done',
    (error: unknown) => (error as { code?: string }).code,
  );
const never = () => undefined;

describe('reading and answering', () => {
  test('a concern is opened, read, answered and closed, and its reporter sees each step', async () => {
    const { key, receipt } = await raised([hana, omar]);
    const desk = await deskOf(house, hana);
    expect(texts(onDesk(desk, key))).toEqual(['The tables were open.']);
    expect(desk.view().filling).toEqual({ kind: 'full' });

    await takeNote(desk, onDesk(desk, key));
    expect(onDesk(desk, key)).toMatchObject({ acknowledgedDay: '2026-06-10', messages: [{ readDay: '2026-06-10' }] });
    expect(await code(changeState(desk, onDesk(desk, key), 'answered', null))).toBe('no-reply');
    await writeFromDesk(desk, onDesk(desk, key), { audience: 'all', text: 'They are closed now.', files: [] });
    await writeFromDesk(desk, onDesk(desk, key), { audience: 'handlers', text: 'Ask security.', files: [] });
    await assign(desk, onDesk(desk, key), omar.fingerprint);
    await setLabels(desk, onDesk(desk, key), ['Tables']);
    await changeState(desk, onDesk(desk, key), 'answered', null);

    const theirs = onDesk(await deskOf(house, omar), key);
    expect(texts(theirs)).toEqual(['The tables were open.', 'They are closed now.', 'Ask security.']);
    expect(theirs).toMatchObject({ state: 'answered', assignedTo: omar.fingerprint, labels: ['Tables'] });

    const conversation = (await house.ask(receipt, 'conversation')).json as { messages: unknown[]; state: string };
    expect(conversation).toMatchObject({ state: 'answered', acknowledgedDay: '2026-06-10' });
    expect(conversation.messages).toHaveLength(2);

    await changeState(desk, onDesk(desk, key), 'closed', 'resolved');
    expect(onDesk(desk, key)).toMatchObject({ state: 'closed', closedFor: 'resolved' });
    const record = JSON.parse(exportConcern(onDesk(desk, key), (name) => name.slice(0, 4), 'Keys')) as unknown;
    expect(record).toMatchObject({
      state: 'Closed',
      messages: [{ from: 'Reporter' }, {}, { noteAmongHandlers: true }],
    });
  });

  test('files come out as they went in, and a picture’s name is not taken from the server', async () => {
    const content = new Uint8Array(randomBytes(1_500_000));
    const { key } = await raised([hana], { files: [new File([content], 'table.csv', { type: 'text/csv' })] });
    const desk = await deskOf(house, hana);
    const concern = onDesk(desk, key);
    const [message] = concern.messages;
    const shares: number[] = [];
    const blob = await readFile(desk, concern, message!, 1, (share) => shares.push(share));
    expect(Buffer.from(await blob.arrayBuffer()).equals(Buffer.from(content))).toBe(true);
    expect(blob.type).toBe('application/octet-stream');
    expect(shares.at(-1)).toBeGreaterThan(0.5);
  });

  test('two tabs that move one concern at once: the second is told, and sees how it stands', async () => {
    const { key } = await raised([hana]);
    const [one, other] = await Promise.all([deskOf(house, hana), deskOf(house, hana)]);
    await changeState(one, onDesk(one, key), 'in-review', null);
    expect(await code(changeState(other, onDesk(other, key), 'closed', 'duplicate'))).toBe('stale');
    expect(onDesk(other, key).state).toBe('in-review');

    await setLabels(one, onDesk(one, key), ['mine']);
    expect(await code(setLabels(other, onDesk(other, key), ['theirs']))).toBe('stale');
    expect(onDesk(other, key).labels).toEqual(['mine']);

    await writeFromDesk(one, onDesk(one, key), { audience: 'handlers', text: 'first', files: [] });
    const late = { audience: 'handlers', text: 'second', files: [] } as const;
    expect(await code(writeFromDesk(other, onDesk(other, key), late))).toBe('number-taken');
    expect(texts(onDesk(other, key))).toEqual(['The tables were open.', 'first']);
    await writeFromDesk(other, onDesk(other, key), late);
    expect(texts(onDesk(other, key))).toEqual(['The tables were open.', 'first', 'second']);
  });

  test('rubbish: files go at once, and nothing more is written', async () => {
    const { key } = await raised([hana], { files: [new File(['x'], 'a.txt', { type: 'text/plain' })] });
    const desk = await deskOf(house, hana);
    await changeState(desk, onDesk(desk, key), 'closed', 'rubbish');
    const concern = onDesk(desk, key);
    expect(await code(readFile(desk, concern, concern.messages[0]!, 1, never))).toBe('not-listed');
    expect(await code(writeFromDesk(desk, concern, { audience: 'all', text: 'x', files: [] }))).toBe('not-open');
    expect(await code(changeState(desk, concern, 'in-review', null))).toBe('not-open');
  });
});

describe('who may read', () => {
  test('a handler let in later reads what came before once another gives access: text, files, notes and labels', async () => {
    const { key } = await raised([hana], { files: [new File(['hello'], 'a.txt', { type: 'text/plain' })] });
    const first = await deskOf(house, hana);
    const late = await house.addHandler('Lea');
    await setLabels({ ...first, handlers: [first.me] }, onDesk(first, key), ['Old']);

    const before = onDesk(await deskOf(house, late), key);
    expect(texts(before)).toEqual(['closed']);
    expect(before.labels).toBeNull();
    expect(replyToOf(before)).toEqual([]);

    const opened = await deskOf(house, hana);
    const lea = opened.handlers.find(({ fingerprint }) => fingerprint === late.fingerprint)!;
    const shares: number[] = [];
    const given = await giveAccess(opened, lea, [onDesk(opened, key)], (share) => shares.push(share));
    expect([given, shares.at(-1)]).toEqual([{ given: 1, notWhole: 0 }, 1]);

    const desk = await deskOf(house, late);
    const after = onDesk(desk, key);
    expect([texts(after), after.labels]).toEqual([['The tables were open.'], ['Old']]);
    expect(await (await readFile(desk, after, after.messages[0]!, 1, never)).text()).toBe('hello');

    // What was granted can be handed on.
    const later = await house.addHandler('Mo');
    const again = await deskOf(house, late);
    const mo = again.handlers.find(({ fingerprint }) => fingerprint === later.fingerprint)!;
    await giveAccess(again, mo, [onDesk(again, key)], never);
    expect(texts(onDesk(await deskOf(house, later), key))).toEqual(['The tables were open.']);
    await house.retireHandler(late);
    await house.retireHandler(later);
  });

  test('half an access is never given: it would take the place of a whole one', async () => {
    const { key } = await raised([hana]);
    const [first, second] = [await deskOf(house, hana), await deskOf(house, omar)];
    await writeFromDesk(first, onDesk(first, key), { audience: 'handlers', text: 'note', files: [] });
    await second.refresh(key);
    expect(texts(onDesk(second, key))).toEqual(['closed', 'note']);
    const other = await house.addHandler('Ada');
    const ada = { ...other, signingKey: '' };
    expect(await giveAccess(second, ada, [onDesk(second, key)], never)).toEqual({ given: 0, notWhole: 1 });
    expect(
      (await house.database.anonymous.select().from(concernGrant)).map(({ handler }) => handler),
    ).not.toContainEqual(Buffer.from(other.fingerprint, 'hex'));
    await house.retireHandler(other);
  });

  test('hidden from a handler, it is gone from their desk and nothing more is encrypted to them', async () => {
    const { key } = await raised([hana, omar]);
    const [desk, theirs] = [await deskOf(house, hana), await deskOf(house, omar)];
    await hideFrom(desk, onDesk(desk, key), omar.fingerprint);
    expect(onDesk(desk, key).hiddenFrom).toEqual([omar.fingerprint]);
    expect(await code(assign(theirs, onDesk(theirs, key), null))).toBe('unknown-concern');
    expect(theirs.view().concerns.has(key)).toBe(false);
    expect((await deskOf(house, omar)).view().concerns.has(key)).toBe(false);

    await writeFromDesk(desk, onDesk(desk, key), { audience: 'handlers', text: 'without Omar', files: [] });
    const raw = (await house.askAsHandler(hana, 'conversation', { concern: key })).json as {
      messages: { text: string }[];
    };
    const header = Buffer.from(raw.messages[1]?.text ?? '', 'base64').toString('latin1');
    // One stanza for each reader: Hana alone.
    expect(header.match(/-> mlkem768x25519/g)).toHaveLength(1);
    const omars = desk.handlers.find(({ fingerprint }) => fingerprint === omar.fingerprint)!;
    expect(await giveAccess(desk, omars, [onDesk(desk, key)], never)).toEqual({ given: 0, notWhole: 1 });
  });

  test('whom the reporter left out loses it from their desk with the first who opens it', async () => {
    const { key } = await raised([hana], { leftOut: [omar.fingerprint] });
    expect(texts(onDesk(await deskOf(house, omar), key))).toEqual(['closed']);
    const desk = await deskOf(house, hana);
    await takeNote(desk, onDesk(desk, key));
    expect(onDesk(desk, key).hiddenFrom).toEqual([omar.fingerprint]);
    expect((await deskOf(house, omar)).view().concerns.has(key)).toBe(false);
    // Done once: opened again, nothing is sent.
    requests.sent.length = 0;
    await takeNote(desk, onDesk(desk, key));
    expect(requests.sent).toEqual([]);
  });

  test('a handler who cannot open the first message does not tell the reporter that it was read', async () => {
    const { key } = await raised([hana]);
    const desk = await deskOf(house, omar);
    await takeNote(desk, onDesk(desk, key));
    expect(onDesk(desk, key)).toMatchObject({ acknowledgedDay: null, messages: [{ readDay: null }] });
  });

  test('a retired key gets nothing from that moment on, whatever it signed before', async () => {
    const rosa = await house.addHandler('Rosa');
    const { key } = await raised([hana, rosa], { files: [new File(['x'], 'a.txt', { type: 'text/plain' })] });
    const desk = await deskOf(house, rosa);
    const concern = onDesk(desk, key);
    const path = '/unseen/handling/conversation';
    const body = signedAct(desk.session, 'conversation', { concern: key });
    expect((await house.send(path, body)).status).toBe(200);
    await house.retireHandler(rosa);
    expect(refusal(await house.send(path, body))).toEqual([403, 'not-a-handler']);
    expect(await code(assign(desk, concern, null))).toBe('not-a-handler');
    expect(await code(readFile(desk, concern, concern.messages[0]!, 1, never))).toBe('not-a-handler');
    expect(await code(writeFromDesk(desk, concern, { audience: 'handlers', text: 'x', files: [] }))).toBe(
      'not-a-handler',
    );
    await desk.fill();
    expect(desk.view().filling).toEqual({ kind: 'failed', code: 'not-a-handler' });
  });

  test('where the chain of handlers is broken, nothing is encrypted', async () => {
    const { key } = await raised([hana]);
    const desk: Desk = { ...(await deskOf(house, hana)), problems: ['The key 00 was let in by nobody.'] };
    const concern = onDesk(desk, key);
    expect(await code(setLabels(desk, concern, ['x']))).toBe('broken-chain');
    expect(await code(writeFromDesk(desk, concern, { audience: 'all', text: 'x', files: [] }))).toBe('broken-chain');
    expect(await code(giveAccess(desk, desk.me, [concern], never))).toBe('broken-chain');
  });
});

test('a summary is published under the handler’s signature, once', async () => {
  const desk = await deskOf(house, hana);
  const id = newSummaryId();
  const text = {
    title: 'Open tables',
    body: 'Tables with private messages were open to all.',
    programme: null,
    field: null,
  };
  await publishSummary(desk, id, text);
  await publishSummary(desk, id, text);
  expect(await code(publishSummary(desk, id, { ...text, title: 'Another title' }))).toBe('id-taken');
});

test('access to many goes in requests of twenty', async () => {
  const many = await Promise.all(Array.from({ length: 21 }, () => raised([hana])));
  const desk = await deskOf(house, hana);
  const reader = desk.handlers.find(({ fingerprint }) => fingerprint === omar.fingerprint)!;
  requests.sent.length = 0;
  await giveAccess(desk, reader, many.map(({ key }) => onDesk(desk, key)), never); // prettier-ignore
  expect(requests.sent.filter((path) => path.endsWith('/grant'))).toHaveLength(2);
  const theirs = await deskOf(house, omar);
  for (const { key } of many) expect(texts(onDesk(theirs, key))).toEqual(['The tables were open.']);
});

test('the desk is filled page by page, each concern once, and closed it holds nothing', async () => {
  await Promise.all(Array.from({ length: 35 }, () => raised([hana])));
  requests.sent.length = 0;
  const desk = await deskOf(house, hana);
  expect(desk.view().concerns.size).toBeGreaterThan(50);
  expect(new Set(requests.sent)).toEqual(new Set(['/unseen/handling/list']));
  expect(requests.sent.length).toBeGreaterThan(1);
  desk.close();
  expect([desk.view().concerns.size, desk.view().index.size]).toEqual([0, 0]);
});
