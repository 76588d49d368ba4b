import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import { addDays } from '~/platform/clock';

/*
 * What is on its way: ciphertext and what is posted with it, nothing that was typed. It lies on the device so that an
 * interrupted upload goes on after a reload, without the words and without the key.
 */

/** One message that is being sent, as it is posted first. */
export interface OutboxMessage {
  /** Random; says nothing. */
  readonly id: string;
  /** `packing` while its chunks are still being made: it cannot be sent after a reload. */
  readonly state: 'packing' | 'ready';
  readonly kind: 'raise' | 'write' | 'handle';
  /** The day it was made, 'YYYY-MM-DD'. */
  readonly day: string;
  /** Hex of the concern's public key. */
  readonly concern: string;
  readonly number: number;
  /** What is posted: the manifest with its proof or signature. Null while packing. */
  readonly body: unknown;
  /** All of its ciphertext, in pieces of at most 1 MiB. */
  readonly chunks: readonly KeptChunk[];
}

export interface KeptChunk {
  /** SHA-256, hex. */
  readonly hash: string;
  /** Bytes. */
  readonly size: number;
}

export interface Outbox {
  /** Keeps a message in place of an earlier state of it. */
  keep(message: OutboxMessage): Promise<void>;
  keepChunk(id: string, hash: string, bytes: Uint8Array): Promise<void>;
  /** Null where it is not there. */
  chunk(id: string, hash: string): Promise<Uint8Array | null>;
  /** The messages that can be sent; those of earlier days than yesterday are deleted on the way. */
  waiting(today: string): Promise<readonly OutboxMessage[]>;
  remove(id: string): Promise<void>;
  /** Deletes the chunks of a message and keeps the message, to be packed anew. */
  empty(id: string): Promise<void>;
  /** Slots that this device used on a day. Those of other days are forgotten. */
  usedSlots(day: string): Promise<readonly number[]>;
  useSlot(day: string, slot: number): Promise<void>;
  close(): void;
}

/** `full`: the device has no room for what is to be sent. */
export class OutboxError extends Error {
  override readonly name = 'OutboxError';
  constructor(readonly code: 'no-storage' | 'full') {
    super(code);
  }
}

interface OutboxSchema extends DBSchema {
  message: { key: string; value: OutboxMessage };
  chunk: { key: [id: string, hash: string]; value: Uint8Array };
  slots: { key: string; value: readonly number[] };
}

/** Opens the outbox of this browser. @throws OutboxError `no-storage` (a private window, perhaps) */
export async function openOutbox(): Promise<Outbox> {
  let database: IDBPDatabase<OutboxSchema>;
  try {
    database = await openDB<OutboxSchema>('round-robin-outbox', 1, {
      upgrade(created) {
        created.createObjectStore('message', { keyPath: 'id' });
        created.createObjectStore('chunk');
        created.createObjectStore('slots');
      },
    });
  } catch {
    throw new OutboxError('no-storage');
  }
  return outboxIn(database);
}

/** A name for a new message. */
export function newMessageId(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

function outboxIn(database: IDBPDatabase<OutboxSchema>): Outbox {
  const outbox: Outbox = {
    keep: (message) => writing(() => database.put('message', message)),
    keepChunk: (id, hash, bytes) => writing(() => database.put('chunk', bytes, [id, hash])),
    chunk: async (id, hash) => (await database.get('chunk', [id, hash])) ?? null,
    async waiting(today) {
      const all = await database.getAll('message');
      const late = all.filter(({ day }) => day < addDays(today, -1));
      for (const { id } of late) await outbox.remove(id);
      return all.filter((message) => message.state === 'ready' && !late.includes(message));
    },
    async remove(id) {
      await outbox.empty(id);
      await database.delete('message', id);
    },
    async empty(id) {
      await database.delete('chunk', IDBKeyRange.bound([id, ''], [id, '\uffff']));
    },
    async usedSlots(day) {
      for (const other of await database.getAllKeys('slots')) {
        if (other !== day) await database.delete('slots', other);
      }
      return (await database.get('slots', day)) ?? [];
    },
    async useSlot(day, slot) {
      const used = await outbox.usedSlots(day);
      await writing(() => database.put('slots', [...new Set([...used, slot])], day));
    },
    close() {
      database.close();
    },
  };
  return outbox;
}

async function writing(write: () => Promise<unknown>): Promise<void> {
  try {
    await write();
  } catch (error) {
    const isFull = error instanceof DOMException && error.name === 'QuotaExceededError';
    throw new OutboxError(isFull ? 'full' : 'no-storage');
  }
}
