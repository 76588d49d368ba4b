import { and, eq } from 'drizzle-orm';
import { sponsorLinkOf } from '~/features/published/petitions/sponsor-link.server';
import type { AnonymousDatabase } from '~db/anonymous-client';
import { petition } from '~db/schema/published';
import { sponsoringRequest, type SponsoredText } from './sponsored-text.schema';

export type SponsoringErrorCode = 'malformed' | 'unknown-petition' | 'sponsoring-over';

/** Why a petition is not shown to whoever asks with a link. */
export class SponsoringError extends Error {
  override readonly name = 'SponsoringError';
  constructor(readonly code: SponsoringErrorCode) {
    super(code);
  }
}

/**
 * The text of a petition that looks for sponsors, for whoever has its link. Nothing is kept of the question.
 * @param input attacker-controlled JSON
 * @throws SponsoringError `malformed`; `unknown-petition`, the same for a wrong secret as for a petition there is not;
 *   `sponsoring-over`, said to the right secret alone
 */
export async function readSponsoredText(db: AnonymousDatabase, input: unknown): Promise<SponsoredText> {
  const asked = sponsoringRequest.safeParse(input);
  if (!asked.success) throw new SponsoringError('malformed');
  // Looked up by its digest: how long comparing takes says nothing about the secret.
  const [row] = await db
    .select()
    .from(petition)
    .where(and(eq(petition.id, asked.data.petition), eq(petition.sponsorLink, sponsorLinkOf(asked.data.secret))));
  if (!row) throw new SponsoringError('unknown-petition');
  if (row.state !== 'gathering') throw new SponsoringError('sponsoring-over');
  const { title, demands, background, organizerName, closesDay, criticalMass, askedUnit, sponsorsWanted } = row;
  return { title, demands, background, organizerName, closesDay, criticalMass, askedUnit, sponsorsWanted };
}
