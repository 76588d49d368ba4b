import { randomBytes } from 'node:crypto';
import { toHex } from '~/crypto/hash';
import { filingDigest, manifestDigest } from '~/crypto/filing';
import { keepConcern } from '~/features/anonymous/concerns/keep-concern.server';
import { encodeManifest, type Manifest } from '~/features/anonymous/concerns/manifest';
import type { MessageContent } from '~/features/anonymous/concerns/message-content';
import { packMessage, type FileToSend } from '~/features/anonymous/concerns/pack-message';
import type { Receipt } from '~/features/anonymous/concerns/receipt';
import { storeChunk, type ChunkDeps } from '~/features/anonymous/concerns/store-chunk.server';
import { currentSettings } from '~/features/published/settings/current-settings.server';
import { addDays, dayOf } from '~/platform/clock';
import type { Settings } from '~/platform/settings';

/** Concerns as devices make them, kept by the use cases of the house; only that somebody stands on the register is left out. */

export interface FilingDeps extends ChunkDeps {
  readonly settings: Settings;
}

/** A message before it is encrypted. */
export interface MessageToFile {
  readonly content: Partial<MessageContent> & Pick<MessageContent, 'text'>;
  readonly files?: readonly FileToSend[];
  /** Recipients, of everybody who is to read it. */
  readonly to: readonly string[];
}

type Place = Omit<Manifest, 'v' | 'parts'>;

/** Encrypts a message and hands its manifest to whoever keeps it, then stores its chunks. */
export async function fileMessage(
  deps: ChunkDeps,
  place: Place,
  { content, files = [], to }: MessageToFile,
  keep: (manifest: Manifest, text: string) => Promise<unknown>,
): Promise<void> {
  const chunks: { hash: string; bytes: Uint8Array }[] = [];
  const whole = { v: 1 as const, kind: null, programmeField: null, answers: [], replyTo: null, ...content };
  const { parts } = await packMessage({ content: whole, files, recipients: to }, (hash, bytes) => {
    chunks.push({ hash, bytes });
    return Promise.resolve();
  });
  const manifest: Manifest = { v: 1, ...place, parts };
  await keep(manifest, encodeManifest(manifest));
  for (const { hash, bytes } of chunks) {
    await storeChunk(deps, { concern: Buffer.from(place.concern, 'hex'), number: place.number, hash }, bytes);
  }
}

/** Files a concern on the day of the clock, in a slot of nobody’s. @returns its key in hex */
export async function fileConcern(
  deps: FilingDeps,
  { receipt, programme, ...message }: MessageToFile & { receipt: Receipt; programme: string | null },
): Promise<string> {
  const { db, clock, settings } = deps;
  const day = dayOf(clock.now());
  const concern = toHex(receipt.concern);
  const { acknowledgeDays, concernAnswerDays, concernRetentionDays } = await currentSettings(db, settings);
  const content = { ...message.content, replyTo: receipt.recipient };
  const place = { concern, programme, number: 0, sender: 'reporter', audience: 'all' } as const;
  const to = [receipt.recipient, ...message.to];
  await fileMessage(deps, place, { ...message, content, to }, (manifest, manifestText) =>
    keepConcern(db, {
      raising: { day, manifest, manifestText },
      nullifier: randomBytes(32),
      filing: filingDigest(receipt.salt, manifestDigest(settings.organisation, manifestText)),
      days: {
        day,
        lastDay: day,
        acknowledgeBy: addDays(day, acknowledgeDays),
        answerBy: addDays(day, concernAnswerDays),
        deletedOn: addDays(day, concernRetentionDays),
      },
    }),
  );
  return concern;
}
