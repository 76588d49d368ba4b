import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { HandledConcern } from '~/features/anonymous/concerns/conversation.schema';
import { createDesk, type Desk } from '~/features/anonymous/handling/desk';
import { openConcern } from '~/features/anonymous/handling/open-concern';
import { deskOrganisation, handledConcern, testHandler, testReceipt, type TestHandler } from '~tests/support/handled-concerns'; // prettier-ignore

let hana: TestHandler;
let concern: HandledConcern;
let desk: Desk;
/** Questions of the desk that wait for their answer, oldest first. */
let waiting: { readonly path: string; readonly answer: (body: object, status?: number) => void }[];

beforeAll(async () => {
  hana = await testHandler(1);
  concern = await handledConcern(await testReceipt(1), [{ content: { text: 'first' }, to: [hana] }]);
});
beforeEach(() => {
  waiting = [];
  vi.stubGlobal('fetch', (path: string) => {
    return new Promise((resolve) => {
      waiting.push({ path, answer: (body, status = 200) => resolve(Response.json(body, { status })) });
    });
  });
  desk = createDesk({
    session: { organisation: deskOrganisation, keys: hana.keys, today: () => '2026-11-23' },
    me: hana.key,
    checked: { active: [hana.key], problems: [] },
    pool: { open: (handled) => openConcern(handled, hana.keys.identity), close: () => undefined },
  });
});
afterEach(() => vi.unstubAllGlobals());

const assigned = () => desk.view().concerns.get(concern.concern)?.assignedTo;
const to = (digit: string): HandledConcern => ({ ...concern, assignedTo: digit.repeat(64) });

test('an answer that a later one overtook is not shown', async () => {
  const earlier = desk.refresh(concern.concern);
  const later = desk.refresh(concern.concern);
  waiting[1]?.answer(to('b'));
  await later;
  waiting[0]?.answer(to('a'));
  await earlier;
  expect(assigned()).toBe('b'.repeat(64));
});

test('nor does a page of the list bring back what was fetched since, or is gone', async () => {
  const filling = desk.fill();
  const refreshed = desk.refresh(concern.concern);
  waiting[1]?.answer(to('b'));
  await refreshed;
  waiting[0]?.answer({ concerns: [to('a')], next: null });
  await filling;
  expect(assigned()).toBe('b'.repeat(64));

  waiting = [];
  const again = desk.fill();
  const hidden = desk.refresh(concern.concern);
  waiting[1]?.answer({ error: 'unknown-concern' }, 404);
  await hidden;
  waiting[0]?.answer({ concerns: [to('a')], next: null });
  await again;
  expect(desk.view().concerns.size).toBe(0);
});

test('says why it could not be filled, and can be filled again', async () => {
  const failing = desk.fill();
  waiting[0]?.answer({ error: 'busy' }, 503);
  await failing;
  expect(desk.view().filling).toEqual({ kind: 'failed', code: 'busy' });
  const again = desk.fill();
  expect(desk.view().filling).toEqual({ kind: 'filling', share: 0 });
  waiting[1]?.answer({ concerns: [concern], next: null });
  await again;
  expect(desk.view()).toMatchObject({ filling: { kind: 'full' } });
  expect(desk.view().concerns.size).toBe(1);
});

test('closed, it takes nothing any more', async () => {
  const listener = vi.fn();
  desk.subscribe(listener);
  const filling = desk.fill();
  desk.close();
  listener.mockClear();
  waiting[0]?.answer({ concerns: [concern], next: null });
  await filling;
  expect(desk.view().concerns.size).toBe(0);
  expect(listener).not.toHaveBeenCalled();
});
