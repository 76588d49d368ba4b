import type { AppLoadContext } from '@remix-run/node';
import type { z } from 'zod';
import { VerificationPoolError } from '~/crypto/semaphore/verification-pool';
import { EnrolmentError, type EnrolmentErrorCode } from '~/features/identified/enrolment/enrolment';
import type { EnrolDeps } from '~/features/identified/enrolment/enrol-key.server';
import { identifiedWing } from './guards.server';

const statuses: Readonly<Record<EnrolmentErrorCode, number>> = {
  malformed: 400,
  'invalid-commitment': 422,
  'not-active': 403,
  'unknown-nonce': 409,
  'unknown-ticket': 410,
  'invalid-proof': 422,
  'duplicate-key': 409,
  'wrong-reason': 409,
  'too-many-today': 429,
  'nothing-to-dispute': 409,
};

/** What the use cases of enrolment need, from one request's context. */
export function enrolmentDeps(context: AppLoadContext): EnrolDeps {
  const { db, verification } = identifiedWing(context);
  const { clock, settings, publicUrl } = context;
  return { db, clock, settings, publicUrl, verify: async (proof) => (await verification.verify(proof)) === 'valid' };
}

/** The JSON body in its one accepted shape. Its size was limited before it came here. @throws Response */
export async function readJson<T>(request: Request, shape: z.ZodType<T>): Promise<T> {
  if (request.method !== 'POST') throw methodNotAllowed();
  if (!/^application\/json(?:; ?charset=utf-8)?$/i.test(request.headers.get('content-type') ?? '')) {
    throw answer(415, { error: 'not-json' });
  }
  const parsed = shape.safeParse(await request.json().catch(() => undefined));
  if (!parsed.success) throw answer(400, { error: 'malformed' satisfies EnrolmentErrorCode });
  return parsed.data;
}

/** The result as JSON; a refusal as `{ error: code }` with its status, 503 `busy` where proofs cannot be verified now. */
export async function answerWith(act: () => Promise<object | void>): Promise<Response> {
  try {
    return answer(200, (await act()) ?? {});
  } catch (error) {
    if (error instanceof EnrolmentError) return answer(statuses[error.code], { error: error.code });
    if (error instanceof VerificationPoolError) return answer(503, { error: 'busy' });
    throw error;
  }
}

export function methodNotAllowed(): Response {
  return answer(405, { error: 'method-not-allowed' });
}

/** JSON that nobody keeps. */
export function answer(status: number, body: object): Response {
  return Response.json(body, { status, headers: { 'cache-control': 'no-store' } });
}
