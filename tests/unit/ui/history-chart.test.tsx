import fc from 'fast-check';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { HistoryChart, type HistoryPoint } from '~/ui/history-chart';
import { drawHistory } from '~/ui/history-chart.server';

const history = fc
  .array(fc.nat(5_000), { maxLength: 40 })
  .map((counts) => counts.map((count, i): HistoryPoint => ({ day: dayAfter('2026-01-05', i), count })));

function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
}

function render(points: readonly HistoryPoint[], threshold = 500): string {
  return renderToStaticMarkup(<HistoryChart title="Signatures by day" history={drawHistory(points, threshold)} />);
}

describe('a history', () => {
  it('has a table with a row for every point', () => {
    fc.assert(
      fc.property(history, fc.integer({ min: 1, max: 9_000 }), (points, threshold) => {
        const markup = render(points, threshold);
        const rows = [...markup.matchAll(/<time dateTime="([^"]+)">[^<]*<\/time><\/th><td[^>]*>([\d,]+)<\/td>/g)];
        const read = rows.map(([, day, count]) => ({ day, count: Number(count?.replaceAll(',', '')) }));
        expect(read).toEqual([...points].reverse());
      }),
      { numRuns: 60 },
    );
  });

  it('stays inside its frame and draws nothing that is not a number', () => {
    fc.assert(
      fc.property(history, fc.integer({ min: 1, max: 100_000 }), (points, threshold) => {
        const drawing = drawHistory(points, threshold);
        for (const { line, area, width, height } of [drawing.wide, drawing.narrow]) {
          expect(line + area).not.toMatch(/NaN|Infinity|undefined/);
          for (const [, x, y] of line.matchAll(/([\d.]+),([\d.]+)/g)) {
            expect(Number(x)).toBeLessThanOrEqual(width);
            expect(Number(y)).toBeLessThanOrEqual(height);
            expect(Number(y)).toBeGreaterThanOrEqual(0);
          }
        }
      }),
    );
  });

  it('says in a sentence what it shows, and names and describes both drawings', () => {
    const markup = render([
      { day: '2026-01-05', count: 12 },
      { day: '2026-01-06', count: 31 },
    ]);
    const sentence = '31 signatures on 6 January 2026, up from 12 on 5 January 2026. A response is due at 500.';
    expect(markup).toContain(`<figcaption><p>${sentence}</p>`);
    expect(markup.match(/role="img"/g)).toHaveLength(2);
    expect(markup.match(/<title id="[^"]+">Signatures by day<\/title>/g)).toHaveLength(2);
    expect(markup.split(sentence)).toHaveLength(4);
  });

  it('has words for nothing, for one day, for a fall and for a threshold passed', () => {
    expect(render([])).toContain('Nothing has been counted yet.');
    expect(render([])).not.toContain('<table');
    expect(render([{ day: '2026-01-05', count: 1 }])).toContain(
      '1 signature on 5 January 2026. A response is due at 500.',
    );
    expect(
      render([
        { day: '2026-01-05', count: 40 },
        { day: '2026-01-06', count: 39 },
      ]),
    ).toContain('down from 40');
    expect(render([{ day: '2026-01-05', count: 500 }])).toContain('A response was due at 500.');
  });

  it('leaves a threshold far above out of the picture, not out of the words', () => {
    expect(drawHistory([{ day: '2026-01-05', count: 12 }], 10_000).wide.threshold).toBeNull();
    expect(drawHistory([{ day: '2026-01-05', count: 1_612 }], 2_000).wide.threshold).not.toBeNull();
  });
});
