import { useSyncExternalStore } from 'react';

const KEY = 'round-robin:signed-in-until';

/**
 * The mark that somebody is signed in on this device, kept in localStorage because no page outside `/in/` ever gets the
 * session cookie. It is a convenience for the reader of the screen, never a permission.
 *
 * @param untilDay the last day of the session, YYYY-MM-DD (UTC)
 */
export function markSignedIn(untilDay: string): void {
  write((storage) => {
    storage.setItem(KEY, untilDay);
  });
}

export function clearSignedInMark(): void {
  write((storage) => {
    storage.removeItem(KEY);
  });
}

/** Whether the mark is there and its day has not passed. Always false on the server and while hydrating. */
export function useSignedInMark(): boolean {
  return useSyncExternalStore(subscribe, isMarked, () => false);
}

const CHANGED = 'round-robin:signed-in-mark';

function subscribe(onChange: () => void) {
  window.addEventListener('storage', onChange);
  window.addEventListener(CHANGED, onChange);
  return () => {
    window.removeEventListener('storage', onChange);
    window.removeEventListener(CHANGED, onChange);
  };
}

function isMarked(): boolean {
  try {
    const until = localStorage.getItem(KEY);
    return until !== null && until >= new Date().toISOString().slice(0, 10);
  } catch {
    return false;
  }
}

function write(change: (storage: Storage) => void) {
  try {
    change(localStorage);
    window.dispatchEvent(new Event(CHANGED));
  } catch {
    // Storage is forbidden here: then there is no mark, which costs a sentence on the screen and nothing else.
  }
}
