import { createHash } from 'node:crypto';
import type { ClientFiles } from '~/crypto/client-manifest';
import { contentSecurityPolicy } from '~/server/security-headers';

/** A page as a server sent it; all of it attacker-controlled. */
export interface ServedPage {
  readonly headers: Headers;
  readonly html: string;
}

/** What is wrong with a page, in words. */
export type PageProblem = string;

/** What the router of our version writes where a page scrolls back to its place. */
const scrollsBack = '82a0347349654ed2e47c9310918775b144d9da4367eae0f8634c74504a071097';

const nonceIn = /script-src 'self' 'nonce-([A-Za-z0-9+/]{22}==)'/;
const element = /<script\b([^>]*)>([\s\S]*?)<\/script>/gi;
const opening = /<\/?script\b/gi;
const startsStream =
  'window.__remixContext.stream = new ReadableStream({start(controller){window.__remixContext.streamController = controller;}}).pipeThrough(new TextEncoderStream());';

/**
 * Looks for anything in a page that the source would not have put there: programs, styles, and rules given to the browser. Every
 * element that could hold a program must be one that we know, to the byte but for data. Data are not looked at.
 * @param files what a build of the source has
 */
export function problemsOfPage({ headers, html }: ServedPage, files: ClientFiles): PageProblem[] {
  const policy = headers.get('content-security-policy') ?? '';
  const nonce = nonceIn.exec(policy)?.[1] ?? '';
  const known = [...html.matchAll(element)];
  const problems = known.flatMap(([, attributes = '', text = '']) => problemOfScript(attributes, text, nonce, files));
  if ((html.match(opening) ?? []).length !== 2 * known.length) problems.push('a script element that does not end');
  if (policy !== contentSecurityPolicy('page', nonce)) problems.push(`another policy: ${policy}`);
  if (headers.has('set-cookie')) problems.push('a cookie');
  if (headers.has('refresh') || /http-equiv/i.test(html)) problems.push('a header within the page');
  return [...problems, ...problemsOfLinks(html, files)];
}

function problemOfScript(attributes: string, text: string, nonce: string, files: ClientFiles): PageProblem[] {
  if (nonce === '') return ['a program without a policy'];
  const source = /^ src="([^"]*)" integrity="([^"]*)" crossorigin nonce="([^"]*)"$/.exec(attributes);
  if (source && text === '') {
    const [, path = '', integrity = '', given = ''] = source;
    return integrity === integrityOf(path, files) && given === nonce ? [] : [`another program: ${path}`];
  }
  const isModule = attributes === ` nonce="${nonce}" type="module" async=""`;
  if (isModule && startsModules(text, files)) return [];
  if (attributes === ` nonce="${nonce}"` && (isScroll(text) || isContext(text) || isData(text))) return [];
  return [`another program: ${JSON.stringify(text.slice(0, 80))}`];
}

function isScroll(text: string): boolean {
  return createHash('sha256').update(text).digest('hex') === scrollsBack;
}

function isContext(text: string): boolean {
  const [start, end] = ['window.__remixContext = ', `;${startsStream}`];
  return text.startsWith(start) && text.endsWith(end) && isJson(text.slice(start.length, -end.length));
}

function isData(text: string): boolean {
  if (text === 'window.__remixContext.streamController.close();') return true;
  const [, value = ''] = /^window\.__remixContext\.streamController\.enqueue\((".*")\);$/.exec(text) ?? [];
  return isJson(value);
}

/** Imports of files that a build has, and nothing else. */
function startsModules(text: string, files: ClientFiles): boolean {
  const [first = '', ...lines] = text.split('\n');
  const last = lines.pop() ?? '';
  const table = lines.pop() === '' ? (lines.pop() ?? '') : '';
  const between = lines.pop();
  const paths = [
    /^import "([^"\\]+)";$/.exec(first)?.[1],
    ...lines.map((line) => /^import \* as route\d+ from "([^"\\]+)";$/.exec(line)?.[1]),
    /^import\("([^"\\]+)"\);$/.exec(last)?.[1],
  ];
  const routes = /^window\.__remixRouteModules = \{(?:"[\w./$-]+":route\d+,?)+\};$/;
  return (
    between === '' && routes.test(table) && paths.every((path) => path !== undefined && Object.hasOwn(files, path))
  );
}

/** Links to programs and styles must name the bytes that a build has. */
function problemsOfLinks(html: string, files: ClientFiles): PageProblem[] {
  const links = html.match(/<link\b[^>]*>/gi) ?? [];
  return links
    .filter((link) => /modulepreload|stylesheet|\bimport/i.test(link))
    .filter((link) => {
      const [, path = '', integrity = ''] =
        /^<link rel="(?:modulepreload|stylesheet)" href="([^"]*)" integrity="([^"]*)"\/>$/.exec(link) ?? [];
      return integrity === '' || integrity !== integrityOf(path, files);
    })
    .map((link) => `another link: ${link}`);
}

function integrityOf(path: string, files: ClientFiles): string | null {
  const digest = Object.hasOwn(files, path) ? files[path] : undefined;
  return digest === undefined ? null : `sha256-${Buffer.from(digest, 'hex').toString('base64')}`;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
