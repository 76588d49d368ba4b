import { z } from 'zod';

const fingerprint = z.string().regex(/^[0-9a-f]{64}$/);
const signature = z.string().regex(/^[0-9a-f]{128}$/);
const day = z.iso.date();

/**
 * A handler's key as `/handlers.json` and the ledger have it (protocol 7): public keys, who let it in and who retired it,
 * each with a signature. Only its form is checked here, `handlersInForce` checks what it says.
 */
export const handlerRecord = z.strictObject({
  fingerprint,
  name: z
    .string()
    .min(1)
    .max(200)
    // Half a surrogate pair, which JSON can say, could not be hashed.
    .refine((name) => !/[\p{Surrogate}\p{Cc}]/u.test(name)),
  /** Ed25519, 32 bytes in hex. */
  signingKey: fingerprint,
  recipient: z.string().max(4_000),
  addedDay: day,
  /** Fingerprint of who let it in; its own for the first. */
  addedBy: fingerprint,
  signature,
  retiredDay: day.nullable(),
  /** 'office' where role or employment ended: then nobody signed. */
  retiredBy: z.union([fingerprint, z.literal('office')]).nullable(),
  retiredSignature: signature.nullable(),
});

/** In ledger order, retired ones among them. */
export const handlerRecords = z.array(handlerRecord).max(1_000);

export type HandlerRecord = Readonly<z.infer<typeof handlerRecord>>;
