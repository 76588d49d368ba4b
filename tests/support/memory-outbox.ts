import { addDays } from '~/platform/clock';
import type { Outbox, OutboxMessage } from '~/features/anonymous/concerns/outbox';

/** An outbox as a browser keeps it, in memory. */
export interface MemoryOutbox extends Outbox {
  readonly messages: Map<string, OutboxMessage>;
  /** By `id/hash`. */
  readonly chunks: Map<string, Uint8Array>;
}

export function memoryOutbox(): MemoryOutbox {
  const messages = new Map<string, OutboxMessage>();
  const chunks = new Map<string, Uint8Array>();
  const slots = new Map<string, readonly number[]>();
  const outbox: MemoryOutbox = {
    messages,
    chunks,
    keep: (message) => done(messages.set(message.id, message)),
    keepChunk: (id, hash, bytes) => done(chunks.set(`${id}/${hash}`, bytes)),
    chunk: (id, hash) => Promise.resolve(chunks.get(`${id}/${hash}`) ?? null),
    waiting(today) {
      const yesterday = addDays(today, -1);
      return Promise.resolve([...messages.values()].filter(({ state, day }) => state === 'ready' && day >= yesterday));
    },
    async remove(id) {
      await outbox.empty(id);
      messages.delete(id);
    },
    empty: (id) => done([...chunks.keys()].filter((key) => key.startsWith(`${id}/`)).map((key) => chunks.delete(key))),
    usedSlots: (day) => Promise.resolve(slots.get(day) ?? []),
    useSlot: (day, slot) => done(slots.set(day, [...(slots.get(day) ?? []), slot])),
    close: () => undefined,
  };
  return outbox;
}

function done(_: unknown): Promise<void> {
  return Promise.resolve();
}
