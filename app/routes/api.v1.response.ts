import type { LoaderFunctionArgs } from '@remix-run/node';
import { apiAnswer } from './api-answer.server';

/** See `endpoints.response`. */
export function loader(args: LoaderFunctionArgs): Promise<Response> {
  return apiAnswer('response', args);
}
