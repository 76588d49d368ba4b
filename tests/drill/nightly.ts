import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';

/** What is let loose on a house in one night. */
export interface Night {
  /** Where the house is. */
  readonly address: string;
  /** What stays from night to night, with a folder for each day. */
  readonly folder: string;
  readonly day: string;
  /** In the drill's company. */
  readonly people: number;
  /** First key of the ledger, where somebody knows it from elsewhere. */
  readonly key?: string | undefined;
}

/** One program and its arguments for Node. All of them end with 0: in order, 1: something was found, 2: nothing can be said. */
export interface Step {
  readonly name: string;
  readonly args: readonly string[];
  /** Finds the line of its output that says what came of it. */
  readonly line: RegExp;
}

const inOrder = 0;
const found = 1;
const notSaid = 2;
const words = ['in order', 'FOUND', 'not said'] as const;

/** The drill of this source; then the audit and the comparison of what the house serves, also against what it signed the night before. */
export function stepsOf({ address, folder, day, people, key }: Night, keptCheckpoint: boolean): Step[] {
  const keyArguments = key === undefined ? [] : ['--key', key];
  const held = keptCheckpoint ? ['--checkpoint', join(folder, 'checkpoint')] : [];
  return [
    {
      name: 'drill',
      args: [
        ...['--max-old-space-size=8192', 'app/commands/run-typescript.mjs', 'tests/drill/run-drill.ts', String(people)],
        ...['--result', join(folder, day, 'drill.json')],
      ],
      line: /^(?:FAILED: |Nobody who ).*/m,
    },
    {
      name: 'audit',
      args: [
        ...['build/client/client-tools/audit.mjs', address, '--quiet', '--state', join(folder, 'audit-state')],
        ...[...keyArguments, ...held],
      ],
      line: /^(?:FRAUD FOUND: |Nothing wrong was found, but |All checks passed).*/m,
    },
    {
      name: 'compare',
      args: ['build/server/compare.js', address, ...keyArguments],
      line: /^(?:The same\.|\d[\d,]* differences?\.|It could not be compared: ).*/m,
    },
  ];
}

/**
 * Runs everything, one after the other, whatever came of the one before. Each writes into a file of the day's folder; what came of
 * it is one line, told as soon as it is known and kept in `summary`.
 * @returns 1 where anything was found, else 2 where anything could not be said, else 0
 */
export async function runNight(
  steps: readonly Step[],
  dayFolder: string,
  tell: (line: string) => void,
): Promise<number> {
  await mkdir(dayFolder, { recursive: true });
  const lines: string[] = [];
  const codes: number[] = [];
  for (const step of steps) {
    const { code, output } = await run(step, join(dayFolder, `${step.name}.txt`));
    const line = `${step.name.padEnd(8)} ${words[code].padEnd(9)} ${step.line.exec(output)?.[0] ?? lastLine(output)}`;
    lines.push(line);
    codes.push(code);
    tell(line);
    await writeFile(join(dayFolder, 'summary'), `${lines.join('\n')}\n`);
  }
  return codes.includes(found) ? found : Math.max(...codes, inOrder);
}

/**
 * The newest checkpoint, for the next night to hold the house to.
 * @returns null where there is none to be had
 */
export async function fetchCheckpoint(address: string): Promise<string | null> {
  try {
    const response = await fetch(new URL('/ledger/checkpoint', address), { signal: AbortSignal.timeout(30_000) });
    return response.ok ? await response.text() : null;
  } catch {
    return null;
  }
}

type Code = 0 | 1 | 2;

async function run({ args }: Step, file: string): Promise<{ code: Code; output: string }> {
  const into = createWriteStream(file);
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  child.stdout.pipe(into, { end: false });
  child.stderr.pipe(into, { end: false });
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  into.end();
  await finished(into);
  const output = await readFile(file, 'utf8');
  // Killed, or out of memory: whatever it had found, it did not say.
  return { code: code === inOrder || code === found ? code : notSaid, output };
}

function lastLine(output: string): string {
  return output.trim().split('\n').at(-1) ?? '';
}
