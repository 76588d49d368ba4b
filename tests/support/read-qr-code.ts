import type { Browser, Locator } from 'playwright-core';
import decodeQr from 'qr/decode.js';

interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly data: string;
}

/** What a phone's camera reads from a code on another screen: the text in a picture of it. */
export async function readQrCode(browser: Browser, code: Locator): Promise<string> {
  const picture = (await code.screenshot()).toString('base64');
  const page = await browser.newPage();
  try {
    const { width, height, data } = await page.evaluate(pixelsOf, picture);
    return decodeQr({ width, height, data: new Uint8ClampedArray(Buffer.from(data, 'base64')) });
  } finally {
    await page.close();
  }
}

/** Runs in an empty page. @param picture base64 of a PNG */
async function pixelsOf(picture: string): Promise<Pixels> {
  const bytes = Uint8Array.from(atob(picture), (character) => character.charCodeAt(0));
  const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
  const { width, height } = bitmap;
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('this browser cannot draw');
  context.drawImage(bitmap, 0, 0);
  const { data } = context.getImageData(0, 0, width, height);
  let text = '';
  for (const byte of data) text += String.fromCharCode(byte);
  return { width, height, data: btoa(text) };
}
