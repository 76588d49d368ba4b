import type { LoaderFunctionArgs } from '@remix-run/node';
import { fileDigest, toBase64Url } from '~/crypto/hash';
import { petitionView } from '~/features/published/petitions/petition-page.queries.server';
import { PressError } from '~/features/published/sharing/press.server';
import type { PrintJob } from '~/features/published/sharing/print-job.server';
import { shareFacts, type ShareFacts } from '~/features/published/sharing/share-facts';
import { dayOf } from '~/platform/clock';
import { publishedWing } from './guards.server';

/** What may be printed of the petition that a request names. @throws Response 404 where there is none that ever opened */
export async function sharedFacts({ params, context }: LoaderFunctionArgs): Promise<ShareFacts> {
  const { db } = publishedWing(context);
  const { clock, settings, publicUrl } = context;
  const petition = await petitionView({ db, settings }, params['petitionId'] ?? '');
  const surroundings = { publicUrl, organisation: settings.organisationName, today: dayOf(clock.now()) };
  const facts = petition && shareFacts(petition, surroundings);
  if (!facts) throw new Response('There is no such petition.\n', { status: 404 });
  return facts;
}

/** Answers with a finished sheet, the same for everybody. @throws Response 503 while too many are being made */
export async function printed(
  { request, context }: LoaderFunctionArgs,
  job: PrintJob,
  { type, name }: { type: 'application/pdf' | 'image/png'; name: string },
): Promise<Response> {
  const bytes = await print(context.press, job);
  const etag = `"${toBase64Url(await fileDigest(bytes))}"`;
  const headers = {
    etag,
    'cache-control': 'public, no-cache',
    // A picture may be shown beside a link on whatever page; it says nothing of who looks.
    ...(type === 'image/png' && { 'cross-origin-resource-policy': 'cross-origin' }),
  };
  if (request.headers.get('if-none-match') === etag) return new Response(null, { status: 304, headers });
  return new Response(Buffer.from(bytes), {
    headers: {
      ...headers,
      'content-type': type,
      'content-length': String(bytes.length),
      'content-disposition': `inline; filename="${name}"`,
    },
  });
}

async function print(press: LoaderFunctionArgs['context']['press'], job: PrintJob): Promise<Uint8Array> {
  try {
    return await press.print(job);
  } catch (error) {
    if (!(error instanceof PressError) || error.code === 'failed') throw error;
    throw new Response('Too much is being printed at once. Please try again in a moment.\n', {
      status: 503,
      headers: { 'retry-after': '5', 'cache-control': 'no-store' },
    });
  }
}
