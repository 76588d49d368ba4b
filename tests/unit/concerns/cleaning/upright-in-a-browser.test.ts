import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchChromium } from '~tests/support/chromium';
import { cleaned, photograph, photographs } from '~tests/support/photographs';

/*
 * A real decoder shows a picture before and after cleaning: the same pixels, the same way up.
 */

let browser: Browser;
let page: Page;

beforeAll(async () => {
  browser = await launchChromium();
  page = await browser.newPage();
});
afterAll(() => browser.close());

interface Shown {
  readonly width: number;
  readonly height: number;
  /** A checksum over all pixels. */
  readonly digest: string;
}

/** What a browser shows, turned as the picture asks for, without its colour profile. */
async function shown(bytes: Uint8Array, mediaType: string, orientation: 'from-image' | 'none'): Promise<Shown> {
  return page.evaluate(
    async ([base64, type, imageOrientation]) => {
      const blob = new Blob([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))], { type });
      const bitmap = await createImageBitmap(blob, { colorSpaceConversion: 'none', imageOrientation });
      const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
      const context = canvas.getContext('2d');
      if (!context) throw new Error('no canvas');
      context.drawImage(bitmap, 0, 0);
      const { data, width, height } = context.getImageData(0, 0, bitmap.width, bitmap.height);
      let digest = 0;
      for (const value of data) digest = (Math.imul(digest, 31) + value) >>> 0;
      return { width, height, digest: `${String(digest)} of ${String(data.length)}` };
    },
    [Buffer.from(bytes).toString('base64'), mediaType, orientation] as const,
  );
}

const orientations = [1, 2, 3, 4, 5, 6, 7, 8].map((each) => `orientation-${String(each)}.jpg`);

describe.each([...photographs, ...orientations])('%s', (name) => {
  test('shows the same pixels, the same way up, as before', async () => {
    const { data, mediaType } = await cleaned(photograph(name));
    for (const orientation of ['from-image', 'none'] as const) {
      const before = await shown(photograph(name), mediaType, orientation);
      expect(before.width).toBeGreaterThan(50);
      expect(await shown(data, mediaType, orientation)).toEqual(before);
    }
  });
});

test('each of the eight ways up is another picture, so it matters which one is kept', async () => {
  const all = await Promise.all(
    orientations.map(async (name) => shown((await cleaned(photograph(name))).data, 'image/jpeg', 'from-image')),
  );
  expect(new Set(all.map(({ digest }) => digest)).size).toBe(8);
  expect(all.map(({ width, height }) => width > height)).toEqual([true, true, true, true, false, false, false, false]);
});
