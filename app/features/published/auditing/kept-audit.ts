import { readAuditState } from '~/audit/audit-state';
import type { AuditState } from '~/audit/report';

/*
 * What this browser keeps of its last audit: nothing but what everybody may know, so that the next one need not verify the
 * same proofs again.
 */

const place = 'round-robin/audit';

/** Of the last audit here, or null. What is there may be anybody's writing: the audit holds it against the ledger. */
export function keptState(): AuditState | null {
  try {
    return readAuditState(localStorage.getItem(place) ?? '');
  } catch {
    return null;
  }
}

/** Where nothing can be kept, the next audit begins anew. */
export function keepState(state: AuditState | null): void {
  try {
    if (state) localStorage.setItem(place, JSON.stringify(state));
    else localStorage.removeItem(place);
  } catch {
    // Private windows and full disks: it is only the time that is lost.
  }
}
