import { useSyncExternalStore } from 'react';
import { z } from 'zod';

/** A petition that is followed on this device. */
export interface Followed {
  readonly id: string;
  /** As it was when it was followed: what is no longer current is still known by it. */
  readonly title: string;
  /** Day of the newest news that was looked at, 'YYYY-MM-DD'; empty before. */
  readonly seen: string;
}

const KEY = 'round-robin:following';
const CHANGED = 'round-robin:following-changed';

/** More than anybody follows; what is kept is read whole. */
export const mostFollowed = 500;

const kept = z.strictObject({
  v: z.literal(1),
  petitions: z
    .array(z.strictObject({ id: z.string().max(64), title: z.string().max(500), seen: z.string().max(10) }))
    .max(mostFollowed),
});

/** Reads what a device keeps; nothing where it is not in its form. @param text whatever stands there */
export function readFollowed(text: string | null): readonly Followed[] {
  if (text === null) return [];
  try {
    return kept.parse(JSON.parse(text)).petitions;
  } catch {
    return [];
  }
}

/** What is followed after following one more, or the same again. The newest first. */
export function withFollowed(all: readonly Followed[], one: Followed): readonly Followed[] {
  return [one, ...all.filter(({ id }) => id !== one.id)].slice(0, mostFollowed);
}

/** What is followed after all news up to their days were looked at. */
export function withSeen(all: readonly Followed[], newest: ReadonlyMap<string, string>): readonly Followed[] {
  return all.map((each) => {
    const day = newest.get(each.id) ?? '';
    return day > each.seen ? { ...each, seen: day } : each;
  });
}

const none: readonly Followed[] = [];
let cache: { text: string | null; followed: readonly Followed[] } = { text: null, followed: none };

function current(): readonly Followed[] {
  let text: string | null = null;
  try {
    text = localStorage.getItem(KEY);
  } catch {
    // Storage is forbidden here: then nothing is followed.
  }
  if (text !== cache.text) cache = { text, followed: readFollowed(text) };
  return cache.followed;
}

/**
 * Keeps what is followed, on this device and nowhere else: no request ever names it.
 * @returns whether the device keeps it; it does not where storage is forbidden or full
 */
export function keepFollowed(petitions: readonly Followed[]): boolean {
  try {
    if (petitions.length === 0) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, JSON.stringify({ v: 1, petitions }));
    window.dispatchEvent(new Event(CHANGED));
    return true;
  } catch {
    return false;
  }
}

/** What is followed on this device. Nothing on the server and while hydrating. */
export function useFollowed(): readonly Followed[] {
  return useSyncExternalStore(subscribe, current, () => none);
}

function subscribe(onChange: () => void) {
  window.addEventListener('storage', onChange);
  window.addEventListener(CHANGED, onChange);
  return () => {
    window.removeEventListener('storage', onChange);
    window.removeEventListener(CHANGED, onChange);
  };
}
