import type { LoaderFunctionArgs } from '@remix-run/node';
import { apiAnswer } from './api-answer.server';

/** See `endpoints.pledge`. */
export function loader(args: LoaderFunctionArgs): Promise<Response> {
  return apiAnswer('pledge', args);
}
