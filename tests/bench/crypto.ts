import { readFileSync } from 'node:fs';
import { asGroupRoot, asNullifier } from '~/crypto/semaphore/field';
import { parseProof, type ParsedProof } from '~/crypto/semaphore/proof';
import { pathFromTiles, tileOf, upperOf } from '~/crypto/semaphore/tiles';
import { PoseidonTree } from '~/crypto/semaphore/tree';
import { createVerifier } from '~/crypto/semaphore/verifier';
import { launchChromium } from '~tests/support/chromium';
import { serveProvingPage } from '~tests/support/proving-page';
import { createSimulator } from '~tests/support/simulated-proofs';
import '~tests/support/proving-page-globals';

/** Milliseconds: wall clock, and processor time, which other programs on the machine do not lengthen as much. */
export interface Measured {
  wall: number;
  cpu: number;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function measure(runs: number, work: () => unknown): Measured {
  const taken = Array.from({ length: runs }, () => {
    const [before, start] = [process.cpuUsage(), performance.now()];
    work();
    const { user, system } = process.cpuUsage(before);
    return { wall: performance.now() - start, cpu: (user + system) / 1_000 };
  });
  return { wall: median(taken.map(({ wall }) => wall)), cpu: median(taken.map(({ cpu }) => cpu)) };
}

/** The bare verifier: one proof, and one of a batch of 32. */
export async function measureVerifier(): Promise<{ one: Measured; ofBatch: Measured }> {
  const simulator = await createSimulator();
  const verifier = await createVerifier(simulator.key);
  const proofs = Array.from({ length: 32 }, (_, index): ParsedProof => {
    const statement = {
      depth: 17,
      root: asGroupRoot(1n),
      nullifier: asNullifier(BigInt(index)),
      scope: 2n,
      message: 3n,
    };
    return parseProof(simulator.prove(statement), 17);
  });
  verifier.verifyBatch(proofs);
  const one = measure(51, () => verifier.verifyOne(proofs[0] as ParsedProof));
  const batch = measure(21, () => verifier.verifyBatch(proofs));
  return { one, ofBatch: { wall: batch.wall / 32, cpu: batch.cpu / 32 } };
}

/** The register's tree: built from nothing, one insertion, and one path from published files, as a reader's device does. */
export function measureTree(leaves = 100_000): { build: Measured; insert: Measured; path: Measured } {
  const tree = new PoseidonTree(17);
  const build = measure(1, () =>
    tree.setLeaves(Array.from({ length: leaves }, (_, index) => [index, BigInt(index + 1)] as const)),
  );
  let next = leaves;
  const insert = measure(51, () => tree.setLeaves([[next++, 7n]]));
  const files = { tile: tileOf(tree, 3), upper: upperOf(tree), index: 3_500, root: tree.root, depth: 17 };
  return { build, insert, path: measure(11, () => pathFromTiles(files)) };
}

/**
 * Proving in Chromium under the strict policy: getting ready, one proof warm (also the processor time of all its threads),
 * the peak memory of the page's process, of which the program itself, shared with all others, is some 110 MB.
 */
export async function measureProving(
  options: { cores?: number; throttle?: number; runs?: number } = {},
): Promise<{ warm: number; proof: Measured; peakMegabytes: number }> {
  const { cores = 2, throttle = 1, runs = 5 } = options;
  const [served, browser] = await Promise.all([serveProvingPage(), launchChromium()]);
  try {
    const page = await browser.newPage();
    await page.goto(served.url);
    // Workers are throttled with their page's process only where they share its thread; both are slowed by this.
    const session = await page.context().newCDPSession(page);
    await session.send('Emulation.setCPUThrottlingRate', { rate: throttle });
    const warm = await page.evaluate(async (cores) => {
      const prover = proving.createProver(proving.PROVING_FILES, undefined, cores);
      Object.assign(globalThis, { prover });
      const start = performance.now();
      await prover.warm();
      return performance.now() - start;
    }, cores);
    const system = await browser.newBrowserCDPSession();
    const renderers = async () => {
      const { processInfo } = await system.send('SystemInfo.getProcessInfo');
      return processInfo.filter(({ type }) => type === 'renderer');
    };
    const cpu = async () => (await renderers()).reduce((sum, { cpuTime }) => sum + cpuTime * 1_000, 0);
    await page.evaluate(proveOnce);
    const before = await cpu();
    const walls: number[] = [];
    for (let run = 0; run < runs; run += 1) walls.push(await page.evaluate(proveOnce));
    const proof = { wall: median(walls), cpu: ((await cpu()) - before) / runs };
    return { warm, proof, peakMegabytes: Math.max(...(await renderers()).map(({ id }) => peakOf(id))) };
  } finally {
    await browser.close();
    await served.close();
  }
}

/** Runs in the page. */
async function proveOnce(): Promise<number> {
  const { identityFromWords, newWords, possessionPath, petitionScope, signMessage } = proving;
  const { prover } = globalThis as unknown as { prover: ReturnType<typeof proving.createProver> };
  const identity = identityFromWords(newWords());
  const path = possessionPath(identity.commitment);
  const began = performance.now();
  await prover.prove({
    identity,
    path,
    scope: petitionScope('Acme', 'p1'),
    message: signMessage(new Uint8Array(32), 'sign', 0),
  });
  return performance.now() - began;
}

function peakOf(pid: number): number {
  const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Math.round(Number(kilobytes) / 1024);
}
