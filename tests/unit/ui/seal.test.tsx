import fc from 'fast-check';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { Seal } from '~/ui/seal';
import { drawSeal, type SealSize } from '~/ui/seal-geometry';

const size = fc.constantFrom<SealSize>('small', 'medium', 'large');
const LIMITS: Record<SealSize, number> = { small: 24, medium: 40, large: 120 };

function ticksIn(markup: string): number {
  const path = /class="seal__ticks" d="([^"]*)"/.exec(markup)?.[1] ?? '';
  return path.split('M').length - 1;
}

describe('a seal', () => {
  it('has one tick a signature up to its limit, and never more', () => {
    fc.assert(
      fc.property(
        size,
        fc.nat(100_000),
        fc.integer({ min: 1, max: 20_000 }),
        fc.string(),
        (size, count, threshold, id) => {
          const markup = renderToStaticMarkup(
            <Seal id={id} size={size} count={count} threshold={threshold} label="x" />,
          );
          expect(ticksIn(markup)).toBe(Math.min(count, LIMITS[size]));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('shows nothing that depends on a count or a threshold while none may be shown', () => {
    fc.assert(
      fc.property(size, fc.integer({ min: 1, max: 9_999 }), fc.array(fc.nat(9_999)), (size, threshold, reached) => {
        const waiting = (figures: { threshold: number; thresholdsReached: number[] }) =>
          renderToStaticMarkup(<Seal id="p" size={size} count={null} {...figures} label="" />);
        const markup = waiting({ threshold, thresholdsReached: reached });
        expect(markup).toBe(waiting({ threshold: 77_777, thresholdsReached: [] }));
        expect(markup).not.toMatch(/77|seal__(ticks|arc|notch|count)/);
      }),
    );
  });

  it('is the same for the same figures, in whatever order thresholds are told', () => {
    fc.assert(
      fc.property(
        fc.nat(5_000),
        fc
          .uniqueArray(fc.integer({ min: 1, max: 6_000 }), { maxLength: 5 })
          .chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length }))),
        (count, [reached, shuffled]) => {
          const figures = { id: 'p', count, threshold: 6_000 };
          const drawing = drawSeal('large', { ...figures, thresholdsReached: reached });
          expect(drawSeal('large', { ...figures, thresholdsReached: shuffled })).toEqual(drawing);
        },
      ),
    );
  });

  it('changes only with what is published: id, count, threshold and thresholds reached', () => {
    const figures = { id: 'p', count: 17, threshold: 50 };
    const drawing = drawSeal('large', figures);
    expect(drawSeal('large', { ...figures, signedAt: Date.now() } as typeof figures)).toEqual(drawing);
    expect(drawSeal('large', { ...figures, id: 'q' }).tickPath).not.toBe(drawing.tickPath);
    expect(drawSeal('large', { ...figures, count: 18 }).tickPath).not.toBe(drawing.tickPath);
  });

  it('closes its arc at the threshold and not before, and never runs past it', () => {
    fc.assert(
      fc.property(fc.nat(3_000), fc.integer({ min: 1, max: 1_500 }), (count, threshold) => {
        const { arc } = drawSeal('medium', { id: 'p', count, threshold });
        expect(arc === 100).toBe(count >= threshold);
        expect(arc).toBeLessThanOrEqual(100);
      }),
    );
    expect(drawSeal('medium', { id: 'p', count: 999_999, threshold: 1_000_000 }).arc).toBeLessThan(100);
  });

  it('names no goal where there is none, and closes its circle at the first signature', () => {
    const markup = renderToStaticMarkup(<Seal id="p" size="large" count={12} threshold={0} label="12 signatures" />);
    expect(markup).not.toMatch(/of 0|NaN|Infinity/);
    expect(drawSeal('large', { id: 'p', count: 12, threshold: 0 }).arc).toBe(100);
    expect(drawSeal('large', { id: 'p', count: 0, threshold: 0 }).arc).toBe(0);
  });

  it('puts a notch only where a threshold was reached', () => {
    const drawing = drawSeal('large', {
      id: 'p',
      count: 1_612,
      threshold: 2_000,
      thresholdsReached: [1_900, 500, 500, 2_000, -1],
    });
    expect(drawing.notches).toEqual([90]);
  });

  it('says in words what it shows, or nothing where the words stand beside it', () => {
    const said = renderToStaticMarkup(
      <Seal id="p" size="large" count={1_612} threshold={2_000} label="1,612 of 2,000" />,
    );
    expect(said).toContain('role="img" aria-label="1,612 of 2,000"');
    expect(said).toContain('>1,612</text>');
    expect(said).toContain('>of 2,000</text>');
    expect(renderToStaticMarkup(<Seal id="p" size="small" count={3} threshold={9} label="" />)).toContain(
      'aria-hidden="true"',
    );
  });
});
