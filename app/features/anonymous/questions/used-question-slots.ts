import { openDB, type DBSchema, type IDBPDatabase } from 'idb';

/** What this device remembers of asking: which slots of a day it used, and nothing of what was asked. */
export interface UsedQuestionSlots {
  /** Those of other days are forgotten. */
  usedSlots(day: string): Promise<readonly number[]>;
  useSlot(day: string, slot: number): Promise<void>;
}

interface SlotSchema extends DBSchema {
  slots: { key: string; value: readonly number[] };
}

/** Remembers for as long as the page is open: in a private window, and in tests. */
export function slotsInMemory(): UsedQuestionSlots {
  const used = new Map<string, readonly number[]>();
  return {
    usedSlots: (day) => Promise.resolve(used.get(day) ?? []),
    useSlot(day, slot) {
      used.set(day, [...new Set([...(used.get(day) ?? []), slot])]);
      return Promise.resolve();
    },
  };
}

/**
 * The memory of this browser, or of this page alone where it keeps none: then slots are found by trying. A slot that was
 * used elsewhere is refused, and another one is drawn.
 */
export async function usedQuestionSlots(): Promise<UsedQuestionSlots> {
  let database: IDBPDatabase<SlotSchema>;
  try {
    database = await openDB<SlotSchema>('round-robin-questions', 1, {
      upgrade(created) {
        created.createObjectStore('slots');
      },
    });
  } catch {
    return slotsInMemory();
  }
  const slots: UsedQuestionSlots = {
    async usedSlots(day) {
      for (const other of await database.getAllKeys('slots')) {
        if (other !== day) await database.delete('slots', other);
      }
      return (await database.get('slots', day)) ?? [];
    },
    async useSlot(day, slot) {
      const used = await slots.usedSlots(day);
      await database.put('slots', [...new Set([...used, slot])], day);
    },
  };
  return slots;
}
