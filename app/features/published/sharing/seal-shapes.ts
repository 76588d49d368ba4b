import { drawSeal, type SealFigures } from '~/ui/seal-geometry';

/** One line of a seal, in the units of its box. */
export interface SealShape {
  readonly d: string;
  readonly ink: 'ink' | 'rule' | 'accent';
  readonly width: number;
  readonly round?: boolean;
  readonly filled?: boolean;
}

/** Width and height of the box that a large seal is drawn in. */
export const sealBox = 260;

/** The seal of the pages, as paths: for paper and pictures, which know no style sheets. */
export function sealShapes(figures: SealFigures): SealShape[] {
  const { ring, arc, arcWidth, tickPath, tickWidth, ticks, notches } = drawSeal('large', figures);
  const centre = sealBox / 2;
  if (arc === null) return [{ d: dots(centre, ring), ink: 'rule', width: arcWidth * 0.75, round: true }];
  return [
    ...(ticks > 0 ? [{ d: tickPath, ink: 'ink' as const, width: tickWidth, round: true }] : []),
    { d: arcPath(centre, ring, 100), ink: 'rule', width: arcWidth * 0.8 },
    ...(arc > 0 ? [{ d: arcPath(centre, ring, arc), ink: 'accent' as const, width: arcWidth, round: true }] : []),
    ...notches.map((degrees) => {
      const [x, y] = pointAt(centre, ring, degrees / 3.6);
      return { d: circle(x, y, arcWidth * 1.1), ink: 'accent' as const, width: 0, filled: true };
    }),
  ];
}

/** Where on a ring so many percent of the way round are, clockwise from the top. */
function pointAt(centre: number, radius: number, percent: number): [number, number] {
  const angle = (2 * Math.PI * percent) / 100;
  return [round(centre + radius * Math.sin(angle)), round(centre - radius * Math.cos(angle))];
}

function arcPath(centre: number, radius: number, percent: number): string {
  const [startX, startY] = pointAt(centre, radius, 0);
  if (percent >= 100) return circle(centre, centre, radius);
  const [x, y] = pointAt(centre, radius, percent);
  return `M${startX} ${startY}A${radius} ${radius} 0 ${percent > 50 ? 1 : 0} 1 ${x} ${y}`;
}

function circle(x: number, y: number, radius: number): string {
  return `M${round(x)} ${round(y - radius)}A${radius} ${radius} 0 1 1 ${round(x)} ${round(y + radius)}A${radius} ${radius} 0 1 1 ${round(x)} ${round(y - radius)}Z`;
}

function dots(centre: number, radius: number): string {
  return Array.from({ length: 24 }, (_, place) => {
    const [x, y] = pointAt(centre, radius, (place * 100) / 24);
    return `M${x} ${y}L${round(x + 0.01)} ${y}`;
  }).join('');
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
