import { writeFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { asGroupRoot, asNullifier } from '~/crypto/semaphore/field';
import { parseProof } from '~/crypto/semaphore/proof';
import { createVerificationPool, MAX_BATCH, type VerificationPool } from '~/crypto/semaphore/verification-pool';
import { VERIFICATION_KEYS } from '~/crypto/semaphore/verification-keys';
import { createSimulator, type Simulator } from '~tests/support/simulated-proofs';
import { bundleVerificationThread } from '~tests/support/verification-thread';

let simulator: Simulator;
let thread: { url: URL; remove: () => Promise<void> };
let broken: URL;
let deaf: URL;
const pools: VerificationPool[] = [];

beforeAll(async () => {
  simulator = await createSimulator();
  thread = await bundleVerificationThread();
  broken = new URL('broken.mjs', thread.url);
  deaf = new URL('failing.mjs', thread.url);
  await writeFile(broken, 'throw new Error("cannot start");');
  await writeFile(
    deaf,
    `import { parentPort } from 'node:worker_threads';
     parentPort.on('message', (proofs) => {
       if (proofs.some((proof) => proof.nullifier === 13n)) throw new Error('struck');
       parentPort.postMessage(proofs.map(() => true));
     });
     parentPort.postMessage('ready');`,
  );
});
afterEach(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool.close()));
});
afterAll(() => thread.remove());

const open = (options: Partial<Parameters<typeof createVerificationPool>[0]> = {}) => {
  const pool = createVerificationPool({ threadUrl: thread.url, key: simulator.key, ...options });
  pools.push(pool);
  return pool;
};
const proofOf = (nullifier: bigint) => {
  const statement = { depth: 17, root: asGroupRoot(5n), nullifier: asNullifier(nullifier), scope: 1n, message: 2n };
  return parseProof(simulator.prove(statement), 17);
};
const forged = (nullifier: bigint) => ({ ...proofOf(nullifier), message: 3n });
const failure = (code: string): unknown => expect.objectContaining({ name: 'VerificationPoolError', code });

describe('a verification pool', () => {
  it('tells valid from invalid proofs, each its own answer, over more than a batch at once', async () => {
    const pool = open();
    const proofs = Array.from({ length: MAX_BATCH * 3 }, (_, index) => {
      return index % 40 === 7 ? forged(BigInt(index)) : proofOf(BigInt(index));
    });
    const outcomes = await Promise.all(proofs.map((proof) => pool.verify(proof)));
    expect(outcomes.flatMap((outcome, index) => (outcome === 'invalid' ? [index] : []))).toEqual([7, 47, 87]);
  });

  it('works with several threads', async () => {
    const pool = open({ threads: 2 });
    const outcomes = await Promise.all(Array.from({ length: 80 }, (_, index) => pool.verify(proofOf(BigInt(index)))));
    expect(outcomes).toEqual(new Array(80).fill('valid'));
  });

  it('refuses test proofs with the production key', async () => {
    expect(await open({ key: VERIFICATION_KEYS[17] }).verify(proofOf(1n))).toBe('invalid');
  });

  it('finishes what it accepted before it closes, and accepts nothing after', async () => {
    const pool = open();
    const accepted = Array.from({ length: 50 }, (_, index) => pool.verify(proofOf(BigInt(index))));
    const closed = pool.close();
    await expect(pool.verify(proofOf(1n))).rejects.toEqual(failure('closed'));
    expect(await Promise.all(accepted)).toEqual(new Array(50).fill('valid'));
    await closed;
  });

  it('closes when nothing was ever asked, and when asked twice', async () => {
    const pool = open();
    await Promise.all([pool.close(), pool.close()]);
  });

  it('refuses more than may wait', async () => {
    const pool = open({ maxQueued: 3 });
    const all = await Promise.allSettled(Array.from({ length: 5 }, (_, index) => pool.verify(proofOf(BigInt(index)))));
    expect(all.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled', 'rejected', 'rejected']);
    expect(all[4]).toMatchObject({ reason: failure('overloaded') });
    expect(await pool.verify(proofOf(9n))).toBe('valid');
  });

  it('loses the batch of a thread that fails, never calls it valid, and goes on with another thread', async () => {
    const pool = open({ threadUrl: deaf });
    expect(await pool.verify(proofOf(1n))).toBe('valid');
    const lost = pool.verify(proofOf(13n));
    const behind = pool.verify(proofOf(2n));
    await expect(lost).rejects.toEqual(failure('thread-failed'));
    expect(await behind).toBe('valid');
    expect(await pool.verify(proofOf(3n))).toBe('valid');
  });

  it('refuses what waits when a thread cannot even start', async () => {
    const pool = open({ threadUrl: broken });
    await expect(Promise.all([pool.verify(proofOf(1n)), pool.verify(proofOf(2n))])).rejects.toEqual(
      failure('thread-failed'),
    );
    await expect(pool.verify(proofOf(3n))).rejects.toEqual(failure('thread-failed'));
  });
});
