import '@remix-run/node';
import type { Press } from '~/features/published/sharing/press.server';
import type { Clock } from '~/platform/clock';
import type { FailureLog } from '~/platform/logger';
import type { Settings } from '~/platform/settings';
import type { AnonymousDatabase } from '~db/anonymous-client';
import type { IdentifiedDatabase } from '~db/identified-client';
import type { PublishedDatabase } from '~db/published-client';
import type { SessionGate } from '~/platform/session';
import type { VerificationPool } from '~/crypto/semaphore/verification-pool';
import type { NoteSigner } from '~/crypto/tlog/note';
import type { ServedClient } from './served-client';
import type { Storage } from './storage';

/** A request below `/in/`: who somebody is. The only one that may read the session cookie. */
export interface IdentifiedWing {
  readonly name: 'identified';
  readonly db: IdentifiedDatabase;
  readonly sessions: SessionGate;
  /** Key for one-time codes at rest; random, the same for all processes. */
  readonly codeKey: Uint8Array;
  /** For proofs of possession. */
  readonly verification: VerificationPool;
}

/** A request anywhere else: what everybody may read. */
export interface PublishedWing {
  readonly name: 'published';
  readonly db: PublishedDatabase;
}

/** A request below `/unseen/`: no cookie, no session, no log. */
export interface AnonymousWing {
  readonly name: 'anonymous';
  readonly db: AnonymousDatabase;
  readonly verification: VerificationPool;
  readonly receipts: NoteSigner;
}

export type RequestWing = IdentifiedWing | PublishedWing | AnonymousWing;

declare module '@remix-run/node' {
  interface AppLoadContext {
    /** For `<script nonce>`; a fresh one each response. */
    readonly nonce: string;
    readonly clock: Clock;
    readonly settings: Settings;
    /** Address under which people reach the site, without a trailing slash. */
    readonly publicUrl: string;
    /** Public keys in C2SP vkey form: what receipts and checkpoints are checked with. */
    readonly publicKeys: { readonly receipt: string; readonly checkpoint: string };
    /** What browsers are served, for whoever checks it and for `integrity`. */
    readonly client: ServedClient;
    /** What is stored, in words, and what the database says of it; null in a process without the role `published`. */
    readonly storage: Storage | null;
    /** Sets what is printed: PDF and pictures. */
    readonly press: Press;
    /** Sites whose pages may hold a petition’s frame, as a policy lists them. */
    readonly frameAncestors: string;
    /** Where unexpected failures go: by kind, without a message. Below `/unseen/` they are only counted, a day at a time. */
    readonly log: FailureLog;
    /** The one wing that this request may touch: chosen by its path, before any route runs. */
    readonly wing: RequestWing;
  }
  interface Future {
    v3_singleFetch: true;
  }
}
