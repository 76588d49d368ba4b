import { z } from 'zod';
import type { House } from './house';
import { SignerError } from './signer-error';

const shown = z.object({
  id: z.string(),
  title: z.string().nullable(),
  demands: z.array(z.string()).nullable(),
  background: z.string().nullable(),
  register: z.int().min(1).nullable(),
  criticalMass: z.int().min(0),
});

/** A petition as it is shown: what is signed is the digest of these very words. */
export interface Petition {
  readonly id: string;
  readonly title: string;
  readonly demands: readonly string[];
  readonly background: string;
  readonly register: number;
  readonly criticalMass: number;
}

const page = <T extends z.ZodType>(item: T) =>
  z.object({ v: z.literal(1), items: z.array(item), next: z.string().nullable() });
const mostPages = 10_000;

/** A list of protocol 13, read to its end: it is the same for everybody, and no request names what is looked for. */
async function readList<T extends z.ZodType>(house: House, list: string, item: T): Promise<z.output<T>[]> {
  const items: z.output<T>[] = [];
  let after: string | null = null;
  for (let pages = 0; pages < mostPages; pages += 1) {
    const query: string = after === null ? '' : `?after=${encodeURIComponent(after)}`;
    const answer = await house.json(`data/${list}${query}`, page(item));
    items.push(...answer.items);
    after = answer.next;
    if (after === null) return items;
  }
  throw new SignerError('malformed', `data/${list} does not end`);
}

/** @throws SignerError `unknown-petition` where there is none of this name that can be signed */
export async function readPetition(house: House, id: string): Promise<Petition> {
  const found = (await readList(house, 'petitions', shown)).find((petition) => petition.id === id);
  const { title, demands, background, register, criticalMass } = found ?? {};
  if (!title || !demands || background === null || background === undefined || !register)
    throw new SignerError('unknown-petition', 'there is no petition of this name that was ever open');
  return { id, title, demands, background, register, criticalMass: criticalMass ?? 0 };
}

/** Below which the house shows no number of people, and nobody should act. */
export async function readMinimum(house: House): Promise<number> {
  const settings = await readList(house, 'settings', z.object({ name: z.string(), value: z.unknown() }));
  const minimum = z.int().safeParse(settings.find(({ name }) => name === 'minimum')?.value);
  if (!minimum.success)
    throw new SignerError('malformed', 'data/settings does not say below which number none is shown');
  return minimum.data;
}
