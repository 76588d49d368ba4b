import type { LoaderFunctionArgs } from '@remix-run/node';
import { answerOf } from '~/features/published/api/answer.server';
import { ParameterError } from '~/features/published/api/api-parameters';
import { endpoints, partsOf, type EndpointName } from '~/features/published/api/endpoints';
import { apiFreshSeconds } from '~/features/published/api/open-api';
import { publishedWing } from './guards.server';
import { publicAnswer, publicHeaders } from './public-answer.server';

export const apiCaching = `public, max-age=${String(apiFreshSeconds)}`;

/** What one address of the public interface answers: the same for everybody, with a tag, readable by pages of any site. */
export async function apiAnswer(
  endpoint: EndpointName,
  { params, request, context }: LoaderFunctionArgs,
): Promise<Response> {
  const { db } = publishedWing(context);
  const { clock, settings, publicUrl } = context;
  const [part = ''] = partsOf(endpoints[endpoint].path);
  const given = new URL(request.url).searchParams;
  try {
    const reading = { db, settings, publicUrl, now: clock.now() };
    const answer = await answerOf(endpoint, reading, { id: params[part] ?? '', given });
    if (answer === null) return apiRefusal({ error: 'not-found' }, 404);
    return await publicAnswer(request, JSON.stringify(answer), 'application/json', apiCaching);
  } catch (error) {
    if (!(error instanceof ParameterError)) throw error;
    return apiRefusal({ error: error.code, parameter: error.parameter }, 400);
  }
}

export function apiRefusal(refusal: { error: string; parameter?: string }, status: number): Response {
  return Response.json(refusal, { status, headers: { ...publicHeaders, 'cache-control': 'no-store' } });
}
