import { Logger, run, type Runner, type TaskList } from 'graphile-worker';
import { second, systemClock } from './clock';
import { describeFailure, type Log } from './logger';

/** Work that is looked after again and again. What is due it asks the application's clock itself. */
export interface ScheduledTask {
  readonly name: string;
  /** Pause between the end of one run and the start of the next, in milliseconds. */
  readonly every: number;
  readonly run: () => Promise<void>;
}

export interface JobsOptions {
  /** Connection of the role that owns the queue's schema; a direct one, for LISTEN. */
  readonly connectionString: string;
  readonly schema: string;
  readonly tasks: readonly ScheduledTask[];
  readonly log: Log;
}

export interface JobRunner {
  /** Takes no more work, and resolves once what is running has ended. */
  stop(): Promise<void>;
}

/** How often each process makes sure that every task stands in the queue: one that died took its task with it. */
const safetyInterval = 10 * second;
const restartPause = second;

/**
 * Runs the tasks on their schedules, each at most once at a time over any number of processes. A task puts itself back into
 * the queue under its own key when it ends; its row carries its name and nothing else. A run that fails is logged by kind and
 * tried again at the next turn. Throws if the queue cannot be reached at the start; later it reconnects.
 */
export async function startJobs({ connectionString, schema, tasks, log }: JobsOptions): Promise<JobRunner> {
  const taskList: TaskList = Object.fromEntries(
    tasks.map((task) => [
      task.name,
      async (_payload, { addJob }) => {
        try {
          await task.run();
        } catch (error) {
          log.error({ ...describeFailure(error), part: 'jobs', route: task.name }, 'task failed');
        }
        const runAt = new Date(systemClock.now().getTime() + task.every);
        await addJob(task.name, {}, { jobKey: task.name, runAt, maxAttempts: 1 });
      },
    ]),
  );
  const start = () =>
    run({
      connectionString,
      schema,
      taskList,
      concurrency: tasks.length,
      maxPoolSize: tasks.length + 2,
      pollInterval: Math.min(...tasks.map((task) => task.every)) / 2,
      noHandleSignals: true,
      // Noted at once, and again where a connection is lost on the way: unbatched, graphile-worker 0.17.3 leaves the rejection
      // to nobody, which would end the process.
      preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
      logger: new Logger(() => () => undefined),
    });
  const enqueue = (runner: Runner) =>
    Promise.all(
      tasks.map(({ name }) => runner.addJob(name, {}, { jobKey: name, jobKeyMode: 'preserve_run_at', maxAttempts: 1 })),
    );

  let isStopping = false;
  let runner = await start();
  await enqueue(runner);
  const keepRunning = async () => {
    for (;;) {
      await runner.promise.catch((error: unknown) => {
        log.error({ ...describeFailure(error), part: 'jobs' }, 'the job queue was lost');
      });
      if (isStopping) return;
      await pause(restartPause);
      await start().then(
        async (again) => {
          runner = again;
          // Asked to stop while there was none to stop: this one must not go on for ever.
          if (isStopping) await again.stop();
        },
        () => undefined,
      );
    }
  };
  const kept = keepRunning();
  const safety = setInterval(() => {
    enqueue(runner).catch((error: unknown) => {
      if (!isStopping) log.warn({ ...describeFailure(error), part: 'jobs' }, 'the job queue does not answer');
    });
  }, safetyInterval);
  return {
    async stop() {
      isStopping = true;
      clearInterval(safety);
      await runner.stop().catch(() => undefined);
      await kept;
    },
  };
}

const pause = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds));
