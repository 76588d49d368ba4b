import type { AppLoadContext } from '@remix-run/node';

/** What this file needs of a request's context. */
type PageContext = Pick<AppLoadContext, 'client' | 'nonce'>;

const assetLink = /<link rel="(?:modulepreload|stylesheet)" href="(\/assets\/[^"]+)"/g;

/**
 * Writes into a rendered page which bytes its programs and styles must have: on each link to one, and before the first module a
 * script that says it for all that are loaded later. Text of people cannot look like such a link: in a page `<` is escaped.
 * @param html a page as React rendered it; NOT looked for programs that are written otherwise, which the policy blocks
 */
export function withIntegrity(html: string, { client, nonce }: PageContext): string {
  const { integrityScript, integrityOf } = client;
  if (integrityScript === null) return html;
  const attribute = (path: string) => {
    const integrity = integrityOf(path);
    return integrity === undefined ? '' : ` integrity="${integrity}"`;
  };
  const script = `<script src="${integrityScript}"${attribute(integrityScript)} crossorigin nonce="${nonce}"></script></head>`;
  return html.replace(assetLink, (link, path: string) => link + attribute(path)).replace('</head>', () => script);
}
