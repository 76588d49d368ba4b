import type { ReactNode } from 'react';
import Markdown, { type Components } from 'react-markdown';

/**
 * Markdown that people wrote, in serif. What is dangerous in it is left out rather than cleaned: HTML, pictures, and
 * links to anything but http, https and mail (their words stay). A link to the web shows its host, because the words of
 * a link may name another, and carries no referrer, because the page it comes from says what somebody reads.
 */
export function Prose({ children }: { children: string }) {
  return (
    <div className="prose">
      <Markdown
        skipHtml
        unwrapDisallowed
        disallowedElements={['img', 'script', 'style', 'iframe']}
        urlTransform={allowedUrl}
        components={COMPONENTS}
      >
        {children}
      </Markdown>
    </div>
  );
}

const ALLOWED_PROTOCOLS = new Set(['http:', 'https:', 'mailto:']);

/** The address if it is absolute and of an allowed kind, else null. `text` is attacker-controlled. */
export function allowedUrl(text: string): string | null {
  try {
    const url = new URL(text);
    return ALLOWED_PROTOCOLS.has(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

/** Headings begin below the page's own. */
const COMPONENTS: Components = {
  h1: ({ children }) => <h3>{children}</h3>,
  h2: ({ children }) => <h3>{children}</h3>,
  h3: ({ children }) => <h4>{children}</h4>,
  h4: ({ children }) => <h5>{children}</h5>,
  h5: ({ children }) => <h6>{children}</h6>,
  a: ({ href, children }) => <ProseLink href={href}>{children}</ProseLink>,
};

function ProseLink({ href, children }: { href: string | undefined; children: ReactNode }) {
  if (!href) return <>{children}</>;
  const host = new URL(href).host;
  return (
    <>
      <a href={href} rel="noopener noreferrer nofollow">
        {children}
      </a>
      {host !== '' && children !== host && <span className="prose__host"> ({host})</span>}
    </>
  );
}
