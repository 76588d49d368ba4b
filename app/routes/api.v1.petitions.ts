import type { LoaderFunctionArgs } from '@remix-run/node';
import { apiAnswer } from './api-answer.server';

/** See `endpoints.petitions`. */
export function loader(args: LoaderFunctionArgs): Promise<Response> {
  return apiAnswer('petitions', args);
}
