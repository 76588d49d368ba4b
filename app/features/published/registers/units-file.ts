import { z } from 'zod';

/** Stands for "no unit": the place is empty, or its unit and all above it are too small to be named. */
export const noUnit = -1;

const unitsFile = z.strictObject({
  v: z.literal(1),
  /** Paths of the units that are large enough to be named, sorted. */
  units: z.array(z.string().min(1)),
  /** For each place given out: the number in `units` of the smallest named unit that its leaf is in, or -1. */
  places: z.array(z.int().min(noUnit)),
});

/** Which leaf is in which unit, in one edition: one public file for everybody, never a question per unit (protocol 4). */
export type UnitsFile = Omit<z.infer<typeof unitsFile>, 'v'>;

/** What separates the names in a unit path. */
export const unitSeparator = ' / ';

/** The file's bytes: JSON with its fields in a fixed order. */
export function encodeUnitsFile({ units, places }: UnitsFile): Uint8Array {
  return new TextEncoder().encode(JSON.stringify({ v: 1, units, places }));
}

/**
 * Reads a units file. NOT checked: that its units are large enough, or that the places hold keys.
 * @param bytes attacker-controlled
 * @throws RangeError when it is no such file, or a place is in a unit that the file does not name
 */
export function readUnitsFile(bytes: Uint8Array): UnitsFile {
  const parsed = unitsFile.safeParse(parseJson(new TextDecoder().decode(bytes)));
  if (!parsed.success) throw new RangeError('Not a units file');
  const { units, places } = parsed.data;
  if (places.some((unit) => unit >= units.length)) throw new RangeError('A place is in a unit that is not named');
  return { units, places };
}

/** The places of every unit, in order: those in it and in the units below it. One list for each of `units`. */
export function placesByUnit({ units, places }: UnitsFile): number[][] {
  const numberOf = new Map(units.map((path, number) => [path, number]));
  const above = units.map((path) => unitsAbove(path).flatMap((unit) => numberOf.get(unit) ?? []));
  const lists: number[][] = units.map(() => []);
  for (const [place, unit] of places.entries()) {
    for (const number of above[unit] ?? []) lists[number]?.push(place);
  }
  return lists;
}

/** A unit's path and those of the units that it lies in: 'A / B' gives 'A / B' and 'A'. */
export function unitsAbove(path: string): string[] {
  const names = path.split(unitSeparator);
  return names.map((_, length) => names.slice(0, names.length - length).join(unitSeparator));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}
