import type { MetaFunction } from '@remix-run/node';
import { PageError } from './page-error';

export const meta: MetaFunction = () => [{ title: 'Nothing is here · Round Robin' }];

export function loader() {
  throw new Response(null, { status: 404 });
}

/** Never rendered: the loader always answers 404, and the boundary has the words for it. */
export default function NotFound() {
  return null;
}

export { PageError as ErrorBoundary };
