import { MAX_BATCH } from '~/crypto/semaphore/verification-pool';
import { createVerifier } from '~/crypto/semaphore/verifier';
import { openAuditedHouse, runAudit, type AuditedHouse } from './audited-house';
import { note, report } from './report';

/*
 * What an audit costs beside what verifying its proofs costs: reading, hashing and comparing everything else. In processor time, as
 * the server answers on the same machine.
 */

const signatures = 6_000;
/** All else may cost half of what verifying costs; starting, and making the register anew, included. */
const aim = 1.5;

export async function measureAudit(): Promise<void> {
  const house = await openAuditedHouse(signatures);
  try {
    note('auditing');
    const audited = await runAudit(house);
    if (audited.report.verdict !== 'passed') throw new Error('the house did not pass');
    const proof = await secondsOfAProof(house);
    const ratio = audited.processor / (signatures * proof);
    report(`An audit of ${String(signatures)} signatures`, [
      { what: 'verifying a proof alone', value: `${(1000 * proof).toFixed(2)} ms` },
      { what: 'the audit, of each signature', value: `${((1000 * audited.processor) / signatures).toFixed(2)} ms` },
      {
        what: 'the audit over verifying alone',
        value: ratio.toFixed(2),
        aim: `<= ${String(aim)}`,
        met: ratio <= aim,
      },
      { what: 'on the wall clock', value: `${audited.wall.toFixed(1)} s` },
    ]);
  } finally {
    await house.close();
  }
}

/** Processor seconds of one proof in full batches. */
async function secondsOfAProof({ simulator, proofs }: AuditedHouse): Promise<number> {
  note('verifying alone');
  const verifier = await createVerifier(simulator.key);
  verifier.verifyBatch(proofs.slice(0, MAX_BATCH));
  const began = process.cpuUsage();
  for (let start = 0; start < proofs.length; start += MAX_BATCH) {
    const refused = verifier.verifyBatch(proofs.slice(start, start + MAX_BATCH)).some((refusal) => refusal !== null);
    if (refused) throw new Error('a simulated proof was refused');
  }
  const { user, system } = process.cpuUsage(began);
  return (user + system) / 1e6 / proofs.length;
}
