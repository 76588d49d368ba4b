import { minute } from '~/platform/clock';

/** A desk that nobody touches for so long closes itself. */
export const idleMinutes = 15;
const lookEvery = minute / 4;
const signsOfLife = ['keydown', 'pointerdown'] as const;

/**
 * Locks once nobody has pressed a key or a pointer for `idleMinutes`, also where the device slept meanwhile.
 * @param now milliseconds of a clock that goes on while the device sleeps
 * @returns ends the watch
 */
export function lockWhenIdle(target: EventTarget, now: () => number, lock: () => void): () => void {
  let last = now();
  const alive = () => {
    // After a sleep the first key must not count before the clock is looked at.
    if (!lockIfIdle()) last = now();
  };
  const lockIfIdle = () => {
    const isIdle = now() - last >= idleMinutes * minute;
    if (isIdle) lock();
    return isIdle;
  };
  const timer = setInterval(lockIfIdle, lookEvery);
  for (const sign of signsOfLife) target.addEventListener(sign, alive, { capture: true });
  return () => {
    clearInterval(timer);
    for (const sign of signsOfLife) target.removeEventListener(sign, alive, { capture: true });
  };
}
