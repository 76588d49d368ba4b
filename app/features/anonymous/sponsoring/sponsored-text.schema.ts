import { z } from 'zod';
import { sponsorSecretPattern } from '~/features/published/petitions/sponsor-link';

/** What is asked with the link for sponsors: which petition, and the secret that lets one read it. */
export const sponsoringRequest = z.strictObject({
  petition: z.string().regex(/^[a-z2-7]{26}$/),
  secret: z.string().regex(sponsorSecretPattern),
});

/** A petition that looks for sponsors, as whoever has its link may read it. */
export const sponsoredText = z.object({
  title: z.string(),
  demands: z.array(z.string()),
  background: z.string(),
  /** Empty where nobody's name is on it. */
  organizerName: z.string(),
  closesDay: z.iso.date(),
  criticalMass: z.int().min(0),
  askedUnit: z.string().nullable(),
  sponsorsWanted: z.int().min(1),
});
export type SponsoredText = z.infer<typeof sponsoredText>;
