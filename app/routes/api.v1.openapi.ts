import type { LoaderFunctionArgs } from '@remix-run/node';
import { openApiDescription } from '~/features/published/api/open-api';
import { apiCaching } from './api-answer.server';
import { publicAnswer } from './public-answer.server';

/** The OpenAPI description of the public interface. */
export function loader({ request, context }: LoaderFunctionArgs): Promise<Response> {
  const description = openApiDescription(context.publicUrl);
  return publicAnswer(request, JSON.stringify(description), 'application/json', apiCaching);
}
