import { createContext, useContext } from 'react';

/**
 * The Content-Security-Policy nonce of the response being rendered. Empty in the browser, which hides nonces from
 * scripts: the same empty string there keeps hydration quiet.
 */
export const NonceContext = createContext('');

export function useNonce(): string {
  return useContext(NonceContext);
}
