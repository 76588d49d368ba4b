import type { ActionFunctionArgs } from '@remix-run/node';
import { acceptAction } from '~/features/anonymous/signatures/accept-action.server';
import { SignatureError, type SignatureErrorCode } from '~/features/anonymous/signatures/signature-error';
import { anonymousWing } from './guards.server';

/** A signature with its proof has about 1,200 bytes. */
const maxBytes = 4096;

/** Signing and withdrawing (protocol 4): JSON in, JSON out, no cookie, no session, nothing logged. */
export async function action({ request, context }: ActionFunctionArgs): Promise<Response> {
  const { db, verification, receipts } = anonymousWing(context);
  if (request.method !== 'POST') return refuse(405, 'method-not-allowed');
  // Whoever sends a cookie may be signed in: refuse before anything is read, so that nobody gets used to it.
  if (request.headers.has('cookie')) return refuse(400, 'cookie-sent');
  if (!/^application\/json(?:; ?charset=utf-8)?$/i.test(request.headers.get('content-type') ?? '')) {
    return refuse(415, 'not-json');
  }
  const text = await readText(request);
  if (text === null) return refuse(413, 'too-large');
  try {
    const accepted = await acceptAction(
      { db, verification, receipts, clock: context.clock, settings: context.settings },
      parseJson(text),
    );
    return answer(200, { receipt: accepted.receipt, acts: accepted.acts });
  } catch (error) {
    if (!(error instanceof SignatureError)) throw error;
    return answer(statuses[error.code], { error: error.code, ...(error.acts === null ? {} : { acts: error.acts }) });
  }
}

/** There is nothing to read here. */
export function loader(): Response {
  return refuse(405, 'method-not-allowed');
}

const statuses: Readonly<Record<SignatureErrorCode, number>> = {
  malformed: 400,
  'unknown-petition': 404,
  'petition-not-open': 409,
  'wrong-register': 422,
  'wrong-depth': 422,
  'zero-root': 422,
  'stale-edition': 409,
  'crowd-too-small': 409,
  'wrong-root': 422,
  'invalid-proof': 422,
  'stale-action': 409,
  busy: 503,
};

function answer(status: number, body: Readonly<Record<string, string | number>>): Response {
  return Response.json(body, { status, headers: { 'cache-control': 'no-store' } });
}

function refuse(status: number, error: string): Response {
  return answer(status, { error });
}

/** The body as text, or null where it is longer than it may be: what comes after is not read. */
async function readText(request: Request): Promise<string | null> {
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
  return Buffer.concat(chunks).toString('utf8');
}

/** Undefined where it is no JSON: that is malformed like any other wrong form. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
