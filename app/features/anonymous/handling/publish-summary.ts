import { base32nopad } from '@scure/base';
import { z } from 'zod';
import { signSummary } from '~/features/published/summaries/summary.schema';
import type { Desk } from './desk';
import { askAsHandler } from './handling-client';

/** A summary as it will stand in public: in the spelling that `summaryTextSchema` gives. */
export interface SummaryText {
  readonly title: string;
  readonly body: string;
  readonly programme: string | null;
  readonly field: string | null;
}

/** A random name, made once for a summary: sent twice, it is still one. */
export function newSummaryId(): string {
  return base32nopad.encode(crypto.getRandomValues(new Uint8Array(16))).toLowerCase();
}

/** Publishes a summary under this handler’s name. It can never be changed or taken back. @throws UnseenError */
export async function publishSummary(desk: Desk, id: string, text: SummaryText): Promise<void> {
  const { organisation, keys, today } = desk.session;
  const { day: _, ...signed } = signSummary(keys.signing, { organisation, id, day: today(), ...text });
  await askAsHandler(desk.session, 'summary', signed, z.object({}));
}
