import type { z } from 'zod';
import { FieldError, type GroupRoot } from '~/crypto/semaphore/field';
import { readTile, TILE_LEAVES } from '~/crypto/semaphore/tiles';
import { TreeError, unitTree } from '~/crypto/semaphore/tree';
import type { UnitRoots } from './act-proofs';
import type { LedgerFacts } from './facts';
import { editionDocument, unitsFile } from './public-data';
import { readRegisterFile } from './register-file';
import { missing } from './snapshot';
import { getJson, type AuditSource } from './source';

type UnitsFile = z.infer<typeof unitsFile>;

/** The places of each named unit, those of the units below it among them (protocol 2). */
export function placesOfUnits({ units, places }: UnitsFile): Map<string, number[]> {
  const lists = new Map(units.map((path): [string, number[]] => [path, []]));
  const targets = units.map((path) => unitsAbove(path).map((unit) => lists.get(unit)));
  for (const [place, unit] of places.entries()) {
    for (const list of targets[unit] ?? []) list?.push(place);
  }
  return lists;
}

const SEPARATOR = ' / ';

function unitsAbove(path: string): string[] {
  const names = path.split(SEPARATOR);
  return names.map((_, length) => names.slice(0, names.length - length).join(SEPARATOR));
}

/**
 * Roots of units' own trees, from the files of an edition. Each edition's files are checked against their names, and those
 * against the ledger's root by the check of registers.
 * @param onMissing why a root could not be had
 */
export function unitRootsFrom(source: AuditSource, facts: LedgerFacts, onMissing: (why: string) => void): UnitRoots {
  const known = new Map<string, Promise<GroupRoot | null>>();
  return (register, edition, unit) => {
    const name = `${String(register)}/${String(edition)}/${unit}`;
    const root = known.get(name) ?? unitRoot(register, edition, unit);
    known.set(name, root);
    return root;
  };

  async function unitRoot(register: number, number: number, unit: string): Promise<GroupRoot | null> {
    const path = `/registers/${String(register)}/editions/${String(number)}`;
    const fact = facts.edition(register, number)?.fact;
    try {
      const document = editionDocument.parse(await getJson(source, path));
      if (!fact || document.groupRoot !== fact.root || document.units !== fact.units) return null;
      const bytes = await readRegisterFile(source, document.units);
      const places = placesOfUnits(unitsFile.parse(JSON.parse(new TextDecoder().decode(bytes)))).get(unit);
      if (!places) return null;
      const tiles = new Map<number, readonly bigint[]>();
      for (const place of places) {
        const tile = Math.floor(place / TILE_LEAVES);
        if (!tiles.has(tile)) tiles.set(tile, readTile(await readRegisterFile(source, document.tiles[tile] ?? '')));
      }
      const leafAt = (place: number) => tiles.get(Math.floor(place / TILE_LEAVES))?.[place % TILE_LEAVES] ?? 0n;
      return unitTree(document.depth, leafAt, places).root;
    } catch (error) {
      if (error instanceof TreeError || error instanceof FieldError) return null;
      onMissing(missing(path, error));
      return null;
    }
  }
}
