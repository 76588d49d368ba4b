import { and, asc, eq, gt, isNull } from 'drizzle-orm';
import { fromHex, toHex } from '~/crypto/hash';
import { dayOf } from '~/platform/clock';
import { concern, concernMessage } from '~db/schema/anonymous-concerns';
import { ConcernError } from './concern-error';
import { handlingRequests, type ConcernList, type HandledConcern } from './conversation.schema';
import { concernsForHandler } from './conversations.queries.server';
import { asHandler, type HandlingDeps } from './handler-request.server';
import { readChunk } from './read-chunk.queries.server';
import { isVisibleTo, visibleConcern } from './visible-concern.queries.server';

/*
 * What a handler reads. Every concern comes with all of its texts, encrypted: the desk searches them in the browser, and
 * this wing never learns for what. Errors of all: those of `asHandler`.
 */

/** A page of all concerns that this handler may see, in the order of their names, which says nothing about time. */
export function listConcerns(deps: HandlingDeps, body: unknown): Promise<ConcernList> {
  return asHandler(deps, { act: 'list', schema: handlingRequests.list, body }, async (tx, handler, asked) => {
    const rows = await tx
      .select()
      .from(concern)
      .where(
        and(
          asked.after === null ? undefined : gt(concern.key, fromHex(asked.after)),
          isVisibleTo(tx, handler.fingerprint),
        ),
      )
      .orderBy(asc(concern.key))
      .limit(asked.limit);
    const last = rows.length === asked.limit ? rows.at(-1) : undefined;
    return {
      concerns: await concernsForHandler(tx, rows, handler.fingerprint),
      next: last ? toHex(last.key) : null,
    };
  });
}

/** @throws ConcernError `unknown-concern` */
export function openConcern(deps: HandlingDeps, body: unknown): Promise<HandledConcern> {
  const request = { act: 'conversation', schema: handlingRequests.conversation, body };
  return asHandler(deps, request, async (tx, handler, asked) => {
    const row = await visibleConcern(tx, handler, fromHex(asked.concern), 'read');
    const [opened] = await concernsForHandler(tx, [row], handler.fingerprint);
    if (!opened) throw new ConcernError('unknown-concern');
    return opened;
  });
}

/** @throws ConcernError `unknown-concern`, `not-listed` */
export function openChunk(deps: HandlingDeps, body: unknown): Promise<Uint8Array> {
  return asHandler(deps, { act: 'chunk', schema: handlingRequests.chunk, body }, async (tx, handler, asked) => {
    const row = await visibleConcern(tx, handler, fromHex(asked.concern), 'read');
    return readChunk(tx, row, { number: asked.number, hash: asked.hash, isReporter: false });
  });
}

/**
 * "Somebody read it on day …": of a message of the reporter's, the first time; and so the concern is acknowledged.
 * @throws ConcernError `unknown-concern`, `not-listed` (no such message of the reporter's)
 */
export function markRead(deps: HandlingDeps, body: unknown): Promise<Record<string, never>> {
  return asHandler(deps, { act: 'read', schema: handlingRequests.read, body }, async (tx, handler, asked) => {
    const row = await visibleConcern(tx, handler, fromHex(asked.concern), 'change');
    const theirs = and(
      eq(concernMessage.concern, row.key),
      eq(concernMessage.number, asked.number),
      eq(concernMessage.complete, true),
      isNull(concernMessage.handler),
    );
    const [message] = await tx.select({ readDay: concernMessage.readDay }).from(concernMessage).where(theirs);
    if (!message) throw new ConcernError('not-listed');
    const today = dayOf(deps.clock.now());
    if (message.readDay === null) await tx.update(concernMessage).set({ readDay: today }).where(theirs);
    if (row.acknowledgedDay === null) {
      await tx.update(concern).set({ acknowledgedDay: today }).where(eq(concern.key, row.key));
    }
    return {};
  });
}
