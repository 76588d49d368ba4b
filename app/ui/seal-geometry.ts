import { unitHash } from './hash';

export type SealSize = 'small' | 'medium' | 'large';

interface Proportions {
  box: number;
  /** Up to here one tick is one signature; above, ticks are bins. */
  maxTicks: number;
  ring: number;
  tickFrom: number;
  tickShort: number;
  tickLong: number;
  tickWidth: number;
  arcWidth: number;
}

const PROPORTIONS: Record<SealSize, Proportions> = {
  small: {
    box: 32,
    maxTicks: 24,
    ring: 8.6,
    tickFrom: 11.4,
    tickShort: 2.2,
    tickLong: 4.2,
    tickWidth: 1.2,
    arcWidth: 2.3,
  },
  medium: { box: 96, maxTicks: 40, ring: 29, tickFrom: 36, tickShort: 5, tickLong: 11, tickWidth: 2.4, arcWidth: 5 },
  large: { box: 260, maxTicks: 120, ring: 86, tickFrom: 98, tickShort: 11, tickLong: 29, tickWidth: 2, arcWidth: 4.5 },
};

export interface SealFigures {
  /** Of what the seal is: ticks of different petitions differ, those of one never change their place. */
  id: string;
  /** Published signatures, or null where no number may be shown. */
  count: number | null;
  /** The next threshold, the full circle; 0 where there is none. */
  threshold: number;
  /** Thresholds reached before, in any order. */
  thresholdsReached?: readonly number[] | undefined;
}

export interface SealDrawing {
  box: number;
  ring: number;
  ticks: number;
  tickPath: string;
  tickWidth: number;
  arcWidth: number;
  /** 0 to 100; null where no number may be shown. */
  arc: number | null;
  /** Where thresholds were reached, in degrees clockwise from the top, ascending. */
  notches: number[];
}

/**
 * Draws a seal from published figures alone (design 6). Takes no list and no time, so nothing about who or when can
 * show: the number of ticks is the count up to a limit, and their lengths come from the petition's id.
 */
export function drawSeal(size: SealSize, { id, count, threshold, thresholdsReached = [] }: SealFigures): SealDrawing {
  const shape = PROPORTIONS[size];
  const ticks = count === null ? 0 : Math.min(Math.max(0, Math.floor(count)), shape.maxTicks);
  const goal = Math.max(1, threshold);
  const reached = count === null ? [] : [...new Set(thresholdsReached)].filter((t) => t > 0 && t < goal && t <= count);
  return {
    box: shape.box,
    ring: shape.ring,
    ticks,
    tickPath: tickPath(shape, id, ticks),
    tickWidth: shape.tickWidth,
    arcWidth: shape.arcWidth,
    arc: count === null ? null : arcOf(count, goal),
    notches: reached.sort((a, b) => a - b).map((t) => round((360 * t) / goal)),
  };
}

function tickPath(shape: Proportions, id: string, ticks: number): string {
  const centre = shape.box / 2;
  let path = '';
  for (let i = 0; i < ticks; i += 1) {
    const angle = (2 * Math.PI * i) / ticks;
    const length = shape.tickShort + (shape.tickLong - shape.tickShort) * unitHash(`${id}:${i}`);
    const [x, y] = [Math.sin(angle), -Math.cos(angle)];
    const from = shape.tickFrom;
    const to = from + length;
    path += `M${round(centre + x * from)} ${round(centre + y * from)}L${round(centre + x * to)} ${round(centre + y * to)}`;
  }
  return path;
}

/** In percent, rounded down: the circle closes when the threshold is reached and not a signature earlier. */
function arcOf(count: number, goal: number): number {
  return count >= goal ? 100 : Math.floor((10_000 * Math.max(0, count)) / goal) / 100;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
