import { Writable } from 'node:stream';
import { beforeEach, expect, test } from 'vitest';
import { createLog, DayLog, describeFailure, type Log, type LogFields } from '~/platform/logger';

let lines: string[];
let log: Log;

beforeEach(() => {
  lines = [];
  log = createLog(
    new Writable({
      write(chunk: Buffer, _encoding, done) {
        lines.push(chunk.toString());
        done();
      },
    }),
  );
});

const parsed = () => lines.map((line) => JSON.parse(line) as Record<string, unknown>);

test('a line holds what is allowed, and nothing that was slipped in', () => {
  const slipped = {
    status: 500,
    url: '/unseen/signatures?x=1',
    email: 'erin@company.example',
    headers: { 'user-agent': 'tell-tale' },
    err: new Error('tell-tale'),
  } as LogFields;
  log.error(slipped, 'request failed');
  expect(parsed()).toEqual([
    { level: 'error', time: expect.any(String) as string, status: 500, msg: 'request failed' },
  ]);
});

test('a failure is described without its message', () => {
  const error = Object.assign(new TypeError('erin@company.example signed'), {
    code: '23505',
    detail: 'Key (email)=(…)',
  });
  const description = describeFailure(error);
  expect(description).toMatchObject({ error: 'TypeError', code: '23505' });
  expect(JSON.stringify(description)).not.toContain('company.example');
  expect(JSON.stringify(description)).not.toContain('Key');
  expect(description.at?.[0]).toContain('logger.test.ts');
});

test('a code that is not one is left out', () => {
  expect(describeFailure(Object.assign(new Error(), { code: 'erin@company.example' }))).not.toHaveProperty('code');
  expect(describeFailure('erin@company.example')).toEqual({ error: 'string' });
});

test('a message that spans lines cannot put itself where the stack is', () => {
  const error = new Error('x\n    at erin@company.example');
  expect(JSON.stringify(describeFailure(error))).not.toContain('company.example');
});

test('failures of the anonymous wing are silent while the day lasts, and then counted by kind', () => {
  const day = new DayLog(log);
  day.turn('2026-03-01');
  for (let n = 0; n < 3; n += 1) day.error({ error: 'RangeError', at: ['at a'] });
  day.error({ error: 'Error', at: ['at b'] });
  day.turn('2026-03-01');
  expect(lines).toEqual([]);
  day.turn('2026-03-02');
  expect(parsed()).toMatchObject([
    { error: 'Error', count: 1, part: 'anonymous' },
    { error: 'RangeError', count: 3, part: 'anonymous' },
  ]);
  day.turn('2026-03-03');
  expect(lines).toHaveLength(2);
});

test('their log does not grow with what an attacker can make fail', () => {
  const day = new DayLog(log);
  for (let n = 0; n < 1000; n += 1) day.error({ error: `Error${String(n)}` });
  day.flush();
  expect(lines).toHaveLength(100);
});
