import { deleteExpiredConcerns } from '~/features/anonymous/concerns/delete-expired-concerns.server';
import { putChunksInOrder } from '~/features/anonymous/concerns/put-chunks-in-order.server';
import { deleteOpeningSlots } from '~/features/anonymous/organizing/delete-opening-slots.server';
import { deleteQuestionSlots } from '~/features/anonymous/questions/delete-question-slots.server';
import { rewriteConcerns } from '~/features/anonymous/publication/rewrite-concerns.server';
import { rewriteWaiting } from '~/features/anonymous/publication/rewrite-waiting.server';
import { deleteExpiredAccountsData } from '~/features/identified/accounts/delete-expired-accounts-data.server';
import { sendWaitingMail } from '~/features/identified/accounts/send-waiting-mail.server';
import { publishDueDrafts } from '~/features/identified/answering/publish-due-drafts.server';
import { deleteExpiredEnrolmentData } from '~/features/identified/enrolment/delete-expired-enrolment-data.server';
import { settlePetitions } from '~/features/identified/desks/settle-petitions.server';
import { sendWeeklyLetter } from '~/features/identified/letter/send-weekly-letter.server';
import { deleteExpiredReminders, sendReminders } from '~/features/identified/reminders/send-reminders.server';
import { deleteExpiredUploads } from '~/features/identified/roster/delete-expired-uploads.server';
import { dayOf, minute, second, type Clock } from '~/platform/clock';
import type { Environment } from '~/platform/environment';
import { startJobs, type JobRunner, type ScheduledTask } from '~/platform/jobs';
import type { Log } from '~/platform/logger';
import { createMailer, type Mailer } from '~/platform/mail';
import { createEditionBuilder } from '~/features/identified/enrolment/edition-builder.server';
import { openTaskLocks } from '~db/task-locks';
import { threadUrl } from './built-files';
import type { Databases } from './databases';
import { publishIfDue, type PublicationDeps } from './publication';
import type { ServerKeys } from './server-keys';

const demoPause = second;
const pause = 2 * second;

export interface ServerJobsOptions {
  readonly environment: Environment;
  readonly databases: Databases;
  readonly keys: ServerKeys;
  readonly clock: Clock;
  /** For links in mail, without a trailing slash. */
  readonly publicUrl: string;
  readonly log: Log;
}

/** Starts looking after what is due, if this process has the part "jobs"; null otherwise. */
export async function startServerJobs(options: ServerJobsOptions): Promise<JobRunner | null> {
  const { environment, databases, keys, clock, publicUrl, log } = options;
  const { identified, published, anonymous, connections } = databases;
  if (!identified || !published || !anonymous || !connections.jobs || !keys.checkpoints) return null;
  const mailer = environment.mail && createMailer(environment.mail);
  const publication: PublicationDeps = {
    identified,
    published,
    anonymous,
    clock,
    settings: environment.settings,
    checkpointSigner: keys.checkpoints,
    build: createEditionBuilder({ threadUrl: threadUrl('register-thread') }),
  };
  const locks = openTaskLocks(connections.jobs);
  const close = async () => {
    await locks.close();
    mailer?.close();
  };
  const every = environment.settings.demo ? demoPause : pause;
  const tasks = serverTasks({ publication, publicUrl, mailer, every });
  const runner = await startJobs({ exclusively: locks.exclusively, tasks, log }).catch(async (error: unknown) => {
    await close();
    throw error;
  });
  return {
    async stop() {
      await runner.stop();
      await close();
    },
  };
}

export interface TaskDeps {
  readonly publication: PublicationDeps;
  readonly publicUrl: string;
  readonly mailer: Mailer | null;
  /** Pause between two looks at the clock, in milliseconds. */
  readonly every: number;
}

/** Everything that happens without a request. Each task asks the clock what is due, so that a restart misses nothing. */
export function serverTasks({ publication, publicUrl, mailer, every }: TaskDeps): ScheduledTask[] {
  const { identified, anonymous, clock, settings } = publication;
  let orderedDay = '';
  return [
    {
      name: 'publication',
      every,
      async run() {
        await publishIfDue(publication);
      },
    },
    {
      name: 'mail',
      every,
      async run() {
        if (mailer) await sendWaitingMail({ db: identified, mailer, clock });
      },
    },
    oncePerMinute('answers', async () => {
      await publishDueDrafts({ db: identified, clock, settings, publicUrl });
    }),
    settling(async () => {
      await settlePetitions({ db: identified, clock, settings, publicUrl });
    }),
    // Apart: nobody is left unreminded because an answer cannot be published.
    oncePerMinute('reminders', async () => {
      await sendReminders({ db: identified, clock, settings, publicUrl });
    }),
    oncePerMinute('letter', async () => {
      await sendWeeklyLetter({ db: identified, clock, settings, publicUrl });
    }),
    // Apart: a rewriting that waits in vain, for a backup say, keeps nothing beyond its time.
    oncePerMinute('rewriting', () => allOf(rewriteWaiting(anonymous), rewriteConcerns(anonymous))),
    oncePerMinute('expiry', async (now) => {
      await deleteExpiredAccountsData(identified, now);
      await deleteExpiredEnrolmentData(identified, now);
      await deleteExpiredUploads(identified, now);
      await deleteExpiredReminders(identified, now);
      await deleteExpiredConcerns(anonymous, now);
      await deleteQuestionSlots(anonymous, now);
      await deleteOpeningSlots(anonymous, now);
      // Once a day, and after every start.
      if (orderedDay === dayOf(now)) return;
      await putChunksInOrder(anonymous, now);
      orderedDay = dayOf(now);
    }),
  ];

  /** In the demo, where a publication comes every few seconds, nobody waits a minute for what follows from it. */
  function settling(work: () => Promise<void>): ScheduledTask {
    return settings.demo ? { name: 'settling', every, run: work } : oncePerMinute('settling', work);
  }

  function oncePerMinute(name: string, work: (now: Date) => Promise<void>): ScheduledTask {
    let lastMinute = -1;
    return {
      name,
      every,
      async run() {
        const now = clock.now();
        const thisMinute = Math.floor(now.getTime() / minute);
        if (thisMinute === lastMinute) return;
        await work(now);
        lastMinute = thisMinute;
      },
    };
  }
}

/** Waits for all of them, and throws what the first of them threw: none keeps another from its end. */
async function allOf(...work: Promise<void>[]): Promise<void> {
  const ends = await Promise.allSettled(work);
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
}
