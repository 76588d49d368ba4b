import { randomBytes } from 'node:crypto';
import decodeQR from 'qr/decode.js';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { drawQr, QrCode, type QrDrawing } from '~/ui/qr-code';

const PIXELS_A_MODULE = 4;

/** Paints the path as a browser would: it consists of rectangles one module high. */
function paint({ size, path }: QrDrawing) {
  const side = size * PIXELS_A_MODULE;
  const data = new Uint8Array(side * side * 4).fill(255);
  for (const [, x, y, width] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)) {
    for (let row = Number(y) * PIXELS_A_MODULE; row < (Number(y) + 1) * PIXELS_A_MODULE; row += 1) {
      const from = row * side + Number(x) * PIXELS_A_MODULE;
      for (let pixel = from; pixel < from + Number(width) * PIXELS_A_MODULE; pixel += 1)
        data.fill(0, pixel * 4, pixel * 4 + 3);
    }
  }
  return { width: side, height: side, data };
}

describe('a QR code', () => {
  it.each([
    ['https://petitions.example.org/enrol#' + randomBytes(32).toString('base64url')],
    ['https://petitions.example.org/petitions/0d5c8f0e/sign'],
    ['umlauts: Größe, naïve'],
    ['x'.repeat(600)],
  ])('is read back by a reader: %s', (text) => {
    expect(decodeQR(paint(drawQr(text)))).toBe(text);
  });

  it('keeps four light modules around itself', () => {
    const { size, path } = drawQr('https://petitions.example.org');
    const starts = [...path.matchAll(/M(\d+) (\d+)h(\d+)/g)];
    expect(starts.length).toBeGreaterThan(20);
    for (const [, x, y, width] of starts) {
      expect(Number(x)).toBeGreaterThanOrEqual(4);
      expect(Number(y)).toBeGreaterThanOrEqual(4);
      expect(Number(x) + Number(width)).toBeLessThanOrEqual(size - 4);
      expect(Number(y)).toBeLessThan(size - 4);
    }
  });

  it('says where it leads', () => {
    const markup = renderToStaticMarkup(<QrCode text="https://a.example/#secret" label="A link for your phone" />);
    expect(markup).toContain('role="img" aria-label="A link for your phone"');
    expect(markup).not.toContain('secret');
  });
});
