import { setTimeout as pause } from 'node:timers/promises';
import { describeFailure, type Log } from './logger';

/** Work that is looked after again and again. What is due it asks the application's clock itself. */
export interface ScheduledTask {
  readonly name: string;
  /** Pause between the end of one turn and the start of the next, in milliseconds. */
  readonly every: number;
  readonly run: () => Promise<void>;
}

export interface JobsOptions {
  /**
   * Runs `work` unless any process runs something under this name, and settles when it has ended. Rejects where that cannot be
   * made sure of: at the start, or any more.
   */
  readonly exclusively: (name: string, work: () => Promise<void>) => Promise<void>;
  readonly tasks: readonly ScheduledTask[];
  readonly log: Log;
}

export interface JobRunner {
  /** Takes no more work, and resolves once what is running has ended. */
  stop(): Promise<void>;
}

/**
 * Runs the tasks on their schedules, each at most once at a time over any number of processes: whose turn comes while another
 * process is at it waits for the next. Nothing is stored. A run that fails is logged by kind and tried again at the next turn;
 * so is a turn that finds no database, once until one is found. Throws if there is none at the start.
 */
export async function startJobs({ exclusively, tasks, log }: JobsOptions): Promise<JobRunner> {
  await Promise.all(tasks.map(({ name }) => exclusively(name, () => Promise.resolve())));
  const stopping = new AbortController();
  const { signal } = stopping;

  const runOnce = async (task: ScheduledTask) => {
    // Asked to stop while it was still to be found out whether it may run.
    if (signal.aborted) return;
    try {
      await task.run();
    } catch (error) {
      log.error({ ...describeFailure(error), part: 'jobs', route: task.name }, 'task failed');
    }
  };
  const keepRunning = async (task: ScheduledTask) => {
    let isExclusive = true;
    while (!signal.aborted) {
      try {
        await exclusively(task.name, () => runOnce(task));
        isExclusive = true;
      } catch (error) {
        if (isExclusive)
          log.error({ ...describeFailure(error), part: 'jobs', route: task.name }, 'the lock of a task was lost');
        isExclusive = false;
      }
      await pause(task.every, undefined, { signal }).catch(() => undefined);
    }
  };
  const kept = tasks.map(keepRunning);
  return {
    async stop() {
      stopping.abort();
      await Promise.all(kept);
    },
  };
}
