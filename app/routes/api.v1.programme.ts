import type { LoaderFunctionArgs } from '@remix-run/node';
import { apiAnswer } from './api-answer.server';

/** See `endpoints.programme`. */
export function loader(args: LoaderFunctionArgs): Promise<Response> {
  return apiAnswer('programme', args);
}
