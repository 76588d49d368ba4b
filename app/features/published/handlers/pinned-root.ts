const KEY = 'round-robin:first-handler';

/**
 * The first handler's key that this device ever saw, on which all others rest. It says no more of who uses the device than
 * that a page about handlers was open on it.
 * @returns its fingerprint in hex, or null: none yet, or no storage
 */
export function pinnedRoot(organisation: string): string | null {
  try {
    const root = localStorage.getItem(`${KEY}:${organisation}`);
    return root !== null && /^[0-9a-f]{64}$/.test(root) ? root : null;
  } catch {
    return null;
  }
}

/** From now on this is the first key: seen for the first time, or compared by a person. Does nothing without storage. */
export function pinRoot(organisation: string, root: string): void {
  try {
    localStorage.setItem(`${KEY}:${organisation}`, root);
  } catch {
    // Storage is forbidden here: then a change of the first key is not noticed on this device.
  }
}
