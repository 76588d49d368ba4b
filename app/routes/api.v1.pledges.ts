import type { LoaderFunctionArgs } from '@remix-run/node';
import { apiAnswer } from './api-answer.server';

/** See `endpoints.pledges`. */
export function loader(args: LoaderFunctionArgs): Promise<Response> {
  return apiAnswer('pledges', args);
}
