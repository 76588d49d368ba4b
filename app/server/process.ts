import { describeFailure, type Log } from '~/platform/logger';
import { EnvironmentError } from '~/platform/environment';
import { second } from '~/platform/clock';
import { GrantDifferenceError } from '~db/check-grants';
import type { RunningServer } from './main';

const parentCheck = second / 2;

/**
 * Runs a server until it is asked to stop (SIGTERM, SIGINT, or the end of the npm that started it, which hands no signal on).
 * Stops gracefully at the first request and at once at the second. The exit code says whether all went well.
 * What keeps it from starting is written in plain words.
 */
export async function runUntilStopped(log: Log, start: () => Promise<RunningServer>): Promise<void> {
  let stopping = false;
  const asked = new Promise<void>((resolve) => {
    const ask = () => {
      if (stopping) process.exit(1);
      stopping = true;
      resolve();
    };
    process.on('SIGTERM', ask);
    process.on('SIGINT', ask);
    const parent = process.ppid;
    const watch = setInterval(() => {
      if (process.ppid !== parent && !stopping) ask();
    }, parentCheck);
    watch.unref();
  });
  try {
    const server = await start();
    log.info({ address: server.publicUrl }, 'serving');
    process.send?.({ serving: server.publicUrl });
    await asked;
    log.info({}, 'stopping');
    await server.stop();
    log.info({}, 'stopped');
    process.exit(0);
  } catch (error) {
    explain(log, error);
    process.exit(1);
  }
}

/** Errors of our own have words that name no person; of all others only kind and place are logged. */
function explain(log: Log, error: unknown): void {
  if (error instanceof EnvironmentError) log.error({ problems: error.problems }, 'the configuration is not usable');
  else if (error instanceof GrantDifferenceError)
    log.error(
      { problems: error.differences.map(({ what }) => what) },
      'the rights in the database are not the declared ones',
    );
  else log.error(describeFailure(error), 'could not start');
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
}
