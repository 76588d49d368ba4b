import { createHash } from 'node:crypto';
import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { VerificationPoolError, type VerificationPool } from '~/crypto/semaphore/verification-pool';
import { decodeEntry } from '~/crypto/tlog/entry';
import { editionDocument } from '~/features/published/registers/edition-document';
import * as byTicket from '~/routes/in.enrolment.by-ticket';
import * as byTicketNonce from '~/routes/in.enrolment.by-ticket.nonce';
import * as dispute from '~/routes/in.enrolment.dispute';
import * as mine from '~/routes/in.enrolment.mine';
import * as nonce from '~/routes/in.enrolment.nonce';
import * as ticket from '~/routes/in.enrolment.ticket';
import * as enrolment from '~/routes/in.enrolment';
import * as registerEdition from '~/routes/register-edition';
import * as registerFile from '~/routes/register-file';
import { ledgerEntry, publication } from '~db/schema/published';
import { openEnrolmentHouse, randomKey, type EnrolmentHouse } from '~tests/support/enrolment-house';
import { identifiedHouse, testUrl, type IdentifiedHouse } from '~tests/support/identified-context';

let house: EnrolmentHouse;
let signedIn: IdentifiedHouse;
let cookie: string;

beforeAll(async () => {
  house = await openEnrolmentHouse();
  signedIn = identifiedHouse(house.database.identified, house.clock.now().toISOString());
  await house.hire(['A', 'B', 'C']);
  cookie = await signedIn.signIn({ personNumber: 'A' });
});
afterAll(() => house.close());

type Handler = (args: never) => Promise<Response> | Response;

/** The context of a request below /in/, with proofs that are checked as the house does. */
function context(verify?: VerificationPool['verify']) {
  const { wing } = signedIn.context;
  const verification: VerificationPool = {
    verify: verify ?? (async (proof) => ((await house.deps.verify(proof)) ? 'valid' : 'invalid')),
    close: () => Promise.resolve(),
  };
  return { ...signedIn.context, settings: house.settings, clock: house.clock, wing: { ...wing, verification } };
}

async function call(handler: Handler, request: Request, verify?: VerificationPool['verify']): Promise<Response> {
  const args = { request, params: {}, context: context(verify) } as ActionFunctionArgs;
  try {
    return await handler(args as never);
  } catch (thrown) {
    if (thrown instanceof Response) return thrown;
    throw thrown;
  }
}

function post(body: unknown, sent: { cookie?: string; type?: string; method?: string; text?: string } = {}): Request {
  const headers = new Headers({ 'content-type': sent.type ?? 'application/json' });
  if (sent.cookie) headers.set('cookie', sent.cookie);
  const text = sent.text ?? JSON.stringify(body);
  return new Request(`${testUrl}/in/enrolment`, { method: sent.method ?? 'POST', headers, body: text });
}

const errorOf = async (response: Response) => [response.status, ((await response.json()) as { error: string }).error];

describe('the endpoints of enrolment', () => {
  const sessions: [string, { action: Handler }, unknown][] = [
    ['enrolment', enrolment, {}],
    ['nonce', nonce, {}],
    ['ticket', ticket, { reason: 'first' }],
    ['dispute', dispute, { generation: 1 }],
  ];

  test.each(sessions)('%s sends who is not signed in to the sign-in', async (_name, { action }, body) => {
    const response = await call(action, post(body));
    expect(response.status).toBe(302);
    expect(response.headers.get('location')).toContain('/in/sign-in');
  });

  test('enrol a key from challenge to answer, and tell its owner', async () => {
    const asked = (await (await call(nonce.action, post({}, { cookie }))).json()) as { nonce: string };
    const body = { ...(await house.body('A', 4711n)), nonce: asked.nonce };
    const { proof } = await house.body('A', 4711n, 'first', { nonce: asked.nonce });
    const response = await call(enrolment.action, post({ ...body, proof }, { cookie }));
    expect(response.status).toBe(200);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(await response.json()).toEqual({ generation: 1 });
    const request = new Request(`${testUrl}/in/enrolment/mine`, { headers: { cookie } });
    const shown: unknown = await (await call(mine.loader, request)).json();
    expect(shown).toMatchObject({ keys: [{ generation: 1, commitment: '4711' }], allowedReasons: ['lost', 'stolen'] });
  });

  test('take a ticket without any session, and ignore one that is sent along', async () => {
    const other = await signedIn.signIn({ personNumber: 'B' });
    const issued = await call(ticket.action, post({ reason: 'first' }, { cookie: other }));
    const { ticket: text } = (await issued.json()) as { ticket: string };
    const asked = await call(byTicketNonce.action, post({ ticket: text }));
    const challenge = (await asked.json()) as { nonce: string; reason: string };
    expect(challenge.reason).toBe('first');
    const { reason: _reason, ...key } = await house.body('C', 815n, 'first', { nonce: challenge.nonce });
    const body = { ...key, nonce: challenge.nonce, ticket: text };
    const response = await call(byTicket.action, post(body, { cookie }));
    expect(response.status).toBe(200);
    const request = new Request(`${testUrl}/in/enrolment/mine`, { headers: { cookie: other } });
    expect(await (await call(mine.loader, request)).json()).toMatchObject({ keys: [{ commitment: '815' }] });
    expect(await errorOf(await call(byTicket.action, post(body)))).toEqual([410, 'unknown-ticket']);
  });

  test('dispute a key once', async () => {
    expect((await call(dispute.action, post({ generation: 1 }, { cookie }))).status).toBe(200);
    expect(await errorOf(await call(dispute.action, post({ generation: 1 }, { cookie })))).toEqual([
      409,
      'nothing-to-dispute',
    ]);
  });

  test('refuse other methods, other types, other shapes', async () => {
    for (const { loader } of [enrolment, nonce, ticket, byTicket, byTicketNonce, dispute]) {
      expect(loader().status).toBe(405);
    }
    const put = post({}, { cookie, method: 'PUT' });
    expect(await errorOf(await call(nonce.action, put))).toEqual([405, 'method-not-allowed']);
    const form = post({}, { cookie, type: 'application/x-www-form-urlencoded' });
    expect(await errorOf(await call(nonce.action, form))).toEqual([415, 'not-json']);
    const key = await house.body('A', randomKey(), 'disputed');
    const shapes: [Handler, unknown][] = [
      [nonce.action, { more: 1 }],
      [ticket.action, { reason: 'bored' }],
      [dispute.action, { generation: 0 }],
      [dispute.action, { generation: '1' }],
      [byTicketNonce.action, { ticket: 'short' }],
      [enrolment.action, { ...key, personNumber: 'B' }],
      [enrolment.action, { ...key, nonce: 'x' }],
      [enrolment.action, { ...key, commitment: 5 }],
      [enrolment.action, { ...key, proof: { ...key.proof, points: [] } }],
      [enrolment.action, { ...key, proof: { ...key.proof, more: '1' } }],
      [enrolment.action, { ...key, proof: null }],
      [byTicket.action, key],
      [enrolment.action, null],
    ];
    for (const [action, body] of shapes) {
      expect(await errorOf(await call(action, post(body, { cookie }))), JSON.stringify(body)).toEqual([
        400,
        'malformed',
      ]);
    }
    const broken = post({}, { cookie, text: '{' });
    expect(await errorOf(await call(nonce.action, broken))).toEqual([400, 'malformed']);
  });

  test('say that they are busy rather than that a proof is wrong', async () => {
    const body = await house.body('A', randomKey(), 'disputed');
    const overloaded = () => Promise.reject(new VerificationPoolError('overloaded', 'Too many proofs wait'));
    expect(await errorOf(await call(enrolment.action, post(body, { cookie }), overloaded))).toEqual([503, 'busy']);
  });
});

describe('public register files', () => {
  const read = async (
    { loader }: { loader: (args: LoaderFunctionArgs) => Promise<Response> },
    params: Record<string, string>,
  ) => {
    const wing = { name: 'published' as const, db: house.database.published };
    const request = new Request(`${testUrl}/registers`);
    return loader({ request, params, context: { ...signedIn.context, wing } });
  };

  test('are given to everybody, each under the hash of its bytes; editions count from their checkpoint on', async () => {
    const last = await house.publish();
    const db = house.database.published;
    await db.update(publication).set({ checkpointDone: false }).where(eq(publication.number, last));
    expect((await read(registerEdition, { id: '1', number: 'latest' })).status).toBe(404);
    expect((await read(registerEdition, { id: '1', number: '1' })).status).toBe(404);
    await db.update(publication).set({ checkpointDone: true }).where(eq(publication.number, last));
    const latest = await read(registerEdition, { id: '1', number: 'latest' });
    expect(latest.headers.get('cache-control')).toBe('public, max-age=5');
    const document = editionDocument.parse(await latest.json());
    const numbered = await read(registerEdition, { id: '1', number: String(document.edition) });
    expect(numbered.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(await numbered.json()).toEqual(document);
    expect(document).toMatchObject({ register: 1, depth: 17, edition: 1, size: 1, live: 1, rosterSize: 3 });
    // Where it stands in the ledger is told with it: a device looks there before it proves anything.
    const [entry] = await db.select().from(ledgerEntry).where(eq(ledgerEntry.index, document.entry));
    expect(decodeEntry(entry?.bytes ?? new Uint8Array())).toMatchObject({ kind: 'edition', number: 1, root: document.groupRoot }); // prettier-ignore
    for (const hash of [...document.tiles, document.upper, document.units]) {
      const file = await read(registerFile, { hash });
      expect(file.headers.get('content-type')).toBe('application/octet-stream');
      expect(file.headers.get('cache-control')).toContain('immutable');
      const bytes = new Uint8Array(await file.arrayBuffer());
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(hash);
    }
    // An edition that does not count yet hides none that does.
    await house.hire(['D']);
    const next = await house.publish();
    await db.update(publication).set({ checkpointDone: false }).where(eq(publication.number, next));
    expect(await (await read(registerEdition, { id: '1', number: 'latest' })).json()).toEqual(document);
  });

  test.each([
    ['0', '1'],
    ['01', '1'],
    ['1', '01'],
    ['1', '1.0'],
    ['1', '-1'],
    ['1', '99'],
    ['99', 'latest'],
    ['1e0', 'latest'],
    ['1', 'LATEST'],
    ['9999999999999', '1'],
    ["1' or 1=1", 'latest'],
  ])('there is no register %s with edition %s', async (id, number) => {
    const response = await read(registerEdition, { id, number });
    expect(response.status).toBe(404);
    expect(response.headers.get('cache-control')).toBe('no-store');
  });

  test.each(['', 'x', 'AB'.repeat(32), 'ab'.repeat(31), 'ab'.repeat(33), 'ab'.repeat(32)])(
    'there is no file %j',
    async (hash) => {
      expect((await read(registerFile, { hash })).status).toBe(404);
    },
  );
});
