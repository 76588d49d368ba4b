import { concatBytes } from '@noble/hashes/utils.js';
import { z } from 'zod';
import type { ListedKey } from '~/crypto/tlog/next-key';
import { tilePath } from '~/crypto/tlog/tile-path';
import { WitnessingError } from './witness-error';

export interface ListedKeys {
  readonly organisation: string;
  readonly keys: readonly ListedKey[];
}

/** What a witness asks of a house. Everything that it gives is attacker-controlled. All methods throw WitnessingError. */
export interface House {
  keys(): Promise<ListedKeys>;
  /** The newest checkpoint, as a note. */
  checkpoint(): Promise<string>;
  tile(level: number, number: number, width: number): Promise<Uint8Array>;
  /** Hands a note in. @returns null where it was taken, else the code of the refusal */
  handIn(what: 'cosignatures' | 'contradictions', note: string): Promise<string | null>;
}

const patience = 30_000;
const mostBytes = 1_000_000;

const listedKeys = z.object({
  v: z.literal(1),
  organisation: z.string().min(1).max(200),
  ledger: z
    .array(
      z.object({
        number: z.int().min(1),
        key: z.string().max(500),
        signature: z.string().regex(/^(?:[0-9a-f]{128})?$/),
      }),
    )
    .max(1000),
});

/** The house at an address, by plain requests that say nothing of who asks. @param address with or without a trailing slash */
export function houseAt(address: string): House {
  const at = (path: string) => new URL(path, address.endsWith('/') ? address : `${address}/`).href;
  return {
    async keys() {
      const parsed = listedKeys.safeParse(asJson(await text(at('ledger/keys'))));
      if (!parsed.success) throw new WitnessingError('malformed', 'The list of keys of the ledger cannot be read.');
      return { organisation: parsed.data.organisation, keys: parsed.data.ledger };
    },
    checkpoint: () => text(at('ledger/checkpoint')),
    tile: (level, number, width) => bytes(at(`ledger/${tilePath(level, number, width)}`)),
    async handIn(what, note) {
      const response = await ask(at(`ledger/${what}`), {
        method: 'POST',
        headers: { 'content-type': 'text/plain; charset=utf-8' },
        body: note,
      });
      if (response.ok) return null;
      const answer = z.object({ error: z.string() }).safeParse(asJson(await response.text()));
      return answer.success ? answer.data.error : `status ${String(response.status)}`;
    },
  };
}

/** A checkpoint that somebody publishes: another witness's, or a copy. @throws WitnessingError */
export function publishedCheckpoint(address: string): Promise<string> {
  return text(address);
}

async function text(url: string): Promise<string> {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await bytes(url));
  } catch (error) {
    if (error instanceof WitnessingError) throw error;
    throw new WitnessingError('malformed', `${url} is no text.`);
  }
}

async function bytes(url: string): Promise<Uint8Array> {
  const response = await ask(url, {});
  if (response.status === 404 && url.endsWith('ledger/checkpoint'))
    throw new WitnessingError(
      'no-checkpoint',
      'The ledger has no checkpoint yet: it is signed at the next publication.',
    );
  if (!response.ok) throw new WitnessingError('unreachable', `${url} answers with ${String(response.status)}.`);
  try {
    return await readAtMost(response, mostBytes);
  } catch (error) {
    if (error instanceof RangeError) throw new WitnessingError('malformed', `${url} gives more than it can have.`);
    throw new WitnessingError('unreachable', `${url} broke off.`);
  }
}

/** The body of a response. @throws RangeError where it is longer, whatever its sender says of its length */
async function readAtMost({ body }: Response, most: number): Promise<Uint8Array> {
  const reader = body?.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (let part = await reader?.read(); part?.value; part = await reader?.read()) {
    size += part.value.length;
    if (size > most) {
      await reader?.cancel();
      throw new RangeError('too long');
    }
    chunks.push(part.value);
  }
  return concatBytes(...chunks);
}

async function ask(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, {
      ...init,
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      redirect: 'error',
      signal: AbortSignal.timeout(patience),
    });
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
    throw new WitnessingError('unreachable', `${url} cannot be reached: ${cause}`);
  }
}

function asJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}
