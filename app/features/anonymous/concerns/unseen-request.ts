import { z } from 'zod';
import { storedChunk } from './conversation.schema';

/** Why the anonymous wing did not do what it was asked: its own code, or `connection-lost` where no answer came. */
export class UnseenError extends Error {
  override readonly name = 'UnseenError';
  constructor(readonly code: string) {
    super(code);
  }
}

const refused = z.object({ error: z.string() });

/** Without cookie, session or referrer; nothing of it is kept by the browser. */
const unseen = {
  method: 'POST',
  credentials: 'omit',
  referrerPolicy: 'no-referrer',
  cache: 'no-store',
} as const satisfies RequestInit;

/**
 * Asks the anonymous wing. The answer is attacker-controlled: it is read by `schema`.
 * @throws UnseenError the server's code; `connection-lost` when it is not known whether the question arrived;
 *   `strange-answer` for what `schema` refuses
 */
export async function askUnseen<T>(path: string, body: unknown, schema: z.ZodType<T>): Promise<T> {
  const answer = await jsonOf(
    send(path, { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  );
  const read = schema.safeParse(answer);
  if (!read.success) throw new UnseenError('strange-answer');
  return read.data;
}

/** Hands over one chunk of ciphertext. @returns whether the message is complete with it. @throws UnseenError as above */
export async function sendChunk(path: string, bytes: Uint8Array): Promise<boolean> {
  const answer = await jsonOf(
    send(path, { headers: { 'content-type': 'application/octet-stream' }, body: bytes as Uint8Array<ArrayBuffer> }),
  );
  const read = storedChunk.safeParse(answer);
  if (!read.success) throw new UnseenError('strange-answer');
  return read.data.complete;
}

/** Asks for bytes. That they are those that were asked for is NOT checked. @throws UnseenError as above */
export async function fetchUnseen(path: string, body: unknown): Promise<Uint8Array> {
  const response = await send(path, {
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw refusalIn(await response.json().catch(() => null));
  try {
    return new Uint8Array(await response.arrayBuffer());
  } catch {
    throw new UnseenError('connection-lost');
  }
}

async function send(path: string, request: Pick<RequestInit, 'headers' | 'body'>): Promise<Response> {
  try {
    return await fetch(path, { ...unseen, ...request });
  } catch {
    throw new UnseenError('connection-lost');
  }
}

async function jsonOf(sending: Promise<Response>): Promise<unknown> {
  const response = await sending;
  const answer: unknown = await response.json().catch(() => null);
  if (!response.ok || answer === null) throw refusalIn(answer);
  return answer;
}

function refusalIn(answer: unknown): UnseenError {
  const read = refused.safeParse(answer);
  return new UnseenError(read.success ? read.data.error : 'connection-lost');
}
