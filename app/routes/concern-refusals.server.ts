import { ConcernError, type ConcernErrorCode } from '~/features/anonymous/concerns/concern-error';
import { SummaryError, type SummaryErrorCode } from '~/features/published/summaries/summary-error';
import { readUnseenJson, unseenAnswer, unseenRefusal } from './unseen-json.server';

/**
 * Answers what is posted about concerns: reads the JSON, does the work, and turns refusals into their status. Bytes are
 * sent as bytes. Nothing is logged.
 * @param request attacker-controlled
 */
export async function answerUnseen(
  request: Request,
  maxBytes: number,
  work: (json: unknown) => Promise<object>,
): Promise<Response> {
  const read = await readUnseenJson(request, maxBytes);
  return 'refused' in read ? read.refused : answerWork(() => work(read.json));
}

/** The answer to work that may be refused. @throws whatever is no refusal */
export async function answerWork(work: () => Promise<object>): Promise<Response> {
  try {
    const done = await work();
    return done instanceof Uint8Array ? bytesAnswer(done) : unseenAnswer(200, done);
  } catch (error) {
    if (error instanceof SummaryError) return unseenRefusal(statuses[error.code], error.code);
    if (!(error instanceof ConcernError)) throw error;
    const { code, next } = error;
    return unseenAnswer(statuses[code], { error: code, ...(next === null ? {} : { next }) });
  }
}

function bytesAnswer(bytes: Uint8Array): Response {
  return new Response(Uint8Array.from(bytes), {
    headers: { 'content-type': 'application/octet-stream', 'cache-control': 'no-store' },
  });
}

const statuses: Readonly<Record<ConcernErrorCode | SummaryErrorCode, number>> = {
  malformed: 400,
  'too-large': 413,
  'wrong-day': 409,
  'unknown-programme': 404,
  'no-handlers': 503,
  'wrong-register': 422,
  'wrong-depth': 422,
  'zero-root': 422,
  'stale-edition': 409,
  'crowd-too-small': 409,
  'wrong-root': 422,
  'invalid-proof': 422,
  'slot-used': 409,
  'number-taken': 409,
  busy: 503,
  'not-listed': 404,
  'wrong-hash': 422,
  'bad-signature': 403,
  'not-a-handler': 403,
  'unknown-concern': 404,
  'unknown-handler': 422,
  'last-handler': 409,
  'not-open': 409,
  'no-reply': 409,
  'too-many': 429,
  stale: 409,
  'unknown-field': 422,
  'no-register': 409,
  'id-taken': 409,
  'unknown-summary': 404,
};
