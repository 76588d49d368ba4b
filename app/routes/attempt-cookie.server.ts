import { codeLifetime } from '~/features/identified/accounts/sign-in-code';
import { identifiedCookie, readCookie } from '~/platform/session';

const name = 'rr_attempt';

/** `Set-Cookie` that ties a sign-in to the browser which asked for the code. */
export function attemptCookie(publicUrl: string, attemptId: string): string {
  return identifiedCookie(publicUrl, name, attemptId, codeLifetime);
}

/** `Set-Cookie` that ends it. */
export function noAttemptCookie(publicUrl: string): string {
  return identifiedCookie(publicUrl, name, '', 0);
}

/** The attempt of this browser, if it has one. The visitor may have written anything here. */
export function attemptIdOf(request: Request): string | null {
  const value = readCookie(request, name);
  return value === null || value === '' || value.length > 64 ? null : value;
}
