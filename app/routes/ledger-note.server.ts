import type { AppLoadContext } from '@remix-run/node';
import { ledgerKeys } from '~/features/published/ledger/ledger-keys.server';
import { WitnessError, type WitnessErrorCode } from '~/features/published/witnesses/ledger-witness';
import type { HandedIn } from '~/features/published/witnesses/take-cosignatures.server';
import { publishedWing } from './guards.server';
import { publicHeaders } from './public-answer.server';

/** A checkpoint has some hundred bytes, and up to a hundred lines below it. */
const mostBytes = 16 * 1024;

/**
 * Takes a note that somebody hands in and answers with JSON; refusals as `{ "error": code }`.
 * @param take what is done with it; its result is the answer
 */
export async function takeNote(
  request: Request,
  context: AppLoadContext,
  take: (deps: HandedIn, note: string) => Promise<object>,
): Promise<Response> {
  const { db } = publishedWing(context);
  if (request.method !== 'POST') return answer(405, { error: 'method-not-allowed' });
  const type = request.headers.get('content-type')?.split(';', 1)[0]?.trim().toLowerCase();
  if (type !== 'text/plain') return answer(415, { error: 'not-text' });
  const bytes = new Uint8Array(await request.arrayBuffer());
  if (bytes.length > mostBytes) return answer(413, { error: 'too-large' });
  const note = asText(bytes);
  if (note === null) return answer(400, { error: 'malformed' });
  try {
    const kept = (await ledgerKeys(db)).map(({ key }) => key);
    // What was signed before keys were entered was signed by the one that this server knows of.
    const keys = kept.length > 0 ? kept : [context.publicKeys.checkpoint];
    return answer(200, await take({ db, clock: context.clock, ledgerKeys: keys }, note));
  } catch (error) {
    if (!(error instanceof WitnessError)) throw error;
    return answer(statuses[error.code], { error: error.code });
  }
}

function answer(status: number, body: object): Response {
  return Response.json(body, { status, headers: { ...publicHeaders, 'cache-control': 'no-store' } });
}

function asText(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

const statuses: Readonly<Record<WitnessErrorCode, number>> = {
  malformed: 400,
  unsigned: 422,
  'wrong-signature': 422,
  'unknown-witness': 403,
  'wrong-time': 422,
  'unknown-checkpoint': 404,
  contradiction: 409,
  fits: 409,
  taken: 409,
  'too-many': 409,
  unknown: 404,
};
