import { createHash } from 'node:crypto';
import { PassThrough, Readable } from 'node:stream';
import yazl from 'yazl';
import type { Settings } from '~/platform/settings';
import type { Database } from '~db/database';
import { signerUnitFigures } from '../figures/signer-unit-figures.queries.server';
import { checkpointsFrom, witnessedCheckpoint } from '../ledger/ledger-files.queries.server';
import { ledgerKeys } from '../ledger/ledger-keys.server';
import { petitionView } from '../petitions/petition-page.queries.server';
import { publishedRanges, type PublishedRange } from '../petitions/published-ranges.queries.server';
import { publishedEdition } from '../registers/editions.queries.server';
import type { Press } from '../sharing/press.server';
import { ledgerWitnesses } from '../witnesses/witnesses.queries.server';
import { packFacts, type PackFacts } from './pack-facts';
import { actLines, actProofs, editionEntries, ledgerUnder, petitionEntries, provedRanges } from './pack-proof.server';
import { packReadme } from './pack-readme';
import { packTables } from './pack-tables';
import { packText } from './pack-text';
import checkCount from './check-count.mjs?raw';

/** Tried again where a publication came in between: all of a pack is under one checkpoint. */
const attempts = 6;

export interface PackDeps {
  readonly db: Database;
  readonly settings: Settings;
  readonly publicUrl: string;
  readonly press: Press;
}

/** A pack as it stands, before anything of it is written. */
export interface PetitionPack {
  readonly facts: PackFacts;
  /** What the pack is made of: the same for the same pack. */
  readonly version: string;
  readonly checkpoint: string;
  readonly ranges: readonly PublishedRange[];
}

/** Every reading was cut short by a publication. */
export class PackChangedError extends Error {
  override readonly name = 'PackChangedError';
}

/**
 * What a pack says, under one checkpoint.
 * @returns null for a petition that never opened, whose text is shown to nobody, or while nothing was ever published
 * @throws PackChangedError where publications came in between again and again
 */
export async function readPack(
  { db, settings, publicUrl }: PackDeps,
  petitionId: string,
): Promise<PetitionPack | null> {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const before = await witnessedCheckpoint(db);
    const view = await petitionView({ db, settings }, petitionId);
    const size = sizeOf(before);
    const [at] = await checkpointsFrom(db, size);
    if (!view || before === null || !at) return null;
    const units = (await signerUnitFigures(db, settings, [petitionId])).get(petitionId) ?? [];
    const ranges = (await publishedRanges(db, petitionId)) ?? [];
    const facts = packFacts(view, { settings, publicUrl, checkpoint: { size, day: at.day }, units });
    if (!facts) return null;
    if ((await witnessedCheckpoint(db)) !== before) continue;
    // Without a number there is nothing that could be counted either.
    const shown = facts.signers === null ? [] : ranges;
    const version = createHash('sha256')
      .update(JSON.stringify([1, facts, before]))
      .digest('base64url');
    return { facts, version, checkpoint: before, ranges: shown };
  }
  throw new PackChangedError();
}

function sizeOf(note: string | null): number {
  return Number(note?.split('\n')[1] ?? 0);
}

/**
 * A pack as a ZIP, written while it is read: its memory does not grow with the number of signatures.
 * @throws within the stream, where the database fails or the ledger does not lead to its checkpoint
 */
export async function writePack(deps: PackDeps, pack: PetitionPack): Promise<Readable> {
  const { db, press } = deps;
  const { facts, checkpoint, ranges } = pack;
  const { petition } = facts;
  const keys = await ledgerKeys(db);
  const tree = ledgerUnder(db, checkpoint, keys.map(({ key }) => key)); // prettier-ignore
  const editions = new Set<number>();
  const zip = new yazl.ZipFile();
  const output = new PassThrough();
  zip.on('error', (error: Error) => output.destroy(error));
  // Files in a ZIP have the time of a wall clock: the same one wherever it is made.
  const [year = 0, month = 1, date = 1] = facts.checkpoint.day.split('-').map(Number);
  const mtime = new Date(year, month - 1, date);
  const options = { mtime, mode: 0o100644, forceDosTimestamp: true };
  const add = (name: string, bytes: string | Uint8Array) => zip.addBuffer(Buffer.from(bytes), name, options);
  const stream = (name: string, pages: AsyncGenerator<Uint8Array>, compressionLevel: number) => {
    const source = Readable.from(pages, { objectMode: false });
    // The library listens for no errors of what it is given, and reads on for nobody where the other end has gone.
    source.on('error', (error) => output.destroy(error));
    output.once('close', () => source.destroy());
    zip.addReadStream(source, name, { ...options, compressionLevel });
  };

  add('README.txt', packReadme(facts));
  add('petition.pdf', await press.print({ kind: 'document', facts }));
  add('petition.json', `${JSON.stringify(facts, null, 2)}\n`);
  add('petition.txt', packText(facts));
  for (const { name, text } of packTables(facts)) add(name, text);
  add('check-count.mjs', checkCount);
  add('proof/checkpoint.txt', checkpoint);
  add(
    'proof/keys.json',
    json({ v: 1, organisation: facts.organisation, ledger: keys, witnesses: await ledgerWitnesses(db) }),
  );
  add('proof/acts.json', json({ v: 1, size: tree.size, ranges: await provedRanges(tree, ranges) }));
  add('proof/entries.json', json(await petitionEntries(db, tree, facts, ranges)));
  if (ranges.length > 0) {
    stream(
      'proof/acts.jsonl',
      actLines(db, ranges, (edition) => editions.add(edition)),
      4,
    );
    // Numbers that look random: nothing could be saved on them.
    stream('proof/proofs.bin', actProofs(db, petition.id, ranges), 0);
    stream('proof/editions.json', editionFile(), 4);
  }
  zip.end();
  return zip.outputStream.pipe(output);

  /** Comes after the acts, when it is known which editions they name. */
  async function* editionFile(): AsyncGenerator<Uint8Array> {
    const numbers = [...editions].sort((a, b) => a - b);
    const documents = [];
    for (const number of numbers) {
      const document = await publishedEdition(db, petition.register ?? 0, number);
      if (document && document.entry < tree.size) documents.push(document);
    }
    yield Buffer.from(json({ v: 1, documents, entries: await editionEntries(db, tree, documents) }));
  }
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 1)}\n`;
}
