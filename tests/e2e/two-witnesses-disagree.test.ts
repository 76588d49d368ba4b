import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchChromium } from '~tests/support/chromium';
import { openJourneyHouse, type JourneyHouse } from '~tests/support/journey-house';
import { startLyingHouse, startStaticSite, type SmallServer } from '~tests/support/lying-house';
import { openVisitor } from '~tests/support/visitor';
import { entries, History } from '~tests/support/witnessed-ledger';

let browser: Browser;
let house: JourneyHouse;
let folder: string;
const servers: SmallServer[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rr-witnesses-'));
  // Witnesses go by the clock of their own machine.
  const now = new Date(Math.floor(Date.now() / 60_000) * 60_000).toISOString();
  [browser, house] = await Promise.all([launchChromium(), openJourneyHouse(now)]);
});
afterAll(async () => {
  await Promise.all(servers.map((server) => server.close()));
  await Promise.all([browser.close(), house.close(), rm(folder, { recursive: true, force: true })]);
});

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** The program as somebody runs it who has nothing but this file. */
function witness(name: string, ...args: readonly string[]): Promise<Ran> {
  const all = ['build/client/client-tools/witness.mjs', ...args, '--key', join(folder, `${name}.key`)];
  return new Promise((resolve) => {
    execFile(process.execPath, all, (error, out, err) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err });
    });
  });
}
const watch = (name: string, address: string, ...more: readonly string[]) =>
  witness(name, address, '--state', join(folder, name), ...more);
const site = async (name: string) => {
  const server = await startStaticSite(join(folder, name, 'public'));
  servers.push(server);
  return `${server.url}/checkpoint`;
};

async function entriesSigned(): Promise<number> {
  const answer = await fetch(`${house.server.url}/ledger/checkpoint`);
  return answer.ok ? Number((await answer.text()).split('\n')[1]) : 0;
}

/** Publishes, and waits until more entries than these are signed. @returns how many are */
async function grown(than: number): Promise<number> {
  await house.publish();
  await expect.poll(entriesSigned, { timeout: 60_000, interval: 100 }).toBeGreaterThan(than);
  return entriesSigned();
}

test('a house that shows its two witnesses two histories says so itself, on every page, for ever', async () => {
  const atFirst = await grown(0);
  const administrator = await openVisitor(browser, house);
  await administrator.signIn(house.address('administrator'));
  for (const [name, runBy] of [
    ['council', 'Works council'],
    ['union', 'Union of engineers'],
  ] as const) {
    const made = await witness(name, '--new-key', `${name}.example/w`);
    expect(made.code).toBe(0);
    const key = new RegExp(`${name}\\.example/w\\+\\S+`).exec(made.out)?.[0] ?? '';
    await administrator.visit('/in/admin/witnesses');
    await administrator.page.getByLabel('Who runs it').fill(runBy);
    await administrator.page.getByLabel('Its key').fill(key);
    await administrator.page.getByRole('button', { name: 'Let it in' }).click();
    await administrator.page.getByText('Let in, and the ledger says so.').waitFor();
  }
  await grown(atFirst + 1);

  // The council sees the house as everybody does, and everybody sees that it does.
  expect(await watch('council', house.server.url)).toMatchObject({ code: 0, err: '' });
  const reader = await openVisitor(browser, house, { device: 'phone' });
  await reader.visit('/transparency');
  await reader.page.getByRole('link', { name: 'Witnesses' }).click();
  await reader.page.getByText(/all [\d,]+ entries/).waitFor();
  await reader.check();
  expect(await reader.page.getByRole('alert').count()).toBe(0);

  // The union is shown as many entries, and others, signed by the same key. It cannot know.
  const skey = (await readFile(house.ledgerKeyFile, 'utf8')).trim();
  const size = await entriesSigned();
  const lying = await startLyingHouse(house.server.url, new History(entries(size)), skey);
  servers.push(lying);
  expect(await watch('union', lying.url)).toMatchObject({ code: 0, err: '' });

  // Until one of them looks at what the other published.
  const told = await watch('council', house.server.url, '--compare', await site('union'));
  expect(told.code).toBe(3);
  expect(told.err).toContain('THE LEDGER HAS SIGNED TWO HISTORIES');
  expect(told.err).toContain('The house was given the proof');

  await reader.visit('/');
  await reader.page.getByRole('alert').getByText('two histories').waitFor();
  await reader.page.getByRole('alert').getByRole('link').click();
  await reader.page.getByRole('heading', { name: 'Two histories' }).waitFor();
  await reader.check();
  const proof = reader.page.locator('#contradictions');
  expect(await proof.textContent()).toContain('union.example/w');
  await administrator.visit('/in/me');
  expect(await administrator.page.getByRole('alert').count()).toBe(1);

  // It is no different later, whatever the witnesses are shown then.
  expect((await watch('council', house.server.url)).code).toBe(3);
  expect((await watch('union', house.server.url)).code).toBe(3);
  await reader.visit('/petitions');
  expect(await reader.page.getByRole('alert').count()).toBe(1);
  await Promise.all([reader.leave(), administrator.leave()]);
});
