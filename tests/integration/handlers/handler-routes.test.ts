import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ActionFunctionArgs } from '@remix-run/node';
import { handlerRecords } from '~/features/published/handlers/handler-record.schema';
import { loader as readRecords } from '~/routes/handlers.records';
import { action, loader } from '~/routes/in.desk.handlers.acts';
import { loader as readDesk } from '~/routes/in.desk.handlers';
import { eq } from 'drizzle-orm';
import { accessLog } from '~db/schema/identified';
import { createTestDatabase, type TestDatabase } from '~tests/support/database';
import { openHandlerHouse, type HandlerHouse, type TestHandler } from '~tests/support/handler-house';
import { identifiedHouse, requestTo, testUrl, type IdentifiedHouse } from '~tests/support/identified-context';
import { addPerson } from '~tests/support/people';

let database: TestDatabase;
let house: HandlerHouse;
let site: IdentifiedHouse;
beforeEach(async () => {
  database = await createTestDatabase();
  house = openHandlerHouse(database.identified);
  site = identifiedHouse(database.identified);
});
afterEach(() => database.close());

const path = '/in/desk/handlers/acts';

/** Posts as this person's page would. */
async function post(who: TestHandler | null, body: unknown, type = 'application/json') {
  const headers = new Headers({ 'content-type': type });
  if (who) headers.set('Cookie', await site.signIn(who.person));
  const request = new Request(testUrl + path, { method: 'POST', headers, body: JSON.stringify(body) });
  const args = { request, context: site.context, params: {} } as ActionFunctionArgs;
  const response = await action(args).catch((thrown: unknown) => {
    if (thrown instanceof Response) return thrown;
    throw thrown;
  });
  return { status: response.status, answer: (await response.json().catch(() => null)) as unknown };
}

describe('what handlers sign', () => {
  test('is done, and refused with the code of its reason', async () => {
    const [hana, second] = [await house.someHandler(), await house.someHandler()];
    const ask = { act: 'ask', ...house.asking(hana) };
    expect(await post(hana, ask)).toEqual({ status: 200, answer: { state: 'first' } });
    expect(await post(hana, ask)).toEqual({ status: 409, answer: { error: 'known-key' } });
    expect(await post(second, { act: 'ask', ...house.asking(second) })).toEqual({ status: 200, answer: { state: 'waiting' } }); // prettier-ignore
    expect(await post(second, { act: 'let-in', ...house.lettingIn(second, second) })).toEqual({ status: 403, answer: { error: 'own-request' } }); // prettier-ignore
    expect(await post(hana, { act: 'let-in', ...house.lettingIn(hana, second) })).toEqual({ status: 200, answer: { state: 'done' } }); // prettier-ignore
    expect(await post(second, { act: 'retire', ...house.retiring(second, hana) })).toEqual({ status: 200, answer: { state: 'done' } }); // prettier-ignore
    expect(await post(second, { act: 'retire', ...house.retiring(second, second) })).toEqual({ status: 409, answer: { error: 'last-key' } }); // prettier-ignore
  });

  test('is taken from handlers only, in its one form', async () => {
    const hana = await house.someHandler();
    const ask = { act: 'ask', ...house.asking(hana) };
    const stranger = {
      ...hana,
      person: await addPerson(database.identified, { roles: ['administrator', 'leadership'] }),
    };
    expect((await post(null, ask)).status).toBe(302);
    expect((await post(stranger, ask)).status).toBe(403);
    expect((await post(hana, ask, 'text/plain')).status).toBe(415);
    const broken = [
      null, [], 'ask', {}, { act: 'ask' }, { ...ask, act: 'add' }, { ...ask, more: 1 }, { ...ask, day: 'today' },
      { ...ask, day: '2026-02-30' }, { ...ask, signingKey: ask.signingKey.toUpperCase() }, { ...ask, possession: '' },
      { ...ask, recipient: 'a'.repeat(5000) }, { ...ask, act: 'let-in' }, { ...ask, act: 'replace' },
    ]; // prettier-ignore
    for (const body of broken) expect(await post(hana, body)).toEqual({ status: 400, answer: { error: 'malformed' } });
    const get = { request: requestTo(path, await site.signIn(hana.person)), context: site.context, params: {} };
    expect((await loader(get)).status).toBe(405);
  });
});

describe('the desk', () => {
  test('shows others who wait, and tells them; one’s own request is nobody’s look', async () => {
    const [first] = (await house.inForce(1)) as [TestHandler];
    const hana = await house.someHandler();
    await post(hana, { act: 'ask', ...house.asking(hana) });
    const deskOf = async (who: TestHandler) => {
      const request = requestTo('/in/desk/handlers', await site.signIn(who.person));
      return (await readDesk({ request, context: site.context, params: {} })).desk;
    };
    const looks = () => database.identified.$count(accessLog, eq(accessLog.subject, hana.person.personNumber));
    expect(await deskOf(hana)).toMatchObject({ mine: [], asked: { fingerprint: hana.key.fingerprint }, waiting: [] });
    expect(await looks()).toBe(0);
    const { fingerprint } = hana.key;
    const waiting = [{ name: hana.person.name, fingerprint, day: house.today() }];
    expect(await deskOf(first)).toMatchObject({ mine: [first.key.fingerprint], asked: null, waiting });
    expect(await looks()).toBe(1);
  });
});

describe('/handlers.json', () => {
  const read = (etag?: string) =>
    readRecords({
      request: new Request(`${testUrl}/handlers.json`, etag ? { headers: { 'if-none-match': etag } } : {}),
      context: { ...site.context, wing: { name: 'published', db: database.published } },
      params: {},
    });

  test('is the list in its strict form, and is never older than what stands', async () => {
    expect(await (await read()).json()).toEqual([]);
    const [first, second] = (await house.inForce(2)) as [TestHandler, TestHandler];
    const response = await read();
    expect(response.headers.get('cache-control')).toBe('public, no-cache');
    const etag = response.headers.get('etag') ?? '';
    const records = handlerRecords.parse(await response.json());
    expect(records.map(({ fingerprint }) => fingerprint)).toEqual([first, second].map(({ key }) => key.fingerprint));
    expect((await read(etag)).status).toBe(304);
    await house.retire(first, second);
    const later = await read(etag);
    expect(later.status).toBe(200);
    expect(handlerRecords.parse(await later.json())[1]).toMatchObject({ retiredBy: first.key.fingerprint });
  });
});
