import { concatBytes } from '@noble/hashes/utils.js';
import { z } from 'zod';
import { SignerError } from './signer-error';

/*
 * A house as the protocol describes it, asked by plain requests: no cookie, no referrer, nothing that says who asks. What it
 * answers is attacker-controlled.
 */

const patience = 60_000;
/** The proving key, the largest file there is, has 11 MB. */
const mostBytes = 64 * 1024 * 1024;

export interface House {
  /** @throws SignerError `unreachable`, `malformed`, `not-as-published` for 404 */
  bytes(path: string): Promise<Uint8Array>;
  json<T>(path: string, form: z.ZodType<T>): Promise<T>;
  /** @throws SignerError `refused` with the house's own code, and as above */
  post<T>(path: string, body: unknown, form: z.ZodType<T>): Promise<T>;
}

const refusal = z.object({ error: z.string(), acts: z.int().min(0).optional() });

/** @param address with or without a trailing slash */
export function houseAt(address: string): House {
  const at = (path: string) => new URL(path, address.endsWith('/') ? address : `${address}/`).href;
  const bytes = async (path: string) => {
    const response = await ask(at(path), {});
    if (!response.ok) throw new SignerError('not-as-published', `${path} answers with ${String(response.status)}`);
    return readAtMost(response);
  };
  return {
    bytes,
    json: async (path, form) => parse(path, await bytes(path), form),
    async post(path, body, form) {
      const response = await ask(at(path), {
        method: 'POST',
        // Where somebody may be signed in the house asks for its own address here, as browsers send it.
        headers: { 'content-type': 'application/json', origin: new URL(address).origin },
        body: JSON.stringify(body),
      });
      const answer = await readAtMost(response);
      if (response.ok) return parse(path, answer, form);
      const { error, acts } = parse(path, answer, refusal);
      throw new SignerError('refused', `the house refuses: ${error}`, { code: error, acts: acts ?? null });
    },
  };
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
    throw new SignerError('unreachable', `${url} cannot be reached: ${cause}`);
  }
}

async function readAtMost({ body, url }: Response): Promise<Uint8Array> {
  const reader = body?.getReader();
  const parts: Uint8Array[] = [];
  let size = 0;
  for (let part = await reader?.read(); part?.value; part = await reader?.read()) {
    size += part.value.length;
    if (size > mostBytes) {
      await reader?.cancel();
      throw new SignerError('malformed', `${url} gives more than it can have`);
    }
    parts.push(part.value);
  }
  return concatBytes(...parts);
}

function parse<T>(path: string, bytes: Uint8Array, form: z.ZodType<T>): T {
  try {
    return form.parse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)));
  } catch {
    throw new SignerError('malformed', `${path} does not answer as the protocol says`);
  }
}
