import type { LoaderFunctionArgs } from '@remix-run/node';
import { publishedDocument } from '~/features/published/programmes/review-documents.server';
import { publishedWing } from './guards.server';

const extensions: Readonly<Record<string, string>> = { 'application/pdf': 'pdf', 'text/plain': 'txt' };

/**
 * A document of a review, named by its SHA-256, once a published revision names it. Somebody of leadership sent the bytes:
 * they are handed out as a file to keep, never as a page of this site.
 */
export async function loader({ params, context }: LoaderFunctionArgs): Promise<Response> {
  const { hash = '' } = params;
  const document = await publishedDocument(publishedWing(context).db, hash);
  if (!document) return new Response('There is no such document.\n', { status: 404 });
  const { mediaType, bytes } = document;
  return new Response(Buffer.from(bytes), {
    headers: {
      'Content-Type': mediaType === 'text/plain' ? 'text/plain; charset=utf-8' : mediaType,
      'Content-Disposition': `attachment; filename="${hash.slice(0, 12)}.${extensions[mediaType] ?? 'bin'}"`,
      'X-Content-Type-Options': 'nosniff',
      'Cache-Control': 'public, max-age=31536000, immutable',
    },
  });
}
