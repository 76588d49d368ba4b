import { dayLength, dayOf, systemClock, type Clock } from '~/platform/clock';

/** `clocks-differ`: device and server name days that are more than one apart. */
export class PageClockError extends Error {
  override readonly name = 'PageClockError';
  readonly code = 'clocks-differ';
}

/**
 * Today (UTC) on a page that may stay open over midnight: the server's time when the page was made, and what passed since.
 * Where the device disagrees by more than a day nothing is proved: whoever named the day could otherwise ask for what this
 * key says on another one.
 *
 * @param serverNow instant in ISO form, from the page
 * @param passed milliseconds since some moment, going forward only
 * @returns gives 'YYYY-MM-DD', or throws PageClockError
 */
export function pageDays(
  serverNow: string,
  passed: () => number = () => performance.now(),
  device: Clock = systemClock,
): () => string {
  const start = passed();
  return () => {
    const now = Date.parse(serverNow) + passed() - start;
    if (Math.abs(device.now().getTime() - now) > dayLength) throw new PageClockError('Device and server disagree');
    return dayOf(new Date(now));
  };
}
