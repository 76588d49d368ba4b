import { z } from 'zod';
import { cosignatureVerifier } from '~/crypto/tlog/cosignature';

export const runByLength = { min: 2, max: 80 } as const;

/** A C2SP verifier key of a cosigner: what `npm run witness -- … --new-key` prints. */
const witnessKey = z.string().trim().max(300).refine(isWitnessKey);

/** What the page of witnesses posts. */
export const witnessChangeSchema = z.discriminatedUnion('act', [
  z.object({
    act: z.literal('added'),
    key: witnessKey,
    runBy: z.string().trim().min(runByLength.min).max(runByLength.max),
  }),
  z.object({ act: z.literal('removed'), name: z.string().min(1).max(200) }),
]);
export type WitnessChange = z.output<typeof witnessChangeSchema>;

function isWitnessKey(key: string): boolean {
  try {
    return /^[\w./-]{3,100}$/.test(cosignatureVerifier(key).name);
  } catch {
    return false;
  }
}
