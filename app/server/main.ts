import { readFile } from 'node:fs/promises';
import type { ServerBuild } from '@remix-run/node';
import { VERIFICATION_KEYS } from '~/crypto/semaphore/verification-keys';
import { createVerificationPool, type VerificationPool } from '~/crypto/semaphore/verification-pool';
import type { VerificationKey } from '~/crypto/semaphore/verifier';
import { createSessionAdapter } from '~/features/identified/accounts/session-adapter.server';
import { noteClientRelease } from '~/features/published/client-releases/note-client-release.server';
import { createPress } from '~/features/published/sharing/press.server';
import { dayOf, minute, systemClock, type Clock } from '~/platform/clock';
import type { Environment } from '~/platform/environment';
import type { JobRunner } from '~/platform/jobs';
import { DayLog, type Log } from '~/platform/logger';
import { createSessionGate } from '~/platform/session';
import { refuseGrantDifferences } from '~db/check-grants';
import { clientFolder, threadUrl } from './built-files';
import { clockFromParent } from './clock-from-parent';
import { openDatabases, type Databases } from './databases';
import { refuseForeignRoster } from './demo-roster';
import { createListener } from './http';
import { startServerJobs } from './jobs';
import { listen } from './listen';
import { refuseOldKey } from './refuse-old-key';
import { loadServerKeys, type ServerKeys } from './server-keys';
import { describeClient } from './served-client';
import { loadStaticFiles } from './static-files';
import { describeStorage } from './storage';
import type { ServedWings } from './wings';

export interface RunningServer {
  /** Address under which people reach the site. */
  readonly publicUrl: string;
  /** Stops accepting, finishes what was accepted, then closes everything in the reverse order of its start. */
  stop(): Promise<void>;
}

export interface ServerOptions {
  readonly environment: Environment;
  readonly log: Log;
  /** The Remix application, loaded by the caller. */
  readonly build: Promise<ServerBuild>;
  /** Work between opening the databases and serving, such as the demo's seeding. */
  readonly prepare?: (databases: Databases, clock: Clock, keys: ServerKeys) => Promise<void>;
}

/**
 * Starts the process: databases, grants compared with the matrix, keys, verification threads, HTTP, jobs. Serves nothing
 * before all of it stands. Throws, with everything closed again, if any of it fails; GrantDifferenceError names what differs.
 */
export async function startServer({ environment, log, build, prepare }: ServerOptions): Promise<RunningServer> {
  // It is awaited late; failing early it must not end the process before the rest is closed.
  build.catch(() => undefined);
  const opened: (() => Promise<void> | void)[] = [];
  const stop = async () => {
    for (const close of opened.splice(0).reverse()) await close();
  };
  try {
    const { parts, settings } = environment;
    const clock = environment.clockFromParent ? clockFromParent() : systemClock;
    const databases = await openDatabases(environment, parts);
    opened.push(() => databases.close());
    await refuseGrantDifferences(databases.connections);
    const keys = await loadServerKeys(environment);
    await refuseOldKey(databases, keys);
    await prepare?.(databases, clock, keys);
    const files = loadStaticFiles(clientFolder);
    const client = describeClient(files);
    if (databases.published && (parts.includes('published') || parts.includes('jobs')))
      await noteClientRelease({ db: databases.published, clock }, client);
    if (settings.demo && databases.identified) await refuseForeignRoster(databases.identified);

    const verification = await startVerification(environment);
    opened.push(() => verification?.close());
    const dayLog = new DayLog(log);
    opened.push(() => dayLog.flush());
    const days = setInterval(() => dayLog.turn(dayOf(clock.now())), minute);
    opened.push(() => clearInterval(days));

    // Of its own, since looking at catalogs is no work for the clients of the wings.
    const { published } = databases.connections;
    const storage = published ? describeStorage(published, clock) : null;
    opened.push(() => storage?.close());

    // Asked to stop, HTTP goes first: what it accepted may still leave something for the jobs.
    let jobs: JobRunner | null = null;
    opened.push(() => jobs?.stop());
    const http = await listen(environment);
    opened.push(() => http.stop());
    const publicUrl = environment.publicUrl ?? http.localUrl;
    const wings = openWings({ environment, databases, keys, verification, clock, publicUrl });
    const { isStopping } = http;
    const press = createPress({ threadUrl: threadUrl('printing-thread') });
    opened.push(() => press.close());
    const { frameAncestors } = environment;
    const context = {
      wings,
      clock,
      settings,
      publicUrl,
      publicKeys: keys.publicKeys,
      client,
      storage,
      press,
      frameAncestors,
      log,
      dayLog,
    };
    http.serve(createListener({ ...context, build: await build, files, isStopping }));
    jobs = await startServerJobs({ environment, databases, keys, clock, publicUrl, log });
    return { publicUrl, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startVerification({
  parts,
  settings,
  testVerificationKeyFile,
}: Environment): Promise<VerificationPool | null> {
  if (!parts.includes('anonymous') && !parts.includes('identified')) return null;
  const key =
    testVerificationKeyFile === null
      ? VERIFICATION_KEYS[settings.registerDepth]
      : (JSON.parse(await readFile(testVerificationKeyFile, 'utf8')) as VerificationKey);
  return createVerificationPool({ threadUrl: threadUrl('verification-thread'), key });
}

interface WingSources {
  readonly environment: Environment;
  readonly databases: Databases;
  readonly keys: ServerKeys;
  readonly verification: VerificationPool | null;
  readonly clock: Clock;
  readonly publicUrl: string;
}

/** The wings that requests to this process may reach. Jobs hold credentials of all wings, yet serve none. */
function openWings({ environment, databases, keys, verification, clock, publicUrl }: WingSources): ServedWings {
  const serves = (name: keyof ServedWings) => environment.parts.includes(name);
  const { identified, published, anonymous } = databases;
  return {
    identified:
      serves('identified') && identified && keys.codes && verification
        ? {
            name: 'identified',
            db: identified,
            sessions: createSessionGate({
              adapter: createSessionAdapter({ db: identified, clock }),
              clock,
              publicUrl,
            }),
            codeKey: keys.codes,
            verification,
          }
        : null,
    published: serves('published') && published ? { name: 'published', db: published } : null,
    anonymous:
      serves('anonymous') && anonymous && keys.receipts && verification
        ? { name: 'anonymous', db: anonymous, verification, receipts: keys.receipts }
        : null,
  };
}
