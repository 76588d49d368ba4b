import { toHex } from '~/crypto/hash';
import type { ConcernWorker } from '~/features/anonymous/concerns/concern-worker-client';
import type { Outbox } from '~/features/anonymous/concerns/outbox';
import { packMessage } from '~/features/anonymous/concerns/pack-message';
import { createDesk, type Desk } from '~/features/anonymous/handling/desk';
import { openConcern } from '~/features/anonymous/handling/open-concern';
import { sendMessage, type HandlersMessage } from '~/features/anonymous/handling/send-message';
import type { DeskConcern } from '~/features/anonymous/handling/desk-concern';
import { handlersInForce } from '~/features/published/handlers/handler-key';
import { readHandlerRecords } from '~/features/published/handlers/handler-records.queries.server';
import { dayOf } from '~/platform/clock';
import type { ConcernHouse, HouseHandler } from './concern-house';

/*
 * The browser's side of the desk, over the routes of a house: the same modules, without a browser around them.
 */

/** Sends what the desk asks into the house, until it is ended. Cookies and referrers are looked for. */
export function deskRequests(house: ConcernHouse): { readonly sent: string[]; readonly end: () => void } {
  const real = globalThis.fetch;
  const sent: string[] = [];
  globalThis.fetch = async (input, init) => {
    if (typeof input !== 'string' || init?.credentials !== 'omit' || init.referrerPolicy !== 'no-referrer') {
      throw new Error('The desk asks by path, without a cookie and without a referrer');
    }
    sent.push(input);
    const body = init.body instanceof Uint8Array || typeof init.body === 'string' ? init.body : '';
    const { status, bytes, headers } = await house.send(input, body);
    return new Response(Uint8Array.from(bytes), { status, headers });
  };
  return {
    sent,
    end() {
      globalThis.fetch = real;
    },
  };
}

/** The desk of a handler of the house, filled. */
export async function deskOf(house: ConcernHouse, handler: HouseHandler): Promise<Desk> {
  const { organisation } = house.settings;
  const checked = handlersInForce(await readHandlerRecords(house.database.published), organisation);
  const { signing, identity, recipient, fingerprint, name } = handler;
  const me = { fingerprint, name, signingKey: toHex(signing.publicKey), recipient };
  const session = { organisation, keys: { signing, identity, recipient }, today: () => dayOf(house.clock.now()) };
  const pool = {
    open: (concern: Parameters<typeof openConcern>[0]) => openConcern(concern, identity),
    close: () => undefined,
  };
  const desk = createDesk({ session, me, checked, pool });
  await desk.fill();
  return desk;
}

/** What is on a desk of a concern. @throws Error where it is not there */
export function onDesk(desk: Desk, key: string): DeskConcern {
  const concern = desk.view().concerns.get(key);
  if (!concern) throw new Error('This concern is not on the desk');
  return concern;
}

/** Writes as a handler does in a browser, with an outbox in memory in the place of the browser's. */
export async function writeFromDesk(desk: Desk, concern: DeskConcern, message: HandlersMessage): Promise<void> {
  const chunks = new Map<string, Uint8Array>();
  const run = (async (kind: string, ask: { message: Parameters<typeof packMessage>[0] }) => {
    if (kind !== 'pack') throw new Error('Only packing');
    return packMessage(ask.message, (hash, chunk) => {
      chunks.set(hash, chunk);
      return Promise.resolve();
    });
  }) as unknown as ConcernWorker['run'];
  const outbox = {
    chunk: (_: string, hash: string) => Promise.resolve(chunks.get(hash) ?? null),
    remove: () => {
      chunks.clear();
      return Promise.resolve();
    },
    close: () => undefined,
  } as unknown as Outbox;
  await sendMessage(desk, concern, message, { run, onProgress: () => undefined }, () => Promise.resolve(outbox));
}
