import { createHash } from 'node:crypto';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { eq } from 'drizzle-orm';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AuditReport } from '~/audit/report';
import { figure } from '~db/schema/published';
import { openAuditedHouse, type AuditedHouse } from '~tests/support/audited-house';
import { launchChromium } from '~tests/support/chromium';
import { openVisitor } from '~tests/support/visitor';

/*
 * Somebody who knows the address of a house and nothing else: no account, no key, no copy of the source. They take the program
 * that the house serves, or the page; both find what was planted in the database behind it.
 */

let house: AuditedHouse;
let browser: Browser;
let folder: string;

beforeAll(async () => {
  [house, browser] = await Promise.all([openAuditedHouse(), launchChromium()]);
  folder = await mkdtemp(join(tmpdir(), 'rr-auditor-'));
});

afterAll(async () => {
  await browser.close();
  await house.close();
  await rm(folder, { recursive: true, force: true });
});

/** The program alone in a folder of its own, as somebody runs it who has nothing else of ours. */
async function audit(...options: string[]): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const args = ['audit.mjs', house.server.url, '--quiet', ...options];
  const child = spawn(process.execPath, args, {
    cwd: folder,
    env: { NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number | null]>,
  ]);
  return { code, stdout, stderr };
}

const reportOf = ({ stdout }: { stdout: string }) => JSON.parse(stdout) as AuditReport;
const failedChecks = ({ checks }: AuditReport) =>
  checks
    .filter(({ result }) => result === 'failed')
    .map(({ name, findings }) => [name, findings.map(({ what }) => what)]);

describe('an auditor who has only the address', () => {
  test('takes the program from there, sees on the page that it is that one, and finds nothing wrong', async () => {
    const visitor = await openVisitor(browser, house, { device: 'laptop' });
    await visitor.visit('/transparency');
    await visitor.page.getByRole('main').getByRole('link', { name: 'The audit' }).click();
    await visitor.page.getByRole('heading', { name: 'Count it again yourself' }).waitFor();
    await visitor.check();
    const program = new Uint8Array(await (await fetch(`${house.server.url}/client-tools/audit.mjs`)).arrayBuffer());
    const digest = createHash('sha256').update(program).digest('hex');
    await visitor.page.getByText(digest).waitFor();
    await writeFile(join(folder, 'audit.mjs'), program);
    await visitor.leave();

    const found = await audit('--json', '--state', 'state.json');
    expect(found.stderr).toBe('');
    expect([failedChecks(reportOf(found)), reportOf(found).verdict, found.code]).toEqual([[], 'passed', 0]);
  });

  test('pauses it in the browser, goes on, and is told that everything is as it is shown', async () => {
    const visitor = await openVisitor(browser, house, { device: 'phone' });
    const { page } = visitor;
    let letGo = () => {};
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    await visitor.context.route('**/data/registers*', async (route) => {
      await held;
      await route.continue().catch(() => undefined);
    });
    await visitor.visit('/transparency/audit');
    await page.getByRole('button', { name: 'Begin the audit' }).click();
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByText(/^Paused/).waitFor();
    await visitor.check();
    expect(await page.locator('[data-check]').count()).toBe(0);
    letGo();
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.getByText('Everything that was checked is as it is shown').waitFor();
    await visitor.check();
    expect(await page.locator('[data-result="passed"]').count()).toBeGreaterThan(15);
    expect(await page.locator('[data-result="failed"]').count()).toBe(0);
    await visitor.leave();
  });

  test('finds a count that is one too high and an answer that was rewritten, with the program and on the page', async () => {
    const [counted] = await house.database.published
      .select()
      .from(figure)
      .where(eq(figure.signers, await mostSigners()));
    const petition = counted?.petitionId ?? '';
    await house.tamper('update published.figure set signers = signers + 1 where petition_id = $1 and day = $2', petition, counted?.day ?? ''); // prettier-ignore
    await house.tamper(
      `update published.statement_revision
      set document = jsonb_set(document, '{body}', to_jsonb((document ->> 'body') || ' We promised nothing.'))
      where kind = 'response' and revision = 1`,
    );

    const found = await audit('--json', '--state', 'state.json');
    const report = reportOf(found);
    expect([report.verdict, found.code]).toEqual(['fraud', 1]);
    const findings = report.checks.flatMap((check) => check.findings);
    expect(findings.some(({ what, where }) => what === 'text-differs' && where.includes('response'))).toBe(true);
    const wrong = findings.find(
      ({ what, where }) => /^(?:count|history)-differs$/.test(what) && where.includes(petition),
    );
    expect([wrong?.expected, wrong?.found]).toEqual([String(counted?.signers), String((counted?.signers ?? 0) + 1)]);
    const words = await audit();
    expect(words.code).toBe(1);
    expect(words.stdout).toContain(petition);

    const visitor = await openVisitor(browser, house, { device: 'phone' });
    const { page } = visitor;
    await visitor.visit('/transparency/audit');
    await page.getByRole('button', { name: 'Begin the audit' }).click();
    await page.getByText('Something here is not as it must be').waitFor();
    await visitor.check();
    const downloading = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Save the result' }).click();
    const saved = JSON.parse(await readFile(await (await downloading).path(), 'utf8')) as AuditReport;
    expect(failedChecks(saved)).toEqual(failedChecks(report));
    await page.locator(`[data-finding="text-differs"]`).first().waitFor();
    expect(await page.getByText(petition).count()).toBeGreaterThan(0);
    await visitor.leave();
  });
});

/** The largest count that is shown today of any petition: nothing of it is withheld. */
async function mostSigners(): Promise<number> {
  const rows = await house.database.published.select({ signers: figure.signers }).from(figure);
  return Math.max(...rows.map(({ signers }) => signers));
}
