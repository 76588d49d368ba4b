import { RemixBrowser } from '@remix-run/react';
import { startTransition, StrictMode } from 'react';
import { hydrateRoot } from 'react-dom/client';

/**
 * Resolves when the page's data has been read. Until then the whole document would suspend, and React 18 cannot wait for a
 * document: whoever types or clicks in that moment makes it render at once, which ends in its error 345 and a document drawn anew.
 * Remix starts reading at its first call, before any hook, and throws what to wait for.
 */
async function pageData(): Promise<void> {
  try {
    RemixBrowser({});
  } catch (waiting) {
    await waiting;
  }
}

await pageData();
startTransition(() => {
  hydrateRoot(
    document,
    <StrictMode>
      <RemixBrowser />
    </StrictMode>,
  );
});
