import { and, eq } from 'drizzle-orm';
import { fromHex, toHex } from '~/crypto/hash';
import type { AnonymousDatabase } from '~db/anonymous-client';
import { concern, concernGrant, concernHidden } from '~db/schema/anonymous-concerns';
import { acceptMessage } from './accept-message.server';
import { ConcernError } from './concern-error';
import { handlingRequests, maxGrantBytes, maxLabelsBytes, type MissingChunks } from './conversation.schema';
import { asHandler, type Handler, type HandlingDeps } from './handler-request.server';
import { readManifest } from './raise-concern.schema';
import { handlersOf, visibleConcern } from './visible-concern.queries.server';

/* What a handler writes. Errors of all: those of `asHandler`, and `unknown-concern`. */

type Nothing = Record<string, never>;

/** A reply (audience `all`) or a note among handlers. @throws ConcernError as `acceptMessage` does */
export function writeAsHandler(deps: HandlingDeps, body: unknown): Promise<MissingChunks> {
  return asHandler(deps, { act: 'message', schema: handlingRequests.message, body }, async (tx, handler, asked) => {
    const manifest = readManifest(asked.manifest);
    const { key } = await visibleConcern(tx, handler, fromHex(manifest.concern), 'change');
    return acceptMessage(tx, deps.clock, { key, sender: handler.fingerprint, manifest, text: asked.manifest });
  });
}

/** Says who looks after it, or nobody. @throws ConcernError `unknown-handler` (retired, or not to see it) */
export function assignConcern(deps: HandlingDeps, body: unknown): Promise<Nothing> {
  return asHandler(deps, { act: 'assign', schema: handlingRequests.assign, body }, async (tx, handler, asked) => {
    const { key } = await visibleConcern(tx, handler, fromHex(asked.concern), 'change');
    if (asked.to !== null) await checkMaySee(tx, key, asked.to);
    await tx
      .update(concern)
      .set({ assignedTo: asked.to === null ? null : fromHex(asked.to) })
      .where(eq(concern.key, key));
    return {};
  });
}

/** Replaces the labels, which are encrypted. @throws ConcernError `stale` (somebody else did), `too-large` */
export function labelConcern(deps: HandlingDeps, body: unknown): Promise<Nothing> {
  return asHandler(deps, { act: 'labels', schema: handlingRequests.labels, body }, async (tx, handler, asked) => {
    const labels = bytesOf(asked.labels, maxLabelsBytes);
    const row = await visibleConcern(tx, handler, fromHex(asked.concern), 'change');
    if (asked.n !== row.labelsNumber) throw new ConcernError('stale');
    await tx
      .update(concern)
      .set({ labels, labelsNumber: asked.n + 1 })
      .where(eq(concern.key, row.key));
    return {};
  });
}

/**
 * Conflict of interest: from now on this handler does not see it, and what comes is not encrypted to them. What was
 * encrypted to them before and they have copied, they have. It is never taken back.
 * @throws ConcernError `unknown-handler`; `last-handler` (nobody would be left to see it)
 */
export function hideConcern(deps: HandlingDeps, body: unknown): Promise<Nothing> {
  return asHandler(deps, { act: 'hide', schema: handlingRequests.hide, body }, async (tx, handler, asked) => {
    const row = await visibleConcern(tx, handler, fromHex(asked.concern), 'change');
    const seeing = await checkMaySee(tx, row.key, asked.from);
    if (seeing.length < 2) throw new ConcernError('last-handler');
    const from = fromHex(asked.from);
    await tx.insert(concernHidden).values({ concern: row.key, handler: from });
    await tx.delete(concernGrant).where(and(eq(concernGrant.concern, row.key), eq(concernGrant.handler, from)));
    if (row.assignedTo && toHex(row.assignedTo) === asked.from) {
      await tx.update(concern).set({ assignedTo: null }).where(eq(concern.key, row.key));
    }
    return {};
  });
}

/**
 * Lets other handlers read what was encrypted before they came (decision 13). A concern that was deleted meanwhile, or that
 * either of the two may not see, is passed over: the others of the same request are granted.
 * @throws ConcernError `too-large`
 */
export function grantReading(deps: HandlingDeps, body: unknown): Promise<Nothing> {
  return asHandler(deps, { act: 'grant', schema: handlingRequests.grant, body }, async (tx, handler, asked) => {
    const grants = asked.grants.map(({ concern: name, to, bytes }) => ({
      ...{ key: fromHex(name), to },
      bytes: bytesOf(bytes, maxGrantBytes),
    }));
    // In the order of names, so that two requests never wait for each other in a circle.
    for (const { key, to, bytes } of grants.sort((a, b) => Buffer.compare(a.key, b.key))) {
      if (!(await mayBeGranted(tx, handler, key, to))) continue;
      await tx
        .insert(concernGrant)
        .values({ concern: key, handler: fromHex(to), bytes })
        .onConflictDoUpdate({ target: [concernGrant.concern, concernGrant.handler], set: { bytes } });
    }
    return {};
  });
}

async function mayBeGranted(tx: AnonymousDatabase, handler: Handler, key: Uint8Array, to: string): Promise<boolean> {
  try {
    await visibleConcern(tx, handler, key, 'change');
    await checkMaySee(tx, key, to);
    return true;
  } catch (error) {
    if (error instanceof ConcernError) return false;
    throw error;
  }
}

/** @returns all who may see it. @throws ConcernError `unknown-handler` */
async function checkMaySee(tx: AnonymousDatabase, key: Uint8Array, name: string): Promise<string[]> {
  const seeing = (await handlersOf(tx, key)).map(toHex);
  if (!seeing.includes(name)) throw new ConcernError('unknown-handler');
  return seeing;
}

/** @param text base64, checked by its schema. @throws ConcernError `too-large` */
function bytesOf(text: string, most: number): Uint8Array {
  const bytes = Buffer.from(text, 'base64');
  if (bytes.length > most) throw new ConcernError('too-large');
  return bytes;
}
