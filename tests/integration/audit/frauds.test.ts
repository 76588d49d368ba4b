import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeReport } from '~/audit/describe-report';
import type { AuditReport } from '~/audit/report';
import { createTestDatabase, type TestDatabase } from '~tests/support/database';
import { openAuditedDemo, type AuditedDemo } from '~tests/support/audited-demo';
import { describeKept } from './kept';
import { ledgerFrauds } from './ledger-frauds';
import { registerFrauds } from './register-frauds';
import { siteFrauds } from './site-frauds';

let database: TestDatabase;
let demo: AuditedDemo;
beforeAll(async () => {
  database = await createTestDatabase();
  demo = await openAuditedDemo(database);
});
afterAll(() => database.close());

/** What was found: the check, and the code, each once. */
export function found({ checks }: AuditReport): string[] {
  return [...new Set(checks.flatMap(({ name, findings }) => findings.map(({ what }) => `${name}: ${what}`)))].sort();
}

/** What was due and could not be checked. */
const gaps = ({ checks }: AuditReport) =>
  checks.filter(({ result, optional }) => result === 'not checked' && !optional).map(({ name }) => name);

test('a house that does not cheat passes, by its own routes and as it was copied', async () => {
  for (const source of [demo.source, demo.copy()]) {
    const report = await demo.audit(source);
    expect(found(report)).toEqual([]);
    expect(gaps(report)).toEqual([]);
    expect(report.verdict).toBe('passed');
    for (const { name, subjects } of report.checks) {
      const none = ['kept-checkpoints', 'witnesses', 'receipts', 'filings'].includes(name);
      expect(subjects > 0, name).toBe(!none);
    }
  }
});

test('and so does a ledger that was made anew from the same entries: what cheats is what a fraud changes', async () => {
  const house = demo.copy();
  house.signAnew();
  expect((await demo.audit(house)).verdict).toBe('passed');
});

describe('is found and named', () => {
  test.each([...siteFrauds, ...registerFrauds, ...ledgerFrauds])('$name', async ({ cheat, finds }) => {
    const house = demo.copy();
    const options = cheat(house);
    const report = await demo.audit(house, options ?? {});
    expect(found(report), describeReport(report)).toEqual([...finds].sort());
    expect(report.verdict).toBe('fraud');
  });
});

describeKept(() => demo);
