import { createHash } from 'node:crypto';
import { expect, vi } from 'vitest';
import { toHex } from '~/crypto/hash';
import { toBytes32 } from '~/crypto/semaphore/field';
import { identityFromEntropy } from '~/crypto/semaphore/key';
import type { WireProof } from '~/crypto/semaphore/proof';
import type { ProofInput } from '~/crypto/semaphore/prover';
import { tileOf, upperOf } from '~/crypto/semaphore/tiles';
import { PoseidonTree } from '~/crypto/semaphore/tree';
import type { ChoosingTools } from '~/features/anonymous/choices/choose';
import { encodeUnitsFile, type UnitsFile } from '~/features/published/registers/units-file';

/*
 * A server in a few lines, that may lie: what the browser asks it, what it tells it, and what it refuses to do for it.
 */

export interface Edition {
  readonly number: number;
  readonly leaves: readonly bigint[];
  /** What it claims to have counted. */
  readonly live?: number;
  readonly units?: UnitsFile;
}

export interface LyingServer {
  readonly asked: string[];
  readonly posted: Record<string, unknown>[];
  readonly proved: ProofInput[];
  /** Numbers of the editions that had to be in the ledger; where `refused` throws, none is. */
  readonly required: number[];
  readonly refused: { error: Error | null };
  /** What it gives, by path. */
  readonly answers: Map<string, Uint8Array | string>;
  /** What it answers to the next posts; taken otherwise. */
  readonly replies: Response[];
  /** Makes an edition of register 1 the newest. */
  readonly publish: (edition: Edition) => PoseidonTree;
  readonly tools: (crowd?: ChoosingTools['crowd']) => ChoosingTools;
}

/** Stands in for `fetch` until the stubs are taken away. */
export function openLyingServer(organisation: string): LyingServer {
  const answers = new Map<string, Uint8Array | string>();
  const server: Omit<LyingServer, 'publish' | 'tools'> = {
    asked: [],
    posted: [],
    proved: [],
    required: [],
    answers,
    replies: [],
    refused: { error: null },
  };
  vi.stubGlobal('fetch', (path: string, init?: RequestInit) => {
    expect(init).toMatchObject({ credentials: 'omit', referrerPolicy: 'no-referrer' });
    server.asked.push(path);
    if (init?.method === 'POST') {
      server.posted.push(JSON.parse(init.body as string) as Record<string, unknown>);
      return Promise.resolve(server.replies.shift() ?? Response.json({ acts: 1 }));
    }
    const body = answers.get(path);
    return Promise.resolve(
      new Response(body === undefined ? null : Buffer.from(body), { status: body === undefined ? 404 : 200 }),
    );
  });
  const keep = (bytes: Uint8Array) => {
    const name = createHash('sha256').update(bytes).digest('hex');
    answers.set(`/register-files/${name}`, bytes);
    return name;
  };
  return {
    ...server,
    publish({ number, leaves, live = leaves.filter((leaf) => leaf !== 0n).length, units }) {
      const tree = new PoseidonTree(17);
      tree.setLeaves(leaves.entries());
      const document = {
        ...{
          register: 1,
          depth: 17,
          edition: number,
          day: '2026-06-10',
          entry: number,
          size: leaves.length,
          live,
          rosterSize: 99,
        },
        ...{ groupRoot: toHex(toBytes32(tree.root)), tiles: [keep(tileOf(tree, 0))], upper: keep(upperOf(tree)) },
        units: keep(encodeUnitsFile(units ?? { units: [], places: leaves.map(() => -1) })),
      };
      answers.set('/registers/1/editions/latest', JSON.stringify(document));
      return tree;
    },
    tools: (crowd = { live: 5, minimum: 3 }) => ({
      organisation,
      crowd,
      prove(input) {
        server.proved.push(input);
        const points = Array.from({ length: 8 }, () => '1');
        const root = input.path.root.toString();
        return Promise.resolve({ depth: 17, root, nullifier: '2', points } as unknown as WireProof);
      },
      onStage: () => undefined,
      ledger: {
        requireEdition({ edition }) {
          server.required.push(edition);
          return server.refused.error ? Promise.reject(server.refused.error) : Promise.resolve();
        },
      },
    }),
  };
}

export const commitmentOf = (entropy: Uint8Array): bigint => identityFromEntropy(entropy).commitment;

/** 39 bytes of a file of nullifiers: what one of them chose last. @param choice its number */
export function choiceRecord(nullifier: Uint8Array, acts: number, choice: number): Uint8Array {
  return Uint8Array.from([...nullifier, acts >> 8, acts & 255, choice, 0, 0, 0, 1]);
}
