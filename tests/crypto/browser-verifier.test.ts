import { MessageChannel as NodeChannel } from 'node:worker_threads';
import { afterEach, expect, test } from 'vitest';
import {
  startVerifiers,
  VerifierWorkerError,
  verifierOver,
  type VerifierAnswer,
  type VerifierRequest,
} from '~/crypto/semaphore/browser-verifier';
import type { ParsedProof } from '~/crypto/semaphore/proof';

/* Workers are played by ports: what they verify is tested with the verifier, and in a browser with the audit. */

const ports: { close: () => void }[] = [];
afterEach(() => ports.splice(0).forEach((port) => port.close()));

const proof = (n: number) => ({ depth: 17, nullifier: BigInt(n) }) as unknown as ParsedProof;

function worker(answer: (batch: VerifierRequest) => VerifierAnswer | Promise<VerifierAnswer>): MessagePort {
  const { port1, port2 } = new NodeChannel();
  ports.push(port1, port2);
  port1.on('message', (batch: VerifierRequest) => {
    void Promise.resolve(answer(batch)).then((given) => port1.postMessage(given));
  });
  return port2 as unknown as MessagePort;
}

const evenIsValid = (batch: VerifierRequest) => batch.map(({ nullifier }) => nullifier % 2n === 0n);

test('every batch gets its own answer, whichever worker takes it and however many wait', async () => {
  const taken: [number, number] = [0, 0];
  const count = (place: 0 | 1) => worker((batch) => ((taken[place] += 1), evenIsValid(batch)));
  const verify = verifierOver([count(0), count(1)]);
  const batches = Array.from({ length: 40 }, (_, at) => [proof(at), proof(2 * at), proof(at + 1)]);
  const answers = await Promise.all(batches.map(verify));
  expect(answers).toEqual(batches.map(evenIsValid));
  expect(taken[0] + taken[1]).toBe(40);
  expect(Math.min(...taken)).toBeGreaterThan(0);
});

test('a worker is asked one thing at a time', async () => {
  let atOnce = 0;
  let most = 0;
  const verify = verifierOver([
    worker(async (batch) => {
      most = Math.max(most, (atOnce += 1));
      await Promise.resolve();
      atOnce -= 1;
      return evenIsValid(batch);
    }),
  ]);
  await Promise.all(Array.from({ length: 10 }, (_, at) => verify([proof(at)])));
  expect(most).toBe(1);
});

test('what fails says so, and the next batch is answered', async () => {
  let first = true;
  const verify = verifierOver([
    worker((batch) => {
      const answer = first ? { failed: 'out of memory' } : evenIsValid(batch);
      first = false;
      return answer;
    }),
  ]);
  await expect(verify([proof(2)])).rejects.toThrow(VerifierWorkerError);
  expect(await verify([proof(2)])).toEqual([true]);
});

test('a worker that dies is heard of, and all of them end together', () => {
  const failures: string[] = [];
  const workers = Array.from({ length: 3 }, () => ({ onerror: () => undefined, ended: 0, given: 0 }));
  const waiting = [...workers];
  const start = () => {
    const own = waiting.shift();
    return {
      set onerror(listener: () => undefined) {
        if (own) own.onerror = listener;
      },
      postMessage: () => (own ? (own.given += 1) : 0),
      terminate: () => (own ? (own.ended += 1) : 0),
    } as unknown as Worker;
  };
  const verifiers = startVerifiers(3, () => failures.push('one'), start);
  ports.push(...verifiers.ports);
  workers[1]?.onerror();
  verifiers.end();
  expect(failures).toEqual(['one']);
  expect(workers.map(({ ended, given }) => [ended, given])).toEqual([
    [1, 1],
    [1, 1],
    [1, 1],
  ]);
});
