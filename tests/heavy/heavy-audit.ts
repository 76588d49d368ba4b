import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openAuditedHouse, runAudit } from '~tests/bench/audited-house';
import { note, report } from '~tests/bench/report';

const signatures = 100_000;
/** Seconds, on two cores, with the server that answers on the same ones. */
const aim = 180;

/**
 * Audits a house of 100,000 people, all of whom signed, with the program that the house serves; then once more, from where that
 * ended. Throws unless every proof was verified and everything passed.
 */
export async function auditLargeHouse(): Promise<void> {
  const house = await openAuditedHouse(signatures);
  const folder = await mkdtemp(join(tmpdir(), 'rr-heavy-audit-'));
  try {
    const state = ['--state', join(folder, 'state.json')];
    note('auditing');
    const first = await runAudit(house, state);
    note('auditing again');
    const second = await runAudit(house, state);
    for (const { report: found } of [first, second]) {
      const proofs = found.checks.find(({ name }) => name === 'proofs');
      if (found.verdict !== 'passed' || proofs?.subjects !== signatures) {
        throw new Error(JSON.stringify(found.checks.filter(({ result }) => result !== 'passed')));
      }
    }
    report(`An audit of ${String(signatures)} signatures and a register of as many keys`, [
      {
        what: 'from the address to the report',
        value: `${first.wall.toFixed(0)} s`,
        aim: `< ${String(aim)} s`,
        met: first.wall < aim,
      },
      { what: 'processor time of it, all threads', value: `${first.processor.toFixed(0)} s` },
      { what: 'once more, from where it ended', value: `${second.wall.toFixed(0)} s` },
    ]);
  } finally {
    await house.close();
    await rm(folder, { recursive: true });
  }
}
