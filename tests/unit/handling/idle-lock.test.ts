import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { idleMinutes, lockWhenIdle } from '~/features/anonymous/handling/idle-lock';
import { minute } from '~/platform/clock';

let now = 0;
const desk = new EventTarget();
const lock = vi.fn();

beforeEach(() => {
  vi.useFakeTimers();
  lock.mockClear();
  now = 0;
});
afterEach(() => vi.useRealTimers());

function pass(minutes: number) {
  now += minutes * minute;
  vi.advanceTimersByTime(minutes * minute);
}

test('locks after the minutes in which nobody touched anything, and not before', () => {
  const end = lockWhenIdle(desk, () => now, lock);
  pass(idleMinutes - 1);
  expect(lock).not.toHaveBeenCalled();
  pass(1);
  expect(lock).toHaveBeenCalled();
  end();
});

test.each(['keydown', 'pointerdown'])('%s keeps it open', (sign) => {
  const end = lockWhenIdle(desk, () => now, lock);
  pass(idleMinutes - 1);
  desk.dispatchEvent(new Event(sign));
  pass(idleMinutes - 1);
  expect(lock).not.toHaveBeenCalled();
  pass(1);
  expect(lock).toHaveBeenCalled();
  end();
});

test('a key pressed after the device slept does not keep it open', () => {
  const end = lockWhenIdle(desk, () => now, lock);
  now += 8 * 60 * minute;
  desk.dispatchEvent(new Event('keydown'));
  expect(lock).toHaveBeenCalledOnce();
  end();
});

test('ended, it neither locks nor listens', () => {
  lockWhenIdle(desk, () => now, lock)();
  pass(idleMinutes * 2);
  desk.dispatchEvent(new Event('keydown'));
  expect(lock).not.toHaveBeenCalled();
});
