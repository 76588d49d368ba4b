import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { inflateRawSync } from 'node:zlib';
import { asc, eq } from 'drizzle-orm';
import { toHex } from '~/crypto/hash';
import { appendEntry } from '~/features/published/ledger/append-entry.server';
import { readPack, writePack, type PackDeps } from '~/features/published/pack/petition-pack.server';
import { editionEntry } from '~/features/published/registers/edition-entry';
import { createPress } from '~/features/published/sharing/press.server';
import { edition, petition } from '~db/schema/published';
import { inTransaction } from '~db/transaction';
import type { SigningHouse } from './signing-house';

const run = promisify(execFile);

export const packUrl = 'https://robin.example';

export function packDeps(house: SigningHouse): PackDeps {
  return { db: house.database.published, settings: house.settings, publicUrl: packUrl, press: createPress() };
}

/** What the house of signatures leaves out, as its petitions and editions come from nowhere: their entries in the ledger. */
export async function enterInLedger(house: SigningHouse, petitionId: string): Promise<void> {
  await inTransaction(house.database.identified, async (tx) => {
    const [row] = await tx.select().from(petition).where(eq(petition.id, petitionId));
    if (!row?.openedDay) throw new Error('not open');
    const editions = await tx.select().from(edition).orderBy(asc(edition.number));
    for (const each of editions) await appendEntry(tx, editionEntry(each));
    await appendEntry(tx, {
      ...{
        v: 1,
        kind: 'petition-opened',
        petition: row.id,
        text: toHex(row.textDigest),
        register: row.registerId ?? 0,
      },
      ...{ closes: row.closesDay, criticalMass: row.criticalMass, threshold: row.threshold ?? 0, day: row.openedDay },
    });
  });
}

/** The bytes of a petition's pack. */
export async function packOf(house: SigningHouse, petitionId: string): Promise<Buffer> {
  const deps = packDeps(house);
  const pack = await readPack(deps, petitionId);
  if (!pack) throw new Error('there is no pack');
  const chunks: Buffer[] = [];
  for await (const chunk of await writePack(deps, pack)) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/**
 * The files of a ZIP, read by its central directory (APPNOTE 4.3.12), as other programs do; not by what wrote it.
 * @throws where a file has another size than the directory says
 */
export function unzip(zip: Buffer): Map<string, Buffer> {
  const end = zip.lastIndexOf(Buffer.from('PK\u0005\u0006', 'latin1'));
  const files = new Map<string, Buffer>();
  let at = zip.readUInt32LE(end + 16);
  for (let count = zip.readUInt16LE(end + 10); count > 0; count -= 1) {
    const [method, packed, size] = [zip.readUInt16LE(at + 10), zip.readUInt32LE(at + 20), zip.readUInt32LE(at + 24)];
    const [named, extra, comment] = [zip.readUInt16LE(at + 28), zip.readUInt16LE(at + 30), zip.readUInt16LE(at + 32)];
    const local = zip.readUInt32LE(at + 42);
    const name = zip.subarray(at + 46, at + 46 + named).toString('utf8');
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const bytes = zip.subarray(start, start + packed);
    const file = method === 8 ? inflateRawSync(bytes) : Buffer.from(bytes);
    if (file.length !== size) throw new Error(`${name} has another size`);
    files.set(name, file);
    at += 46 + named + extra + comment;
  }
  return files;
}

/** Unpacks files into a folder of their own, runs the pack's own program there, and gives what it said. */
export async function checkCount(files: ReadonlyMap<string, Buffer>): Promise<{ code: number; said: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'rr-pack-'));
  try {
    for (const [name, bytes] of files) {
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await writeFile(join(folder, name), bytes);
    }
    const { stdout } = await run(process.execPath, [join(folder, 'check-count.mjs')]);
    return { code: 0, said: stdout };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, said: stdout + stderr };
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** A copy of files with one changed. */
export function changed(
  files: ReadonlyMap<string, Buffer>,
  name: string,
  change: (text: string) => string,
): Map<string, Buffer> {
  // prettier-ignore
  const text = files.get(name)?.toString('utf8');
  if (text === undefined) throw new Error(`there is no ${name}`);
  const after = change(text);
  if (after === text) throw new Error(`nothing of ${name} was changed`);
  return new Map(files).set(name, Buffer.from(after));
}
