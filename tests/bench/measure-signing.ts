import type { CDPSession, Page } from 'playwright-core';
import { toBytes32 } from '~/crypto/semaphore/field';
import { identityFromWords } from '~/crypto/semaphore/key';
import { entropyToWords } from '~/crypto/words';
import { dayOf, systemClock } from '~/platform/clock';
import { addEnrolledPeople } from '~db/factories/many-people';
import { addAcceptedPetition } from '~db/factories/open-petition';
import { createThrowAwayDatabase, type ThrowAwayDatabase } from '~db/factories/throw-away-database';
import { enrolment, person } from '~db/schema/identified';
import { launchChromium } from '~tests/support/chromium';
import { startTestServer } from '~tests/support/server';
import { rendererOf, watchMemory } from './page-process';
import { processorSeconds } from './processor-time';
import { milliseconds, note, quantile, report, type Figure } from './report';
import { slowDown } from './slow-down';

/*
 * Signing as a person does it, in real Chromium against the real server, in a crowd of 100,000: from the click to the
 * receipt, with everything warm, so that what is measured is reading the register from the browser's cache, proving,
 * sending, accepting, and checking the receipt.
 */

const crowd = 100_000;
const times = 5;
const aims = { milliseconds: 1_500, megabytes: 250 } as const;

const words = entropyToWords(new Uint8Array(16).fill(3));

interface Signing {
  /** From the click to the receipt. */
  readonly milliseconds: number;
  /** Longest piece of work in which the page could not answer its reader. */
  readonly longestTask: number;
  /** Processor time of the page and its workers, in seconds. */
  readonly seconds: number;
  /** Largest private memory of the page and its workers meanwhile. */
  readonly megabytes: number;
}

const ways = ['plain', 'page at a quarter', 'all at a quarter'] as const;
type Way = (typeof ways)[number];

export async function measureSigning(): Promise<void> {
  const database = await createThrowAwayDatabase();
  await fill(database);
  const server = await startTestServer({ database });
  const browser = await launchChromium();
  try {
    note(`waiting for the register of ${String(crowd)} keys to open`);
    await untilThere(`${server.url}/registers/1/editions/latest`);
    const session = await browser.newBrowserCDPSession();
    const context = await browser.newContext();
    const figures: Figure[] = [];
    let petition = 0;
    for (const way of ways) {
      note(`signing: ${way}`);
      const signings: Signing[] = [];
      for (let time = 0; time <= times; time += 1) {
        // A page of its own, and with it a process: so memory is that of one signing.
        const page = await context.newPage();
        signings.push(await sign(page, session, `${server.url}/petitions/${idOf(petition)}/sign`, way));
        await page.close();
        petition += 1;
      }
      // The first fills caches.
      figures.push(...figuresOf(way, signings.slice(1)));
    }
    report(`Signing in Chromium, as one of ${String(crowd + 1)}: medians of ${String(times)}`, figures);
  } finally {
    await browser.close();
    await server.stop();
    await database.close();
  }
}

const idOf = (number: number) => `bench-${String(number)}`;

async function fill({ identified }: ThrowAwayDatabase): Promise<void> {
  note(`enrolling ${String(crowd)} people`);
  const day = dayOf(systemClock.now());
  await addEnrolledPeople(identified, { count: crowd, day });
  const signer = { personNumber: 'S1', name: 'Sina Signer', email: 's1@volume.example', unitPath: 'Company / Area 1' };
  await identified.insert(person).values({ ...signer, status: 'active' });
  const identityCommitment = toBytes32(identityFromWords(words).commitment);
  await identified
    .insert(enrolment)
    .values({ personNumber: signer.personNumber, generation: 1, identityCommitment, reason: 'first', day });
  for (let number = 0; number < ways.length * (times + 1); number += 1) {
    await addAcceptedPetition(identified, { id: idOf(number), day });
  }
}

async function untilThere(url: string): Promise<void> {
  while (!(await fetch(url)).ok) await new Promise((resolve) => setTimeout(resolve, 500));
}

async function sign(page: Page, session: CDPSession, url: string, way: Way): Promise<Signing> {
  await page.goto(url);
  await page.getByRole('button', { name: 'I have read it: go on' }).click();
  await page.getByRole('button', { name: 'I have my twelve words' }).click();
  await page.getByLabel('Your twelve words').fill(words);
  await page.getByRole('button', { name: 'Use these words once' }).click();
  const button = page.getByRole('button', { name: /^Sign as one of/ });
  await button.waitFor();
  // Every reader of the page has the register in the cache by then.
  await page.waitForLoadState('networkidle');
  const renderer = await rendererOf(page, session);
  await watch(page);
  const slow = await slowDown(page, renderer, way === 'plain' ? 'not' : way === 'page at a quarter' ? 'page' : 'all');
  const memory = watchMemory(renderer);
  const before = processorSeconds(renderer);
  await button.click();
  const { elapsed, longestTask } = await page.evaluate(() => globalThis.signing);
  const seconds = processorSeconds(renderer) - before;
  await slow.end();
  return { milliseconds: elapsed, longestTask, seconds, megabytes: memory.end() };
}

declare global {
  /** What the measured page reports of itself. */
  var signing: Promise<{ elapsed: number; longestTask: number }>;
}

/** Makes the page note when it was clicked, when the receipt was there, and its longest task between the two. */
async function watch(page: Page): Promise<void> {
  await page.evaluate(() => {
    let clicked = 0;
    let longestTask = 0;
    addEventListener('click', () => (clicked = performance.now()), { capture: true, once: true });
    const tasks = new PerformanceObserver((list) => {
      for (const { startTime, duration } of list.getEntries())
        if (clicked > 0 && startTime + duration > clicked) longestTask = Math.max(longestTask, duration);
    });
    tasks.observe({ type: 'longtask' });
    globalThis.signing = new Promise((resolve, reject) => {
      const look = () => {
        const text = document.body.textContent;
        if (text.includes('Not done yet')) reject(new Error(text));
        if (!text.includes('You signed')) return;
        const elapsed = performance.now() - clicked;
        // Tasks are reported a moment after they end.
        setTimeout(() => resolve({ elapsed, longestTask }), 300);
      };
      new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true });
    });
  });
}

function figuresOf(way: Way, signings: readonly Signing[]): Figure[] {
  const median = (of: (signing: Signing) => number) => quantile(signings.map(of), 0.5);
  const [elapsed, megabytes] = [
    median((each) => each.milliseconds),
    Math.max(...signings.map((each) => each.megabytes)),
  ];
  const longest = Math.max(...signings.map(({ longestTask }) => longestTask));
  const plain = way === 'plain';
  return [
    {
      what: `${way}: click to receipt`,
      value: milliseconds(elapsed),
      ...(plain ? { aim: `<= ${milliseconds(aims.milliseconds)}`, met: elapsed <= aims.milliseconds } : {}),
    },
    {
      what: `${way}: processor time of the page and its workers`,
      value: milliseconds(1000 * median((each) => each.seconds)),
    },
    { what: `${way}: longest block of the page, of all`, value: longest === 0 ? 'under 50 ms' : milliseconds(longest) },
    {
      what: `${way}: private memory, largest of all`,
      value: `${megabytes.toFixed(0)} MB`,
      ...(plain ? { aim: `<= ${String(aims.megabytes)} MB`, met: megabytes <= aims.megabytes } : {}),
    },
  ];
}
