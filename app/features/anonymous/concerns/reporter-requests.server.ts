import { and, eq, ne } from 'drizzle-orm';
import type { z } from 'zod';
import type { Clock } from '~/platform/clock';
import type { Settings } from '~/platform/settings';
import type { AnonymousDatabase } from '~db/anonymous-client';
import { concern } from '~db/schema/anonymous-concerns';
import { inTransaction } from '~db/transaction';
import { shareConcerns } from '../publication/action-lock.server';
import { acceptMessage } from './accept-message.server';
import { ConcernError } from './concern-error';
import { noConversation, reporterRequests, type ConversationAnswer, type MissingChunks } from './conversation.schema';
import { conversationForReporter, type ConcernRow } from './conversations.queries.server';
import { openSigned } from './open-signed';
import { readManifest } from './raise-concern.schema';
import { readChunk } from './read-chunk.queries.server';

export interface ConcernDeps {
  readonly db: AnonymousDatabase;
  readonly clock: Clock;
  readonly settings: Settings;
}

/*
 * What a reporter asks, signed by the key that the receipt words give. A concern that is unknown, one that is unfinished and
 * one that was deleted are the same here: same answer, same work. Reading leaves no trace.
 */

/** @param body attacker-controlled JSON. @throws ConcernError `malformed`, `bad-signature`, `wrong-day` */
export function readConversation(deps: ConcernDeps, body: unknown): Promise<ConversationAnswer> {
  const { key } = open(deps, 'conversation', reporterRequests.conversation, body);
  return inTransaction(deps.db, async (tx) => {
    const row = await finished(tx, key);
    return row ? conversationForReporter(tx, row) : noConversation;
  });
}

/** @param body attacker-controlled JSON. @throws ConcernError as `readConversation` and `acceptMessage` do */
export function writeMessage(deps: ConcernDeps, body: unknown): Promise<MissingChunks> {
  const { key, asked } = open(deps, 'message', reporterRequests.message, body);
  const manifest = readManifest(asked.manifest);
  return inTransaction(deps.db, async (tx) => {
    await shareConcerns(tx);
    return acceptMessage(tx, deps.clock, { key, sender: null, manifest, text: asked.manifest });
  });
}

/**
 * A chunk of the conversation, as its sender made it.
 * @param body attacker-controlled JSON
 * @throws ConcernError as `readConversation` and `readChunk` do, and `unknown-concern`
 */
export function fetchChunk(deps: ConcernDeps, body: unknown): Promise<Uint8Array> {
  const { key, asked } = open(deps, 'chunk', reporterRequests.chunk, body);
  return inTransaction(deps.db, async (tx) => {
    const row = await finished(tx, key);
    if (!row) throw new ConcernError('unknown-concern');
    return readChunk(tx, row, { number: asked.number, hash: asked.hash, isReporter: true });
  });
}

function open<T extends { readonly day: string }>(
  { settings, clock }: ConcernDeps,
  act: string,
  schema: z.ZodType<T>,
  body: unknown,
): { key: Uint8Array; asked: T } {
  const place = { organisation: settings.organisation, path: `/unseen/concerns/${act}`, now: clock.now() };
  return openSigned(body, schema, place);
}

async function finished(tx: AnonymousDatabase, key: Uint8Array): Promise<ConcernRow | null> {
  await shareConcerns(tx);
  const [row] = await tx
    .select()
    .from(concern)
    .where(and(eq(concern.key, key), ne(concern.state, 'unfinished')));
  return row ?? null;
}
