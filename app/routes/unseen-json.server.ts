/** What is asked below `/unseen/` and how it is answered: JSON in, JSON out, no cookie, nothing that may be kept. */

/** An answer in JSON. */
export function unseenAnswer(status: number, body: object): Response {
  return Response.json(body, { status, headers: { 'cache-control': 'no-store' } });
}

/** A refusal before or in place of an answer. */
export function unseenRefusal(status: number, error: string): Response {
  return unseenAnswer(status, { error });
}

/**
 * The JSON that was posted, or the refusal. What is no JSON is `undefined`: malformed like any other wrong form.
 * @param request attacker-controlled
 */
export async function readUnseenJson(
  request: Request,
  maxBytes: number,
): Promise<{ readonly json: unknown } | { readonly refused: Response }> {
  const isJson = /^application\/json(?:; ?charset=utf-8)?$/i;
  const read = await readBody(request, maxBytes, { type: isJson, otherwise: 'not-json' });
  return 'refused' in read ? read : { json: parseJson(read.bytes.toString('utf8')) };
}

/** The bytes that were posted, or the refusal. @param request attacker-controlled */
export function readUnseenBytes(
  request: Request,
  maxBytes: number,
): Promise<{ readonly bytes: Uint8Array } | { readonly refused: Response }> {
  return readBody(request, maxBytes, { type: /^application\/octet-stream$/i, otherwise: 'not-bytes' });
}

async function readBody(
  request: Request,
  maxBytes: number,
  { type, otherwise }: { readonly type: RegExp; readonly otherwise: string },
): Promise<{ readonly bytes: Buffer } | { readonly refused: Response }> {
  const refused = (status: number, error: string) => ({ refused: unseenRefusal(status, error) });
  if (request.method !== 'POST') return refused(405, 'method-not-allowed');
  // Whoever sends a cookie may be signed in: refuse before anything is read, so that nobody gets used to it.
  if (request.headers.has('cookie')) return refused(400, 'cookie-sent');
  if (!type.test(request.headers.get('content-type') ?? '')) return refused(415, otherwise);
  const bytes = await bytesOf(request, maxBytes);
  return bytes === null ? refused(413, 'too-large') : { bytes };
}

/** The body, or null where it is longer than it may be: what comes after is not read. */
async function bytesOf(request: Request, maxBytes: number): Promise<Buffer | null> {
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) return null;
  const reader = request.body?.getReader();
  const chunks: Uint8Array[] = [];
  // The declared length is attacker-controlled: what counts is what comes.
  for (let size = 0; reader;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.byteLength;
    if (size > maxBytes) {
      await reader.cancel();
      return null;
    }
    chunks.push(value);
  }
  return Buffer.concat(chunks);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
