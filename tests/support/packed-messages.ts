import { createHash } from 'node:crypto';
import { chunkBytes } from '~/features/anonymous/concerns/manifest';
import type { MessageContent } from '~/features/anonymous/concerns/message-content';
import { packMessage, type FileToSend } from '~/features/anonymous/concerns/pack-message';

/** Ciphertext of a message, part by part, in chunks. */
export type Packed = readonly {
  readonly size: number;
  readonly chunks: readonly { readonly hash: string; readonly bytes: Uint8Array }[];
}[];

/** Parts as they are, cut into chunks. */
export function packed(parts: readonly Uint8Array[]): Packed {
  return parts.map((part) => ({
    size: part.length,
    chunks: Array.from({ length: Math.ceil(part.length / chunkBytes) }, (_, index) => {
      const bytes = part.subarray(index * chunkBytes, (index + 1) * chunkBytes);
      return { hash: createHash('sha256').update(bytes).digest('hex'), bytes };
    }),
  }));
}

export interface SealedInput {
  readonly text: string;
  readonly content?: Partial<MessageContent>;
  readonly files?: readonly FileToSend[];
  readonly to: readonly string[];
}

/** A message as a device seals it. */
export async function sealed({ text, content = {}, files = [], to }: SealedInput): Promise<Packed> {
  const chunks = new Map<string, Uint8Array>();
  const { parts } = await packMessage(
    {
      content: { v: 1, kind: null, programmeField: null, answers: [], replyTo: null, ...content, text },
      files,
      recipients: to,
    },
    (hash, chunk) => {
      chunks.set(hash, chunk);
      return Promise.resolve();
    },
  );
  return parts.map(({ size, chunks: hashes }) => ({
    size,
    chunks: hashes.map((hash) => ({ hash, bytes: chunks.get(hash) ?? new Uint8Array() })),
  }));
}
