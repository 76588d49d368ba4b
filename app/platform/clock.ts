/** The one source of time. Tests set it; nothing else calls `Date.now()` or `new Date()` without arguments. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };

/** A clock that stands until it is moved. */
export class ManualClock implements Clock {
  #now: Date;

  constructor(start: Date | string) {
    this.#now = new Date(start);
  }

  now(): Date {
    return new Date(this.#now);
  }

  set(time: Date | string): void {
    this.#now = new Date(time);
  }

  advance(milliseconds: number): void {
    this.#now = new Date(this.#now.getTime() + milliseconds);
  }
}

export const second = 1000;
export const minute = 60 * second;
export const hour = 60 * minute;
export const dayLength = 24 * hour;

/** The UTC calendar day of an instant as 'YYYY-MM-DD'. */
export function dayOf(time: Date): string {
  return time.toISOString().slice(0, 10);
}

/** `days` calendar days after `day` (negative: before). Both 'YYYY-MM-DD'. */
export function addDays(day: string, days: number): string {
  return dayOf(new Date(Date.parse(`${day}T00:00:00Z`) + days * dayLength));
}

/** The next midnight UTC that is at least `atLeast` milliseconds away: an expiry that says nothing about its start. */
export function midnightAfter(time: Date, atLeast: number): Date {
  return new Date(Math.ceil((time.getTime() + atLeast) / dayLength) * dayLength);
}
