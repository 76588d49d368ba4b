import { base64 } from '@scure/base';
import { z } from 'zod';
import type { HandlerKey } from '~/features/published/handlers/handler-key';
import type { CloseReason } from '../concerns/conversation.schema';
import { UnseenError } from '../concerns/unseen-request';
import type { Desk } from './desk';
import { shutOutOf, unreadOf, type DeskConcern } from './desk-concern';
import { askAsHandler } from './handling-client';
import { sealLabels } from './labels';

/*
 * What a handler does to a concern. Each act is signed, and afterwards the concern is fetched anew, also where the act was
 * refused: somebody else may have been quicker.
 */

const done = z.object({});

/** Does something to a concern and fetches it anew, refused or not. @throws what `work` throws, and UnseenError */
export async function thenRefresh(desk: Desk, key: string, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    await desk.refresh(key).catch(() => undefined);
    throw error;
  }
  await desk.refresh(key);
}

function act(desk: Desk, { key }: DeskConcern, name: string, asked: Record<string, string | number | null>) {
  return thenRefresh(desk, key, () => askAsHandler(desk.session, name, { concern: key, ...asked }, done));
}

/** `broken-chain`: somebody stands among the handlers whom no handler let in. */
export class EncryptError extends Error {
  override readonly name = 'EncryptError';
  readonly code = 'broken-chain';
}

/** The handlers who may read this concern: nothing is encrypted to the others. @throws EncryptError */
export function readersOf(desk: Desk, concern: DeskConcern): HandlerKey[] {
  if (desk.problems.length > 0) throw new EncryptError(desk.problems[0]);
  const shutOut = shutOutOf(concern);
  return desk.handlers.filter(({ fingerprint }) => !shutOut.has(fingerprint));
}

/**
 * What happens when a concern is opened: the reporter is told that somebody read what they wrote, on which day and not who;
 * and whom the reporter left out does not get it listed, should the server not have been told.
 * @throws UnseenError
 */
export async function takeNote(desk: Desk, concern: DeskConcern): Promise<void> {
  const unread = unreadOf(concern).filter(({ text }) => text.kind === 'open');
  const toHide = [...shutOutOf(concern)].filter((handler) => mayBeHidden(desk, concern, handler));
  if (unread.length === 0 && toHide.length === 0) return;
  for (const from of toHide) {
    await askAsHandler(desk.session, 'hide', { concern: concern.key, from }, done).catch(ignoreIfHidden);
  }
  for (const { number } of unread) {
    await askAsHandler(desk.session, 'read', { concern: concern.key, number }, done);
  }
  await desk.refresh(concern.key);
}

/** Another handler may have opened the same concern at the same moment. */
function ignoreIfHidden(error: unknown): void {
  if (!(error instanceof UnseenError) || error.code !== 'unknown-handler') throw error;
}

function mayBeHidden({ me, handlers }: Desk, { hiddenFrom }: DeskConcern, handler: string): boolean {
  const isActive = handlers.some(({ fingerprint }) => fingerprint === handler);
  return isActive && handler !== me.fingerprint && !hiddenFrom.includes(handler);
}

/** @throws UnseenError `stale` where its state had changed meanwhile */
export async function changeState(
  desk: Desk,
  concern: DeskConcern,
  to: 'in-review' | 'answered' | 'closed',
  reason: CloseReason | null,
): Promise<void> {
  await act(desk, concern, 'state', { from: concern.state, to, reason });
}

/** @param to fingerprint of a handler, or null for nobody. @throws UnseenError */
export async function assign(desk: Desk, concern: DeskConcern, to: string | null): Promise<void> {
  await act(desk, concern, 'assign', { to });
}

/** @throws UnseenError `stale` where somebody had changed them meanwhile; AgeError */
export async function setLabels(desk: Desk, concern: DeskConcern, labels: readonly string[]): Promise<void> {
  const recipients = readersOf(desk, concern).map(({ recipient }) => recipient);
  const sealed = await sealLabels(labels, recipients);
  await act(desk, concern, 'labels', { n: concern.labelsNumber, labels: base64.encode(sealed) });
}

/** From now on that handler does not get it. What they read before they may have kept. @throws UnseenError */
export async function hideFrom(desk: Desk, concern: DeskConcern, from: string): Promise<void> {
  await act(desk, concern, 'hide', { from });
}
