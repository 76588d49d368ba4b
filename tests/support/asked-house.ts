import { pathToFileURL } from 'node:url';
import { resolve } from 'node:path';
import type { AppLoadContext, ServerBuild } from '@remix-run/node';
import { createPress, type Press } from '~/features/published/sharing/press.server';
import type { ManualClock } from '~/platform/clock';
import type { Settings } from '~/platform/settings';
import { createRouteHandlers } from '~/server/route-handlers';
import { describeStorage } from '~/server/storage';
import type { TestDatabase } from './database';
import { identifiedHouse, testUrl } from './identified-context';
import { ensureBuilt } from './server';

/** What was answered, to the byte: status, headers but for cookies, body. */
export interface Answer {
  readonly status: number;
  readonly headers: string;
  readonly body: Buffer;
}

/** A house that is asked by the built application's own routes, without a socket between. */
export interface AskedHouse {
  /** @param address without the slash before it @param who signs in below `in/` */
  readonly ask: (address: string, who?: { readonly personNumber: string }) => Promise<Answer>;
  /** What was logged as a failure. */
  readonly failures: readonly string[];
  readonly close: () => Promise<void>;
}

interface HouseToAsk {
  readonly database: TestDatabase;
  readonly clock: ManualClock;
  readonly settings: Settings;
  /** C2SP verifier keys. */
  readonly publicKeys: AppLoadContext['publicKeys'];
  /** Kept between houses: the same job gives the same bytes, and takes its time. */
  readonly press: Press;
  /** `Cookie` headers of who is signed in, by person number: those of the house that this one was copied from. */
  readonly cookies: ReadonlyMap<string, string>;
}

/** Signs people in, so that copies of the house know the very same sessions. */
export async function signedIn(
  database: TestDatabase,
  clock: ManualClock,
  people: readonly { readonly personNumber: string }[],
): Promise<ReadonlyMap<string, string>> {
  const { signIn } = identifiedHouse(database.identified, clock.now().toISOString());
  const cookies = new Map<string, string>();
  for (const who of people) cookies.set(who.personNumber, await signIn(who));
  return cookies;
}

/** The built application's handlers; builds first where anything changed. */
export async function builtHandlers() {
  await ensureBuilt();
  const path = pathToFileURL(resolve('build/server/application.js')).href;
  return createRouteHandlers((await import(/* @vite-ignore */ path)) as ServerBuild);
}

export const openPress = (): Press => createPress();

/** @param handlers as {@link builtHandlers} gives them */
export function askedHouse(
  handlers: Awaited<ReturnType<typeof builtHandlers>>,
  { database, clock, settings, publicKeys, press, cookies }: HouseToAsk,
): AskedHouse {
  const identified = identifiedHouse(database.identified, clock.now().toISOString());
  const storage = describeStorage(database.connection('published'), clock);
  const failures: string[] = [];
  const shared = {
    ...identified.context,
    ...{ clock, settings, publicKeys, press, storage },
    log: {
      error: ({ error = 'error' }: { error?: unknown }, message: string) =>
        void failures.push(`${message}: ${String(error)}`),
    },
  } satisfies AppLoadContext;
  const wings = {
    identified: identified.context.wing,
    published: { name: 'published', db: database.published },
  } as const;
  return {
    failures,
    async ask(address, who) {
      const isIdentified = address.startsWith('in/');
      const cookie = isIdentified && who ? cookies.get(who.personNumber) : undefined;
      const headers = new Headers(cookie === undefined ? {} : { cookie });
      const request = new Request(`${testUrl}/${address}`, { headers });
      const context = { ...shared, wing: isIdentified ? wings.identified : wings.published };
      const response = await handlers('GET', new URL(request.url).pathname)(request, context);
      const kept = [...response.headers].filter(([name]) => name !== 'set-cookie');
      return {
        status: response.status,
        headers: kept.map((header) => header.join(': ')).join('\n'),
        body: Buffer.from(await response.arrayBuffer()),
      };
    },
    close: () => storage.close(),
  };
}
