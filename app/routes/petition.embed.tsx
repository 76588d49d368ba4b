import type { LoaderFunctionArgs } from '@remix-run/node';
import { renderToStaticMarkup } from 'react-dom/server';
import { PetitionFrame } from '~/features/published/sharing/components/petition-frame';
import styles from '~/styles/index.css?url';
import { sharedFacts } from './petition-sheet.server';

/**
 * A petition as a frame for other pages: a document without any program, that sets no cookie and is the same for everybody.
 * Who may hold it is `FRAME_ANCESTORS`.
 */
export async function loader(args: LoaderFunctionArgs): Promise<Response> {
  const facts = await sharedFacts(args);
  const { client, frameAncestors } = args.context;
  const frame = <PetitionFrame facts={facts} styles={styles} integrity={client.integrityOf(styles)} />;
  return new Response(`<!DOCTYPE html>${renderToStaticMarkup(frame)}`, {
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'public, no-cache',
      'content-security-policy': framePolicy(frameAncestors),
      // For intranets that hold only what asks to be held.
      'cross-origin-resource-policy': 'cross-origin',
      'cross-origin-embedder-policy': 'require-corp',
    },
  });
}

function framePolicy(ancestors: string): string {
  return [
    "default-src 'none'",
    "style-src 'self'",
    "font-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors ${ancestors}`,
  ].join('; ');
}
