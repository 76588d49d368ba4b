import { z } from 'zod';

/**
 * What the server tells a page about the file it is sending, one JSON object a line: how far it is, then how it ended.
 * `problem` is written for the administrator.
 */
export const uploadMessageSchema = z.discriminatedUnion('phase', [
  z.object({ phase: z.literal('reading'), rows: z.int().nonnegative() }),
  z.object({ phase: z.literal('comparing') }),
  z.object({ phase: z.literal('done'), uploadId: z.uuid() }),
  z.object({ phase: z.literal('refused'), problem: z.string() }),
]);
export type UploadMessage = z.output<typeof uploadMessageSchema>;

export const uploadMessageType = 'application/x-ndjson';

export function encodeUploadMessage(message: UploadMessage): string {
  return `${JSON.stringify(message)}\n`;
}

/** The last message of an answer that may still be arriving; null where there is none, or it is something else. */
export function lastUploadMessage(text: string): UploadMessage | null {
  const line = text
    .slice(0, text.lastIndexOf('\n') + 1)
    .trimEnd()
    .split('\n')
    .at(-1);
  if (!line) return null;
  try {
    return uploadMessageSchema.safeParse(JSON.parse(line)).data ?? null;
  } catch {
    return null;
  }
}
