import { readdirSync, readFileSync } from 'node:fs';

/*
 * Processor time as Linux counts it. On a machine that others use too, it says what something costs where the clock on the
 * wall says how busy the others were.
 */

/** Ticks of /proc a second: fixed on every Linux that Node runs on. */
const ticks = 100;

/** Processor seconds that a process has used so far, all its threads together. 0 once it is gone. */
export function processorSeconds(pid: number): number {
  return secondsIn(`/proc/${String(pid)}/stat`);
}

function secondsIn(file: string): number {
  const [user = 0, system = 0] = statIn(file)?.slice(11, 13).map(Number) ?? [];
  return (user + system) / ticks;
}

/** The same over a process and its children, those that have ended included. */
export function familySeconds(pid: number): number {
  const stat = statIn(`/proc/${String(pid)}/stat`);
  if (!stat) return 0;
  const own = stat.slice(11, 15).map(Number);
  const living = childrenOf(pid).reduce((sum, child) => sum + processorSeconds(child), 0);
  return own.reduce((sum, each) => sum + each, 0) / ticks + living;
}

/** The same for one thread after the other: the first is the main one, the rest in the order in which they were started. */
export function threadSeconds(pid: number): number[] {
  const threads = readdirSync(`/proc/${String(pid)}/task`).map(Number);
  return threads
    .sort((one, other) => one - other)
    .map((thread) => secondsIn(`/proc/${String(pid)}/task/${String(thread)}/stat`));
}

export function parentOf(pid: number): number {
  return Number(statIn(`/proc/${String(pid)}/stat`)?.[1] ?? 0);
}

function childrenOf(pid: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((each) => parentOf(each) === pid);
}

/** What follows the name of the program, which may itself hold blanks: state, parent, … */
function statIn(file: string): string[] | null {
  try {
    const stat = readFileSync(file, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return null;
  }
}

/** Memory that a process holds for itself at this moment, without files that it shares with others, in MB. */
export function residentMegabytes(pid: number): number {
  const status = readFileSync(`/proc/${String(pid)}/status`, 'utf8');
  return Number(/^RssAnon:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) / 1024;
}
