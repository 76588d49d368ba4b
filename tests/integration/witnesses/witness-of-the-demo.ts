import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AppLoadContext } from '@remix-run/node';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { startDemoWitness } from '~/commands/demo-witness';
import { newestCheckpoints, watchingWitnesses } from '~/features/published/witnesses/witnesses.queries.server';
import { systemClock } from '~/platform/clock';
import { demoCompany } from '~/platform/environment';
import { demoSettings } from '~/platform/settings';
import { action as cosign } from '~/routes/ledger.cosignatures';
import { demoWitness } from '~db/seed/demo-witness';
import type { TestDatabase } from '~tests/support/database';
import { houseRoutes } from '~tests/support/house-routes';

const house = 'https://robin.example';

/** The works council of the demo watches; comes last, as it adds a cosignature. */
export function describeDemoWitness(company: () => TestDatabase): void {
  let folder: string;
  let away = 0;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rr-demo-witness-'));
  });
  afterEach(() => vi.unstubAllGlobals());
  afterAll(() => rm(folder, { recursive: true, force: true }));

  /** @param answers how many requests are answered before the house is away */
  function serve(answers = Infinity): void {
    const { published } = company();
    const source = houseRoutes({ published, settings: demoSettings(demoCompany), receipts: '' });
    const wing = { name: 'published', db: published };
    const context = { clock: systemClock, publicKeys: {}, wing } as unknown as AppLoadContext;
    let left = answers;
    vi.stubGlobal('fetch', async (address: string, init: RequestInit) => {
      if ((left -= 1) < 0) {
        away += 1;
        throw new TypeError('away');
      }
      const { pathname } = new URL(address);
      if (init.method !== 'POST') return new Response(Buffer.from(await source.get(pathname)));
      return cosign({ request: new Request(address, { ...init, signal: null }), context, params: {} });
    });
  }

  const start = (onTrouble: (words: string) => void) =>
    startDemoWitness({ house, key: demoWitness.key, folder, everyMs: 1, onTrouble });

  it('is let in from the beginning, and has seen nothing before it is run', async () => {
    expect(await watchingWitnesses(company().published)).toMatchObject([
      { name: 'works-council.tidewater.example/w', runBy: 'The works council', last: null, cosigned: 0 },
    ]);
  });

  it('waits while the demo is away, then cosigns what it finds in order', async () => {
    const troubles: string[] = [];
    serve(2);
    const witness = start((words) => troubles.push(words));
    await vi.waitFor(() => expect(away).toBeGreaterThan(1));
    serve();
    const seen = async () => (await watchingWitnesses(company().published))[0];
    await vi.waitFor(async () => expect((await seen())?.cosigned).toBe(1), 20_000);
    await witness.stop();
    const [newest] = await newestCheckpoints(company().published, 1);
    expect((await seen())?.last?.size).toBe(newest?.size);
    expect(newest?.cosignedBy).toMatchObject([{ witness: 'works-council.tidewater.example/w' }]);
    expect(troubles).toEqual([]);
  });
}
