import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import { z } from 'zod';

/** A petition that somebody unknown writes. It lives on the device alone until it is sent. */
const deviceDraft = z.object({
  title: z.string(),
  demands: z.array(z.string()),
  background: z.string(),
  /** 'YYYY-MM-DD' */
  closesDay: z.string().nullable(),
  /** Null: as the house has it. */
  criticalMass: z.number().nullable(),
  askedUnit: z.string().nullable(),
  sponsorsWanted: z.number(),
  programmeId: z.string().nullable(),
  programmeField: z.string().nullable(),
});
export type DeviceDraft = z.infer<typeof deviceDraft>;

export const emptyDraft: DeviceDraft = {
  ...{ title: '', demands: [], background: '', closesDay: null, criticalMass: null, askedUnit: null },
  ...{ sponsorsWanted: 0, programmeId: null, programmeField: null },
};

/** Where a draft is kept. One at a time: with a second one nobody would know which is meant. */
export interface DraftStore {
  /** Null where there is none, or one that cannot be read. */
  read(): Promise<DeviceDraft | null>;
  write(draft: DeviceDraft): Promise<void>;
  forget(): Promise<void>;
}

interface DraftSchema extends DBSchema {
  draft: { key: 'draft'; value: unknown };
}

/** Remembers for as long as the page is open: in a private window, and in tests. */
export function draftInMemory(): DraftStore {
  let kept: DeviceDraft | null = null;
  return {
    read: () => Promise.resolve(kept),
    write(draft) {
      kept = draft;
      return Promise.resolve();
    },
    forget() {
      kept = null;
      return Promise.resolve();
    },
  };
}

/** The memory of this browser, or of this page alone where it keeps none. Nothing of it is ever sent by itself. */
export async function draftOnDevice(): Promise<DraftStore> {
  let database: IDBPDatabase<DraftSchema>;
  try {
    database = await openDB<DraftSchema>('round-robin-petition', 1, {
      upgrade(created) {
        created.createObjectStore('draft');
      },
    });
  } catch {
    return draftInMemory();
  }
  return {
    read: async () => deviceDraft.safeParse(await database.get('draft', 'draft')).data ?? null,
    async write(draft) {
      await database.put('draft', draft, 'draft');
    },
    forget: () => database.delete('draft', 'draft'),
  };
}
