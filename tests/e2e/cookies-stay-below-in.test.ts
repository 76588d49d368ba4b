import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Request } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { acceptedPetition } from '~tests/support/accepted-petition';
import { launchChromium } from '~tests/support/chromium';
import { enrolColleagues } from '~tests/support/colleagues';
import { openJourneyHouse, type JourneyHouse } from '~tests/support/journey-house';
import { openVisitor } from '~tests/support/visitor';

let house: JourneyHouse;
let browser: Browser;
let petition: string;

beforeAll(async () => {
  [house, browser] = await Promise.all([openJourneyHouse(), launchChromium()]);
  await enrolColleagues(house, 12);
  petition = await acceptedPetition(house, 'Stop recording our keystrokes and screens');
  await house.publish();
});

afterAll(async () => {
  await browser.close();
  await house.close();
});

/** As the browser really sent them, not as the page asked for them. */
const cookieOf = async (request: Request) => (await request.allHeaders())['cookie'];

describe('somebody who is signed in', () => {
  test('reads, and goes as far as signing, without the cookie; only requests below /in/ carry it', async () => {
    const visitor = await openVisitor(browser, house);
    const { page, requests } = visitor;
    await visitor.signIn(house.address('employee'));
    for (const name of ['Petitions', 'My key']) await page.getByRole('link', { name }).first().click();
    for (const path of ['/', '/petitions', `/petitions/${petition}`, '/my-key', '/safety', '/enrol']) {
      await visitor.visit(path);
    }
    await visitor.visit(`/petitions/${petition}/sign`);
    await page.getByRole('button', { name: 'I have read it: go on' }).click();
    await page.getByText('You are signed in on this device.').waitFor();
    await visitor.check();
    const posted = await page.evaluate(async () => {
      const answer = await fetch('/unseen/signatures', {
        method: 'POST',
        credentials: 'omit',
        headers: { 'content-type': 'application/json' },
        body: '{}',
      });
      return { status: answer.status, sets: answer.headers.has('set-cookie') };
    });
    expect(posted).toEqual({ status: 400, sets: false });
    visitor.expectFailure(/400/);
    await visitor.visit('/in/me');

    const sent = await Promise.all(requests.map(async (request) => [request.url(), await cookieOf(request)] as const));
    const carrying = sent.filter(([, cookie]) => cookie !== undefined).map(([url]) => new URL(url).pathname);
    expect(carrying).toContain('/in/me');
    expect(carrying.filter((path) => !path.startsWith('/in/'))).toEqual([]);
    const setting = await Promise.all(
      requests.map(async (request) => (await request.response())?.headerValue('set-cookie')),
    );
    const setters = requests.filter((_, index) => setting[index]).map((request) => new URL(request.url()).pathname);
    expect(setters.filter((path) => !path.startsWith('/in/'))).toEqual([]);
    const cookies = await visitor.context.cookies();
    expect(cookies.map(({ path }) => path)).toEqual(cookies.map(() => '/in'));
    await visitor.leave();
  });

  test('is not acted for by a page of another site', async () => {
    const visitor = await openVisitor(browser, house);
    await visitor.signIn(house.address('organizer'));
    const hostile = await serveHostilePage(house.server.url);
    visitor.expectFailure(/other host/);
    visitor.expectFailure(/403|ERR_|Failed to load/);
    await visitor.page.goto(hostile.url);
    const answer = visitor.page.waitForResponse('**/in/me');
    await visitor.page.getByRole('button', { name: 'Win a prize' }).click();
    expect((await answer).status()).toBe(403);
    await hostile.close();

    await visitor.visit('/in/me');
    await visitor.page.getByRole('heading', { name: 'Oona Organizer' }).waitFor();
    await visitor.leave();
  });
});

/** A page on another origin of this machine, which for cookies counts as the same site: so the origin has to be looked at. */
async function serveHostilePage(target: string): Promise<{ url: string; close: () => Promise<void> }> {
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html');
    response.end(
      `<!doctype html><html lang="en"><title>Prizes</title><form method="post" action="${target}/in/me">` +
        '<input type="hidden" name="intent" value="sign-out-everywhere"><button>Win a prize</button></form>',
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://localhost:${String(port)}/`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
}
