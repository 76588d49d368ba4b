import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { toHex } from '~/crypto/hash';
import { toBytes32 } from '~/crypto/semaphore/field';
import { identityFromEntropy } from '~/crypto/semaphore/key';
import type { WireProof } from '~/crypto/semaphore/proof';
import type { ProofInput } from '~/crypto/semaphore/prover';
import { corroborationMessage, corroborationScope, type Corroboration } from '~/crypto/semaphore/statement';
import { tileOf, upperOf } from '~/crypto/semaphore/tiles';
import { PoseidonTree } from '~/crypto/semaphore/tree';
import { publishedChoice } from '~/features/anonymous/choices/choice-of-this-key';
import { choose, type ChoosingTools } from '~/features/anonymous/choices/choose';
import { summaryToSpeakOf } from '~/features/anonymous/corroborations/summary-to-speak-of';
import { summaryTextDigest } from '~/features/published/summaries/summary';

/*
 * A server in a few lines, that may lie: what the browser asks it, what it tells it, and what it refuses to do for it.
 */

const organisation = 'acme.example';
const summary = { id: 'a'.repeat(26), title: 'Recorded in breaks', body: 'Screens were recorded.', register: 1 };
const thing = summaryToSpeakOf(summary);
const nullifiers = `/summaries/${summary.id}/nullifiers`;
const entropies = Array.from({ length: 5 }, (_, index) => new Uint8Array(16).fill(index + 1));
const me = entropies[0] as Uint8Array;
const commitmentOf = (entropy: Uint8Array) => identityFromEntropy(entropy).commitment as bigint;
const person = { entropy: me, commitment: toHex(toBytes32(commitmentOf(me))) };
/** The page's way of acting, on this summary. */
const corroborate = (
  on: typeof summary,
  by: typeof person,
  choice: Corroboration,
  with_: ChoosingTools,
  acts?: number,
) => choose(summaryToSpeakOf(on), by, { choice, acts: acts ?? null }, with_);
const myNullifier = toBytes32(identityFromEntropy(me).nullifier(corroborationScope(organisation, summary.id)));

let asked: string[];
let posted: Record<string, unknown>[];
let proved: ProofInput[];
let answers: Map<string, Uint8Array | string>;
let replies: Response[];

beforeEach(() => {
  [asked, posted, proved, replies] = [[], [], [], []];
  answers = new Map([[nullifiers, new Uint8Array(0)]]);
  publish(1, entropies.map(commitmentOf));
  vi.stubGlobal('fetch', (path: string, init?: RequestInit) => {
    expect(init).toMatchObject({ credentials: 'omit', referrerPolicy: 'no-referrer' });
    asked.push(path);
    if (init?.method === 'POST') {
      posted.push(JSON.parse(init.body as string) as Record<string, unknown>);
      return Promise.resolve(replies.shift() ?? Response.json({ acts: 1 }));
    }
    const body = answers.get(path);
    return Promise.resolve(new Response(body === undefined ? null : Buffer.from(body), { status: body ? 200 : 404 }));
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
});

function publish(edition: number, leaves: readonly bigint[], live = leaves.filter((leaf) => leaf !== 0n).length): void {
  const tree = new PoseidonTree(17);
  tree.setLeaves(leaves.entries());
  const keep = (bytes: Uint8Array) => {
    const name = createHash('sha256').update(bytes).digest('hex');
    answers.set(`/register-files/${name}`, bytes);
    return name;
  };
  const document = {
    ...{ register: 1, depth: 17, edition, day: '2026-06-10', size: leaves.length, live, rosterSize: 9 },
    ...{ groupRoot: toHex(toBytes32(tree.root)), tiles: [keep(tileOf(tree, 0))], upper: keep(upperOf(tree)) },
    units: '00'.repeat(32),
  };
  answers.set('/registers/1/editions/latest', JSON.stringify(document));
}

const tools = (crowd = { live: 5, minimum: 3 }): ChoosingTools => ({
  organisation,
  crowd,
  prove(input) {
    proved.push(input);
    return Promise.resolve({
      depth: 17,
      root: '1',
      nullifier: '2',
      points: Array.from({ length: 8 }, () => '1'),
    } as unknown as WireProof);
  },
  onStage: () => undefined,
});

function record(nullifier: Uint8Array, acts: number, choice: number): Uint8Array {
  return Uint8Array.from([...nullifier, acts >> 8, acts & 255, choice, 0, 0, 0, 1]);
}

describe('saying something of a summary', () => {
  test('computes scope and message itself, from the text on the screen, and names nobody', async () => {
    expect(await corroborate(summary, person, 'saw-it', tools())).toEqual({ kind: 'done', choice: 'saw-it', acts: 1 });
    expect(proved[0]?.scope).toBe(corroborationScope(organisation, summary.id));
    expect(proved[0]?.message).toBe(corroborationMessage(summaryTextDigest(summary), 'saw-it', 0));
    expect(posted).toEqual([
      {
        ...{ v: 1, summary: summary.id, register: 1, edition: 1, choice: 'saw-it', n: 0 },
        ...{ depth: 17, root: '1', nullifier: '2', points: Array.from({ length: 8 }, () => '1') },
      },
    ]);
    expect(asked[0]).toBe(nullifiers);
  });

  test('finds in public data what the key chose, and asks before it proves anything', async () => {
    answers.set(nullifiers, record(myNullifier, 3, 2));
    const before = { kind: 'chosen-before', acts: 3, counted: 'contradicts' };
    expect(await corroborate(summary, person, 'me-too', tools())).toEqual(before);
    expect([posted, proved]).toEqual([[], []]);
    await corroborate(summary, person, 'me-too', tools(), 3);
    expect(posted[0]).toMatchObject({ choice: 'me-too', n: 3 });
  });

  test('learns from the server that an unpublished act stands, and asks', async () => {
    replies = [Response.json({ error: 'stale-action', acts: 1 }, { status: 409 })];
    expect(await corroborate(summary, person, 'me-too', tools())).toEqual({
      ...{ kind: 'chosen-before', acts: 1, counted: null },
    });
  });

  test('proves anew against a new edition, and gives up on one that keeps changing', async () => {
    const stale = () => Response.json({ error: 'stale-edition' }, { status: 409 });
    replies = [stale(), Response.json({ acts: 1 })];
    expect(await corroborate(summary, person, 'me-too', tools())).toMatchObject({ kind: 'done' });
    replies = [stale(), stale(), stale()];
    await expect(corroborate(summary, person, 'me-too', tools())).rejects.toMatchObject({
      code: 'edition-keeps-changing',
    });
  });

  test('is refused by the device in a crowd smaller than the page said, or than any may be, and to a key not in it', async () => {
    const code = (expected: string) => expect.objectContaining({ code: expected }) as unknown;
    await expect(corroborate(summary, person, 'me-too', tools({ live: 6, minimum: 3 }))).rejects.toEqual(code('smaller-crowd')); // prettier-ignore
    publish(2, [commitmentOf(me), 5n]);
    await expect(corroborate(summary, person, 'me-too', tools({ live: 2, minimum: 1 }))).rejects.toEqual(code('smaller-crowd')); // prettier-ignore
    publish(3, [commitmentOf(me), 5n], 7);
    await expect(corroborate(summary, person, 'me-too', tools())).rejects.toEqual(code('not-as-published'));
    publish(4, entropies.slice(1).map(commitmentOf));
    await expect(corroborate(summary, person, 'me-too', tools())).rejects.toEqual(code('not-on-register'));
    expect(posted).toEqual([]);
  });
});

describe('the file of nullifiers', () => {
  test('is searched here, and read strictly', async () => {
    const others = [1, 80, 200].map((first) => record(new Uint8Array(32).fill(first), 1, 0));
    const all = [...others, record(myNullifier, 1, 1)].sort((a, b) => (toHex(a) < toHex(b) ? -1 : 1));
    answers.set(nullifiers, Buffer.concat(all));
    expect(await publishedChoice(me, organisation, thing)).toEqual({ choice: 'saw-it', acts: 1 });
    expect(await publishedChoice(entropies[1] as Uint8Array, organisation, thing)).toBeNull();
    answers.set(nullifiers, new Uint8Array(38));
    await expect(publishedChoice(me, organisation, thing)).rejects.toThrow(TypeError);
    answers.set(nullifiers, record(myNullifier, 1, 9));
    await expect(publishedChoice(me, organisation, thing)).rejects.toThrow('not a choice');
  });
});
