import { z } from 'zod';
import { handlerRecord } from '~/features/published/handlers/handler-record.schema';

const { fingerprint, signingKey, recipient, signature } = handlerRecord.shape;
const day = z.iso.date();

/** Both public keys, and the new key's own signature that its holder wants it added: nobody brings somebody else's. */
const newKey = { signingKey, recipient, possession: signature, day };

/** POST /in/desk/handlers/acts: what a handler does with keys, signed in the browser (protocol 7). */
export const handlerAct = z.discriminatedUnion('act', [
  z.strictObject({ act: z.literal('ask'), ...newKey }),
  z.strictObject({ act: z.literal('replace'), ...newKey, by: fingerprint, signature }),
  z.strictObject({ act: z.literal('let-in'), fingerprint, day, by: fingerprint, signature }),
  z.strictObject({ act: z.literal('retire'), fingerprint, day, by: fingerprint, signature }),
]);
export type HandlerActBody = z.infer<typeof handlerAct>;

type Body<A extends HandlerActBody['act']> = Omit<Extract<HandlerActBody, { act: A }>, 'act'>;
export type AskBody = Body<'ask'>;
export type ReplaceBody = Body<'replace'>;
export type LetInBody = Body<'let-in'>;
export type RetireBody = Body<'retire'>;
