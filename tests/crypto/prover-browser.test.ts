import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { identityFromWords } from '~/crypto/semaphore/key';
import { possessionPath } from '~/crypto/semaphore/possession';
import { checkStatement, parseProof } from '~/crypto/semaphore/proof';
import { petitionScope, signMessage } from '~/crypto/semaphore/statement';
import { VERIFICATION_KEYS } from '~/crypto/semaphore/verification-keys';
import { createVerifier } from '~/crypto/semaphore/verifier';
import { launchChromium } from '~tests/support/chromium';
import { provingFiles } from '~tests/support/proving-files';
import { serveProvingPage, type ProvingPage } from '~tests/support/proving-page';
import '~tests/support/proving-page-globals';

const WORDS = 'legal winner thank year wave sausage worth useful legal winner thank yellow';
let served: ProvingPage;
let browser: Browser;
let page: Page;
let complaints: string[];

beforeAll(async () => {
  [served, browser] = await Promise.all([serveProvingPage(), launchChromium()]);
});
afterAll(async () => {
  await browser.close();
  await served.close();
});
beforeEach(async () => {
  complaints = [];
  page = await browser.newPage();
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(served.url);
});
afterEach(async () => {
  served.tamper(null);
  await page.close();
});

/** Proves in the page and returns the proof, the stages and how often the page's own thread had a turn meanwhile. */
const proveIn = (words: string, cores: number) =>
  page.evaluate(
    async ([words, cores]) => {
      const { createProver, PROVING_FILES, identityFromWords, possessionPath, petitionScope, signMessage } = proving;
      const identity = identityFromWords(words);
      const prover = createProver(PROVING_FILES, undefined, cores);
      const stages: string[] = [];
      let turns = 0;
      const counting = setInterval(() => (turns += 1), 10);
      const proof = await prover.prove(
        {
          identity,
          path: possessionPath(identity.commitment),
          scope: petitionScope('Acme', 'p1'),
          message: signMessage(new Uint8Array(32), 'sign', 0),
        },
        (stage) => stages.push(stage),
      );
      clearInterval(counting);
      prover.dispose();
      return { proof, stages, turns };
    },
    [words, cores] as const,
  );

describe('a proof made in a real browser under the strict policy', () => {
  it.each([2, 1])('is accepted by the server (%i cores)', async (cores) => {
    served.asked.length = 0;
    const { proof, stages, turns } = await proveIn(WORDS, cores);
    const identity = identityFromWords(WORDS);
    const parsed = parseProof(proof, 17);
    checkStatement(parsed, {
      roots: [possessionPath(identity.commitment).root],
      scope: petitionScope('Acme', 'p1'),
      message: signMessage(new Uint8Array(32), 'sign', 0),
    });
    const verifier = await createVerifier(VERIFICATION_KEYS[17]);
    expect(() => verifier.verifyOne(parsed)).not.toThrow();
    expect(stages).toEqual(['loading', 'witness', 'proof', 'checking']);
    expect(turns).toBeGreaterThan(10);
    expect(complaints).toEqual([]);
    expect(served.asked.filter((path) => path.includes('semaphore-17')).length).toBeLessThanOrEqual(2);
    // Nothing was asked for but our own files, and none of them names a person or a proof.
    for (const path of served.asked.filter((path) => path !== '/favicon.ico'))
      expect(path).toMatch(/^\/assets\/(?:prover-worker|semaphore-17)-[\w-]+\.\w+$/);
  });

  it('compiles nothing on the page itself', async () => {
    const refused = await page.evaluate(async () => {
      try {
        await WebAssembly.compile(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0));
        return null;
      } catch (error) {
        return (error as Error).name;
      }
    });
    expect(refused).toBe('CompileError');
  });
});

describe('when something is wrong', () => {
  const attempt = () =>
    page.evaluate(async () => {
      const { createProver, PROVING_FILES } = proving;
      const prover = createProver(PROVING_FILES);
      Object.assign(globalThis, { prover });
      const codeOf = (error: unknown) => (error as { code?: string }).code ?? String(error);
      return prover.warm().then(() => 'warm', codeOf);
    });
  const again = () =>
    page.evaluate(() => {
      const { prover } = globalThis as unknown as { prover: ReturnType<typeof proving.createProver> };
      return prover.warm().then(() => 'warm', String);
    });

  it('with a file, no proof is made, and the right file mends it', async () => {
    const { zkey } = provingFiles(17);
    zkey[2_000_000] = (zkey[2_000_000] as number) ^ 1;
    served.tamper(/\.zkey$/, zkey);
    expect(await attempt()).toBe('wrong-file');
    served.tamper(null);
    expect(await again()).toBe('warm');
  });

  it('with the connection, it says so, and trying again mends it', async () => {
    served.tamper(/\.wasm$/);
    expect(await attempt()).toBe('download-failed');
    served.tamper(null);
    expect(await again()).toBe('warm');
  });

  it('with the worker itself, it says so', async () => {
    served.tamper(/prover-worker/);
    expect(await attempt()).toBe('worker-failed');
  });

  it('with the path, it says so and goes on working; ended, it refuses', async () => {
    const codes = await page.evaluate(async () => {
      const { createProver, PROVING_FILES, identityFromWords, newWords, possessionPath, petitionScope, signMessage } =
        proving;
      const prover = createProver(PROVING_FILES);
      const [one, other] = [identityFromWords(newWords()), identityFromWords(newWords())];
      const path = possessionPath(other.commitment);
      const [scope, message] = [petitionScope('Acme', 'p1'), signMessage(new Uint8Array(32), 'sign', 0)];
      const attempt = () => prover.prove({ identity: one, path, scope, message }).then(() => 'proved', (error: unknown) => (error as { code: string }).code); // prettier-ignore
      const first = await attempt();
      const second = await attempt();
      const waiting = attempt();
      prover.dispose();
      return [first, second, await waiting, await attempt()];
    });
    expect(codes).toEqual(['not-on-path', 'not-on-path', 'closed', 'closed']);
  });
});
