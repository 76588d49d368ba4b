import { startServer } from '~/server/main';
import { runUntilStopped } from '~/server/process';
import { assumeProductionMode, readEnvironment } from '~/platform/environment';
import { createLog } from '~/platform/logger';

/** `npm start`: serves until SIGTERM or SIGINT. */
assumeProductionMode();
const log = createLog();
await runUntilStopped(log, () =>
  startServer({ environment: readEnvironment(), log, build: import('virtual:remix/server-build') }),
);
