import { isRouteErrorResponse, useRouteError } from '@remix-run/react';
import { ErrorPage } from '~/ui/error-page';

/**
 * What a page shows in place of itself when its loader or action threw. A thrown `Response` whose body is
 * `{ detail: string }` adds that sentence; of an unexpected error nothing is told.
 */
export function PageError() {
  const error = useRouteError();
  if (!isRouteErrorResponse(error)) return <ErrorPage status={500} />;
  return <ErrorPage status={error.status} detail={detailOf(error.data)} />;
}

function detailOf(data: unknown): string | undefined {
  const worded = typeof data === 'object' && data !== null && 'detail' in data;
  return worded && typeof data.detail === 'string' ? data.detail : undefined;
}
