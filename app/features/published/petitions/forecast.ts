import { addDays } from '~/platform/clock';
import { daysBetween } from '~/ui/days';

/*
 * When a petition reaches its threshold, if it goes on as it did. The model, in full:
 *
 *   Each day brings a number of signatures, independent of the other days, with the mean m and the variance v of the days in
 *   the window. After t days there are m t more, give or take: the days themselves vary by v t, and the mean, being known from
 *   n days only, by t² v / n. Both are taken to be normal.
 *
 * It knows no weekends within a week (a window has whole weeks where it can), no news, and no fading of interest: of most
 * petitions the later days bring fewer. So it is told as what happens if the pace stays.
 */

/** Days that are looked at: whole weeks, the newest ones. */
export const forecastWindow = 14;
/** Fewer days tell nothing. */
export const leastDays = 7;
/** Nobody is told of a day further away. */
export const furthestDays = 365;
/** Of ten forecasts eight hold, if the model does: the 10th and the 90th of a hundred. */
const tenth = 1.2816;

export interface CountedDay {
  readonly day: string;
  readonly signers: number;
}

export type Forecast =
  | { readonly kind: 'reached' }
  /** Nothing can be said, and why. */
  | { readonly kind: 'none'; readonly why: 'no-threshold' | 'not-open' | 'withheld' | 'too-few-days' | 'no-growth' }
  | {
      readonly kind: 'day';
      /** The day on which it is reached with one chance in two. */
      readonly likely: string;
      /** With one chance in ten, and with nine in ten; null where that day is too far away or never comes. */
      readonly earliest: string;
      readonly latest: string | null;
      /** Signatures a day, in the window. */
      readonly pace: number;
      /** Days that were looked at. */
      readonly days: number;
      /** Whether the likely day comes after the last on which it can be signed. */
      readonly afterClosing: boolean;
      /** Signatures at closing, if it goes on: the middle, and eight times in ten between these. */
      readonly atClosing: { readonly likely: number; readonly low: number; readonly high: number };
    }
  /** At this pace it is not reached within a year. */
  | { readonly kind: 'far'; readonly pace: number; readonly days: number };

export interface ForecastInput {
  /** Days on which a publication changed the count, ascending, as far as they may be shown; between two it stood still. */
  readonly history: readonly CountedDay[];
  readonly threshold: number | null;
  readonly isOpen: boolean;
  readonly closesDay: string;
  /** The UTC day. */
  readonly today: string;
}

/** What {@link ForecastInput} lets one expect. Knows nothing but published counts. */
export function forecast({ history, threshold, isOpen, closesDay, today }: ForecastInput): Forecast {
  const last = history.at(-1);
  if (threshold === null) return { kind: 'none', why: 'no-threshold' };
  if (last && last.signers >= threshold) return { kind: 'reached' };
  if (!isOpen) return { kind: 'none', why: 'not-open' };
  if (!last) return { kind: 'none', why: 'withheld' };
  const gains = dailyGains(history, today);
  if (gains.length < leastDays) return { kind: 'none', why: 'too-few-days' };
  const { mean, variance } = momentsOf(gains);
  if (mean <= 0) return { kind: 'none', why: 'no-growth' };
  const missing = threshold - last.signers;
  const spread = { mean, variance, days: gains.length };
  const likely = Math.ceil(missing / mean);
  const pace = { pace: mean, days: gains.length };
  if (likely > furthestDays) return { kind: 'far', ...pace };
  const from = addDays(today, -1) > last.day ? addDays(today, -1) : last.day;
  const left = Math.max(0, daysBetween(from, closesDay));
  const latest = daysUntil(missing, spread, -tenth);
  return {
    kind: 'day',
    likely: addDays(from, likely),
    earliest: addDays(from, daysUntil(missing, spread, tenth) ?? likely),
    latest: latest === null ? null : addDays(from, latest),
    ...pace,
    afterClosing: likely > left,
    atClosing: {
      likely: Math.round(last.signers + mean * left),
      low: Math.max(0, Math.round(gainedAfter(left, spread, -tenth) + last.signers)),
      high: Math.round(gainedAfter(left, spread, tenth) + last.signers),
    },
  };
}

/**
 * What each day of the window brought, oldest first. The first counted day brings none: all that came before it came at once.
 * Today is left out unless it was counted already.
 */
export function dailyGains(history: readonly CountedDay[], today: string): number[] {
  const [first] = history;
  const last = history.at(-1);
  if (!first || !last) return [];
  const yesterday = addDays(today, -1);
  const end = last.day > yesterday ? last.day : yesterday;
  const counted = daysBetween(first.day, end);
  const days = Math.min(forecastWindow, counted >= leastDays ? counted - (counted % leastDays) : counted);
  const gains: number[] = [];
  for (let back = days - 1; back >= 0; back -= 1) {
    const day = addDays(end, -back);
    gains.push(countOn(history, day) - countOn(history, addDays(day, -1)));
  }
  return gains;
}

function countOn(history: readonly CountedDay[], day: string): number {
  return history.findLast((each) => each.day <= day)?.signers ?? 0;
}

interface Spread {
  readonly mean: number;
  readonly variance: number;
  readonly days: number;
}

function momentsOf(gains: readonly number[]): { mean: number; variance: number } {
  const mean = gains.reduce((sum, gain) => sum + gain, 0) / gains.length;
  const variance = gains.reduce((sum, gain) => sum + (gain - mean) ** 2, 0) / (gains.length - 1);
  // Even days of equal numbers would vary as counts do.
  return { mean, variance: Math.max(variance, mean) };
}

function gainedAfter(t: number, { mean, variance, days }: Spread, deviations: number): number {
  return mean * t + deviations * Math.sqrt(variance * t + (t * t * variance) / days);
}

/** The first day at which so much was gained; null where that takes more than a year or never comes. */
function daysUntil(missing: number, spread: Spread, deviations: number): number | null {
  for (let t = 1; t <= furthestDays; t += 1) if (gainedAfter(t, spread, deviations) >= missing) return t;
  return null;
}
