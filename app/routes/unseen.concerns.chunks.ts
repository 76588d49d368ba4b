import type { ActionFunctionArgs } from '@remix-run/node';
import { fromHex } from '~/crypto/hash';
import { chunkBytes } from '~/features/anonymous/concerns/manifest';
import { storeChunk } from '~/features/anonymous/concerns/store-chunk.server';
import { answerWork } from './concern-refusals.server';
import { anonymousWing } from './guards.server';
import { readUnseenBytes, unseenRefusal } from './unseen-json.server';

const hex32 = /^[0-9a-f]{64}$/;
const messageNumber = /^(?:0|[1-9][0-9]{0,2})$/;

/** One chunk of a message whose manifest was accepted (protocol 7): bytes in, JSON out. No cookie, nothing logged. */
export async function action({ request, context, params }: ActionFunctionArgs): Promise<Response> {
  const { db } = anonymousWing(context);
  const { concern = '', number = '', hash = '' } = params;
  if (!hex32.test(concern) || !messageNumber.test(number) || !hex32.test(hash)) return unseenRefusal(400, 'malformed');
  const read = await readUnseenBytes(request, chunkBytes);
  if ('refused' in read) return read.refused;
  const place = { concern: fromHex(concern), number: Number(number), hash };
  return answerWork(() => storeChunk({ db, clock: context.clock }, place, read.bytes));
}

/** There is nothing to read here. */
export function loader(): Response {
  return unseenRefusal(405, 'method-not-allowed');
}
