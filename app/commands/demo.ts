import { join } from 'node:path';
import pino from 'pino';
import { assumeProductionMode, demoCompany, readDemoEnvironment } from '~/platform/environment';
import { createLog } from '~/platform/logger';
import { startServer } from '~/server/main';
import { runUntilStopped } from '~/server/process';
import { seedDemo } from '~db/seed/demo';
import { demoHandlerWords } from '~db/seed/demo-handlers';
import { demoHandlers, demoPeople, demoRoles } from '~db/seed/demo-roster';
import { demoWitness } from '~db/seed/demo-witness';
import { startDemoInbox, type DemoInbox } from './demo-inbox';
import { startDemoWitness } from './demo-witness';

/** `npm run demo`: the demo company with an embedded database and a mail server of its own, until Ctrl+C. */
assumeProductionMode();
const log = createLog(pino.destination({ dest: 2, sync: true }));
await runUntilStopped({ ...log, info: () => undefined }, async () => {
  const build = import('virtual:remix/server-build');
  const wanted = readDemoEnvironment({ smtpUrl: 'smtp://127.0.0.1', from: 'demo@tidewater.example' });
  const handlers = demoHandlerWords.map(({ person: { name }, words }) => ({ name, words }));
  const inboxPort = wanted.port === 0 ? 0 : wanted.port + 1;
  const inbox = await startDemoInbox({ host: wanted.host, port: inboxPort, handlers });
  const from = `${demoCompany.organisationName} petitions <petitions@tidewater.example>`;
  const environment = readDemoEnvironment({ smtpUrl: inbox.smtpUrl, from });
  const server = await startServer({
    environment,
    log,
    build,
    async prepare({ identified, published, anonymous }, clock, { receipts, checkpoints: checkpointSigner }) {
      if (!identified || !published || !anonymous || !receipts || !checkpointSigner) return;
      const { settings } = environment;
      const onBegin = () => process.stdout.write('Making the demo company, once; this takes some seconds …\n');
      await seedDemo({ identified, published, anonymous, clock, settings, receipts, checkpointSigner, onBegin });
    },
  }).catch(async (error: unknown) => {
    await inbox.close();
    throw error;
  });
  const witness = startDemoWitness({
    house: server.publicUrl,
    key: demoWitness.key,
    folder: join(environment.dataDir, 'witness'),
    onTrouble: (words) => void process.stderr.write(words),
  });
  process.stdout.write(welcome(server.publicUrl, inbox, environment.dataDir));
  return {
    publicUrl: server.publicUrl,
    async stop() {
      await witness.stop();
      await server.stop();
      await inbox.close();
    },
  };
});

function welcome(publicUrl: string, inbox: DemoInbox, dataDir: string): string {
  const width = Math.max(...demoRoles.map(({ person }) => person.name.length));
  const people = demoRoles.map(
    ({ role, person }) => `    ${role.padEnd(14)} ${person.name.padEnd(width)}   ${person.email}`,
  );
  const further = demoHandlers.slice(1).map(({ email }) => email).join(' and '); // prettier-ignore
  return `
  Round Robin, as ${demoCompany.organisationName} with its ${String(demoPeople.length)} people sees it

    ${publicUrl}   the site
    ${inbox.url}   everybody's mail

  To be one of them, enter an address at ${publicUrl}/in/sign-in
  and read the code in the mail at ${inbox.url}

${people.join('\n')}

  ${further} handle concerns too. The words that open
  handlers' desks stand below the mail.

  Reading and signing need no sign-in. Publications happen every five seconds here, once a day elsewhere.
  The works council's witness runs in this process too; a real one belongs on a machine of its own.
  Ctrl+C stops it; what you did is kept in ${dataDir}.

`;
}
