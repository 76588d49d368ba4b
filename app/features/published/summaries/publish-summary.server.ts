import { and, eq, isNull } from 'drizzle-orm';
import { fromBase64Url, toHex } from '~/crypto/hash';
import { isSignedBy } from '~/crypto/signing-key';
import { dayOf, type Clock } from '~/platform/clock';
import type { Settings } from '~/platform/settings';
import type { Database } from '~db/database';
import { handlerKey, summary } from '~db/schema/published-concerns';
import { programme } from '~db/schema/published-programmes';
import { inTransaction } from '~db/transaction';
import { appendEntry } from '../ledger/append-entry.server';
import { isFieldName } from '../programmes/programme-fields';
import { newestRegisterId } from '../registers/newest-register.queries.server';
import { currentSettings } from '../settings/current-settings.server';
import { summaryStatement, summaryTextDigest } from './summary';
import { SummaryError } from './summary-error';
import { summaryRequest, type SummaryRequest } from './summary.schema';

interface Deps {
  /** As role anonymous: a handler's request carries no cookie. */
  readonly db: Database;
  readonly clock: Clock;
  readonly settings: Settings;
}

/**
 * Publishes a redacted summary under the handler's name (protocol 7): pinned to the newest register, with the number of
 * corroborations and the days to answer that are in force today, and with its ledger entry. It cannot be changed or
 * deleted, and nothing links it to a concern. The same request again changes nothing.
 * NOT checked: that the request itself was signed by this key, and its day.
 *
 * @param input.key 32 bytes: the handler's signing key @param input.request attacker-controlled
 * @returns the summary's name
 * @throws SummaryError
 */
export async function publishSummary(
  { db, clock, settings: base }: Deps,
  input: { readonly key: Uint8Array; readonly request: unknown },
): Promise<{ summary: string }> {
  const read = summaryRequest.safeParse(input.request);
  if (!read.success) throw new SummaryError('malformed');
  const request = read.data;
  const textDigest = summaryTextDigest(request);
  const signature = checkSignature(base.organisation, request, textDigest, input.key);
  return inTransaction(db, async (tx) => {
    const handler = await activeHandler(tx, input.key);
    await requireAttachable(tx, request);
    const registerId = await newestRegisterId(tx);
    if (registerId === null) throw new SummaryError('no-register');
    const { summaryThreshold: threshold, responseDays } = await currentSettings(tx, base);
    const { id, programme: programmeId, field, title, body } = request;
    const row = {
      ...{ id, programmeId, field, title, body, textDigest, registerId, threshold, responseDays },
      ...{ day: dayOf(clock.now()), handler, signature },
    };
    const stands = await tx.insert(summary).values(row).onConflictDoNothing().returning({ id: summary.id });
    if (stands.length === 0) {
      await requireSame(tx, row);
      return { summary: id };
    }
    await appendEntry(tx, {
      ...{ v: 1, kind: 'summary', summary: id, programme: programmeId ?? '', field: field ?? '' },
      ...{ text: toHex(textDigest), register: registerId, threshold, responseDays },
      ...{ handler: toHex(handler), signature: toHex(signature), day: row.day },
    });
    return { summary: id };
  });
}

function checkSignature(
  organisation: string,
  { signature, ...said }: SummaryRequest,
  textDigest: Uint8Array,
  key: Uint8Array,
): Uint8Array {
  let bytes;
  try {
    bytes = fromBase64Url(signature);
  } catch {
    throw new SummaryError('malformed');
  }
  const statement = summaryStatement({ organisation, ...said, textDigest });
  if (!isSignedBy(key, statement, bytes)) throw new SummaryError('bad-signature');
  return bytes;
}

/** The fingerprint of a handler's key that counts today. */
async function activeHandler(tx: Database, key: Uint8Array): Promise<Uint8Array> {
  const [row] = await tx
    .select({ fingerprint: handlerKey.fingerprint })
    .from(handlerKey)
    .where(and(eq(handlerKey.signingKey, key), isNull(handlerKey.retiredDay)));
  if (!row) throw new SummaryError('not-a-handler');
  return row.fingerprint;
}

async function requireAttachable(tx: Database, { programme: id, field }: SummaryRequest): Promise<void> {
  if (field !== null && (id === null || !isFieldName(field))) throw new SummaryError('unknown-field');
  if (id === null) return;
  const [row] = await tx.select({ id: programme.id }).from(programme).where(eq(programme.id, id));
  if (!row) throw new SummaryError('unknown-programme');
}

/** Under one name stands one summary: the signature covers its text, its programme and its field. */
async function requireSame(tx: Database, row: { id: string; handler: Uint8Array; signature: Uint8Array }) {
  const [stands] = await tx
    .select({ handler: summary.handler, signature: summary.signature })
    .from(summary)
    .where(eq(summary.id, row.id));
  const same =
    stands && toHex(stands.handler) === toHex(row.handler) && toHex(stands.signature) === toHex(row.signature);
  if (!same) throw new SummaryError('id-taken');
}
