import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ensureBuilt } from '~tests/support/server';
import { runNight, stepsOf, type Step } from './nightly';
import { readNightArguments } from './nightly-arguments';

let folder: string;
beforeAll(async () => {
  [folder] = await Promise.all([mkdtemp(join(tmpdir(), 'rr-night-')), ensureBuilt()]);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const program = (name: string, source: string, line = /^result.*/m): Step => ({ name, args: ['-e', source], line });
const ends = (code: number) => `console.log('before\\nresult ${String(code)}\\nafter'); process.exit(${String(code)})`;

async function night(...steps: Step[]) {
  const into = await mkdtemp(join(folder, 'day-'));
  const told: string[] = [];
  const code = await runNight(steps, into, (line) => told.push(line));
  return { code, told, read: (name: string) => readFile(join(into, name), 'utf8') };
}

describe('one night', () => {
  test('says a line for each program, keeps all that each wrote, and ends with 0 where all is in order', async () => {
    const { code, told, read } = await night(program('drill', ends(0)), program('audit', ends(0)));
    expect(code).toBe(0);
    expect(told).toEqual(['drill    in order  result 0', 'audit    in order  result 0']);
    expect(await read('summary')).toBe(`${told.join('\n')}\n`);
    expect(await read('audit.txt')).toBe('before\nresult 0\nafter\n');
  });

  test.each([
    [1, [0, 1, 0]],
    [2, [0, 2, 0]],
    [1, [2, 1, 2]],
    [1, [1, 2, 0]],
    [2, [0, 0, 2]],
    // No program of ours ends so: it broke.
    [2, [0, 137, 0]],
  ])('ends with %i after %j, and goes on to the end', async (expected, codes) => {
    const { code, told } = await night(...codes.map((each, place) => program(`p${String(place)}`, ends(each))));
    expect(code).toBe(expected);
    expect(told).toHaveLength(codes.length);
  });

  test('takes a program that was killed, and one that never came up, for one that said nothing', async () => {
    const { code, told } = await night(
      program('drill', `console.log('half'); process.kill(process.pid, 'SIGKILL')`),
      program('audit', `console.error('no such thing'); process.exit(2)`),
    );
    expect(code).toBe(2);
    expect(told).toEqual(['drill    not said  half', 'audit    not said  no such thing']);
  });

  test('has the built programs, of which none can say anything where the house is away', async () => {
    const asked = readNightArguments(['http://127.0.0.1:9', '--folder', folder]);
    if (typeof asked === 'string') throw new Error(asked);
    const [drill, ...overHttp] = stepsOf({ ...asked, day: 'away' }, false);
    for (const file of drill?.args.filter((arg) => arg.endsWith('s') && arg.includes('/')) ?? []) expect(existsSync(file)).toBe(true); // prettier-ignore
    const { code, told } = await night(...overHttp);
    expect(code).toBe(2);
    expect(told).toHaveLength(2);
    expect(told[0]).toMatch(/^audit {4}not said {2}Nothing wrong was found, but not everything could be checked/);
    expect(told[1]).toMatch(/^compare {2}not said {2}It could not be compared: /);
  });

  test('holds the house to what it signed the night before, and to a key that is known', () => {
    const asked = { address: 'https://a.example', folder: '/kept', day: '2026-11-24', people: 100, key: 'K' };
    const [, audit, compare] = stepsOf(asked, true);
    expect(audit?.args.join(' ')).toContain('--key K --checkpoint /kept/checkpoint');
    expect(compare?.args.join(' ')).toContain('--key K');
    expect(stepsOf({ ...asked, key: undefined }, false)[1]?.args).not.toContain('--checkpoint');
  });

  test.each([[[]], [['https://a.example']], [['a.example', '--folder', 'x']], [['https://a.example', '--folder', 'x', '--people', '9']], [['https://a.example', '--folder', 'x', '--what']]])(
    'does not begin with %j',
    (given) => {
      expect(readNightArguments(given)).toContain('Usage: npm run nightly');
    },
  ); // prettier-ignore
});

describe('the units that come with the documents', () => {
  const names = readdirSync('docs/nightly');
  const read = (name: string) => readFileSync(join('docs/nightly', name), 'utf8');
  const value = (unit: string, key: string) => new RegExp(`^${key}=(.*)$`, 'm').exec(read(unit))?.[1] ?? '';

  test('are all there, and name each other', () => {
    expect(names.sort()).toEqual([
      'round-robin-nightly-failed.service',
      'round-robin-nightly.service',
      'round-robin-nightly.timer',
    ]);
    expect(names).toContain(value('round-robin-nightly.timer', 'Unit'));
    expect(names).toContain(value('round-robin-nightly.service', 'OnFailure'));
    expect(value('round-robin-nightly-failed.service', 'ExecStart')).toContain('--unit round-robin-nightly ');
  });

  test('run a script that exists, with arguments that it takes, in a folder that it may write', () => {
    const [, script = '', rest = ''] =
      /^\/usr\/bin\/npm run --silent (\S+) -- (.+)$/.exec(value('round-robin-nightly.service', 'ExecStart')) ?? [];
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
    const source = / (tests\/\S+\.ts)$/.exec(scripts[script] ?? '')?.[1] ?? '';
    expect(existsSync(source)).toBe(true);
    const state = value('round-robin-nightly.service', 'StateDirectory');
    expect(readNightArguments(rest.split(' '))).toMatchObject({ people: 1000, folder: `/var/lib/${state}` });
  });
});
