import { beforeAll, describe, expect, test } from 'vitest';
import { describeReport } from '~/audit/describe-report';
import type { AuditReport } from '~/audit/report';
import type { AuditedDemo } from '~tests/support/audited-demo';
import { actFrauds } from './act-frauds';
import { gatheringFrauds } from './gathering-frauds';
import { describeKept } from './kept';
import { ledgerFrauds } from './ledger-frauds';
import { moderationFrauds } from './moderation-frauds';
import { registerFrauds } from './register-frauds';
import { organizingFrauds } from './organizing-frauds';
import { siteFrauds } from './site-frauds';
import { unitFrauds } from './unit-frauds';
import { unknownOrganizerFrauds } from './unknown-organizer-frauds';

/** What was found: the check, and the code, each once. */
function found({ checks }: AuditReport): string[] {
  return [...new Set(checks.flatMap(({ name, findings }) => findings.map(({ what }) => `${name}: ${what}`)))].sort();
}

/** What was due and could not be checked. */
const gaps = ({ checks }: AuditReport) =>
  checks.filter(({ result, optional }) => result === 'not checked' && !optional).map(({ name }) => name);

/** A house that does not cheat passes; each way to cheat with what it published is found and named. @param open reads it */
export function describeAudit(open: () => Promise<AuditedDemo>): void {
  let demo: AuditedDemo;
  beforeAll(async () => {
    demo = await open();
  });

  test('a house that does not cheat passes, by its own routes and as it was copied', async () => {
    for (const source of [demo.source, demo.copy()]) {
      const report = await demo.audit(source);
      expect(found(report)).toEqual([]);
      expect(gaps(report)).toEqual([]);
      expect(report.verdict).toBe('passed');
      for (const { name, subjects } of report.checks) {
        const none = ['kept-checkpoints', 'receipts', 'filings'].includes(name);
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
    test.each([
      ...siteFrauds,
      ...registerFrauds,
      ...actFrauds,
      ...gatheringFrauds,
      ...unitFrauds,
      ...organizingFrauds,
      ...unknownOrganizerFrauds,
      ...ledgerFrauds,
      ...moderationFrauds,
    ])('$name', async ({ cheat, finds }) => {
      const house = demo.copy();
      const options = cheat(house);
      const report = await demo.audit(house, options ?? {});
      expect(found(report), describeReport(report)).toEqual([...finds].sort());
      expect(report.verdict).toBe('fraud');
    });
  });

  describeKept(() => demo);
}
