import { createPress } from '~/features/published/sharing/press.server';
import { randomBytes, randomUUID } from 'node:crypto';
import type { AppLoadContext } from '@remix-run/node';
import { eq } from 'drizzle-orm';
import type { VerificationPool } from '~/crypto/semaphore/verification-pool';
import { createSessionAdapter } from '~/features/identified/accounts/session-adapter.server';
import { ManualClock } from '~/platform/clock';
import { createSessionGate, type SessionGate } from '~/platform/session';
import { productionSettings, type Settings } from '~/platform/settings';
import type { IdentifiedDatabase } from '~db/identified-client';
import { account } from '~db/schema/identified';
import type { TestPerson } from './people';

export const testUrl = 'https://petitions.example.com';

/** The context of a request below `/in/`, as the server makes it, with a clock that the test moves. */
export interface IdentifiedHouse {
  readonly db: IdentifiedDatabase;
  readonly clock: ManualClock;
  readonly sessions: SessionGate;
  readonly codeKey: Uint8Array;
  readonly settings: Settings;
  readonly context: AppLoadContext;
  /** Signs somebody in without a mail; gives the `Cookie` header of their browser. */
  readonly signIn: (person: Pick<TestPerson, 'personNumber'>) => Promise<string>;
}

export function identifiedHouse(db: IdentifiedDatabase, start = '2026-11-23T14:06:00Z'): IdentifiedHouse {
  const clock = new ManualClock(start);
  const sessions = createSessionGate({ adapter: createSessionAdapter({ db, clock }), clock, publicUrl: testUrl });
  const codeKey = new Uint8Array(randomBytes(32));
  const settings = productionSettings({ organisation: 'example', organisationName: 'Example Ltd', timeZone: 'UTC' });
  return {
    db,
    clock,
    sessions,
    codeKey,
    settings,
    context: {
      nonce: 'nonce',
      clock,
      settings,
      publicUrl: testUrl,
      publicKeys: { receipt: 'receipt', checkpoint: 'checkpoint' },
      client: { manifest: '', digest: '', integrityScript: null, integrityOf: () => undefined },
      storage: null,
      press: createPress(),
      frameAncestors: '*',
      log: {
        error: ({ error = 'error' }, message) => {
          throw new Error(`logged: ${message}: ${error}`);
        },
      },
      wing: { name: 'identified', db, sessions, codeKey, verification: noVerification },
    },
    async signIn({ personNumber }) {
      await db.insert(account).values({ id: randomUUID(), personNumber }).onConflictDoNothing();
      const [own] = await db.select().from(account).where(eq(account.personNumber, personNumber));
      if (!own) throw new Error('nobody to sign in');
      return cookieOf(await sessions.start(own.id));
    },
  };
}

/** No test with this context proves anything. */
const noVerification: VerificationPool = {
  verify: () => Promise.reject(new Error('nothing is verified here')),
  close: () => Promise.resolve(),
};

/** What a browser sends back for a `Set-Cookie`. */
export function cookieOf(setCookie: string): string {
  return setCookie.split(';', 1)[0] ?? '';
}

/** A request as this site's own pages make it. */
export function requestTo(path: string, cookie?: string, form?: Readonly<Record<string, string>>): Request {
  const headers = new Headers(cookie ? { Cookie: cookie } : {});
  return new Request(testUrl + path, form ? { method: 'POST', headers, body: new URLSearchParams(form) } : { headers });
}
