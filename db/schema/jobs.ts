import type { ClassifiedTable, ColumnClass } from './classification';

/*
 * What the job queue (graphile-worker) keeps in the schema `jobs`, and drizzle in `migrations`. Their tables are not ours; what
 * is in them is: a task's name and times on the queue's own schedule. No row carries a person, a petition or a key.
 */

const queue = (purpose: string, retention = 'until the task has run'): ColumnClass => ({
  purpose,
  retention,
  readers: ['nobody'],
});

const table = (schema: string, name: string, columns: Readonly<Record<string, ColumnClass>>): ClassifiedTable => ({
  schema,
  table: name,
  columns,
});

const job = {
  id: queue('Number of the row'),
  priority: queue('Which goes first; always the same here'),
  run_at: queue('When it is to run, on the queue’s own schedule'),
  attempts: queue('How often it was tried'),
  max_attempts: queue('Once'),
  last_error: queue('Empty: tasks report their own failures, to the log, by kind'),
  created_at: queue('When the schedule put it there'),
  updated_at: queue('When the schedule put it there'),
  key: queue('The task’s name, so that each waits at most once'),
  locked_at: queue('Since when a process works on it'),
  locked_by: queue('Random name of the worker'),
  revision: queue('How often the schedule moved it'),
  flags: queue('Empty'),
};

const always = 'for ever';

export const queueClasses: readonly ClassifiedTable[] = [
  table('jobs', '_private_jobs', {
    ...job,
    job_queue_id: queue('Empty: tasks run side by side'),
    task_id: queue('Which task'),
    payload: queue('Empty: a task asks the clock what is due'),
    is_available: queue('Generated: whether it waits'),
  }),
  table('jobs', 'jobs', { ...job, queue_name: queue('Empty'), task_identifier: queue('Which task') }),
  table('jobs', '_private_job_queues', {
    id: queue('Number of the row'),
    queue_name: queue('Unused: no task has a queue of its own'),
    locked_at: queue('Unused'),
    locked_by: queue('Unused'),
    is_available: queue('Unused'),
  }),
  table('jobs', '_private_tasks', {
    id: queue('Number of the row', always),
    identifier: queue('A task’s name', always),
  }),
  table('jobs', '_private_known_crontabs', {
    identifier: queue('Unused: schedules are in the program', always),
    known_since: queue('Unused', always),
    last_execution: queue('Unused', always),
  }),
  table('jobs', 'migrations', {
    id: queue('Which migration of the queue', always),
    ts: queue('When it was applied', always),
    breaking: queue('Whether older workers can go on', always),
  }),
  table('migrations', 'applied', {
    id: queue('Number of the row', always),
    hash: queue('SHA-256 of the migration', always),
    created_at: queue('When the migration was written', always),
  }),
];
