import { z } from 'zod';
import type { MerklePath } from '~/crypto/semaphore/tree';
import {
  pathOf,
  placeOf,
  readEdition,
  readRegister,
  RegisterReadError,
  type EditionCheck,
} from '~/features/published/registers/read-register';

/** Where a key stands on the register that a day is pinned to. */
export interface Standing {
  readonly register: number;
  readonly edition: number;
  readonly path: MerklePath;
}

export class StandingError extends Error {
  override readonly name = 'StandingError';
  constructor(readonly code: 'not-on-register' | 'smaller-crowd') {
    super(code);
  }
}

const registerOfDay = z.object({ register: z.int().min(1), edition: z.int().min(1) });

/**
 * Finds the key on the newest edition of the day's register (protocol 7). Every file is read, so that no request says which
 * place is wanted.
 * @param commitment hex of the identity commitment
 * @param least smallest crowd that is good enough: what the person was told, and never below the floor
 * @param ledger where the edition must stand
 * @throws StandingError, RegisterReadError, TreeError
 */
export async function standOn(
  day: string,
  commitment: string,
  { least, ledger }: { readonly least: number; readonly ledger: EditionCheck },
): Promise<Standing> {
  const register = await registerFor(day);
  const copy = await readRegister(await readEdition(register, 'latest', ledger));
  const place = placeOf(copy, commitment);
  if (place === null) throw new StandingError('not-on-register');
  if (copy.edition.live < least) throw new StandingError('smaller-crowd');
  return { register, edition: copy.edition.edition, path: await pathOf(copy, place) };
}

async function registerFor(day: string): Promise<number> {
  let response: Response;
  try {
    response = await fetch(`/concerns/register?${new URLSearchParams({ day }).toString()}`, {
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
    });
  } catch {
    throw new RegisterReadError('offline');
  }
  if (response.status === 404) throw new RegisterReadError('no-edition');
  const read = registerOfDay.safeParse(await response.json().catch(() => null));
  if (!read.success) throw new RegisterReadError('not-as-published');
  return read.data.register;
}
