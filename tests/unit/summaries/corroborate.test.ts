import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { toHex } from '~/crypto/hash';
import { toBytes32 } from '~/crypto/semaphore/field';
import { identityFromEntropy } from '~/crypto/semaphore/key';
import { corroborationMessage, corroborationScope } from '~/crypto/semaphore/statement';
import { publishedChoice } from '~/features/anonymous/choices/choice-of-this-key';
import { choose } from '~/features/anonymous/choices/choose';
import { parseCorroboration } from '~/features/anonymous/corroborations/corroboration.schema';
import { summaryToSpeakOf } from '~/features/anonymous/corroborations/summary-to-speak-of';
import { summaryTextDigest } from '~/features/published/summaries/summary';
import { choiceRecord, commitmentOf, openLyingServer, type LyingServer } from '~tests/support/lying-server';

const organisation = 'acme.example';
const text = { title: 'Recorded in breaks', body: 'Screens were recorded.' };
const summary = summaryToSpeakOf({ id: 'a'.repeat(26), ...text, register: 1 });
const entropies = Array.from({ length: 5 }, (_, index) => new Uint8Array(16).fill(index + 1));
const me = entropies[0] as Uint8Array;
const person = { entropy: me, commitment: toHex(toBytes32(commitmentOf(me))) };
const scope = corroborationScope(organisation, 'a'.repeat(26));
const myNullifier = toBytes32(identityFromEntropy(me).nullifier(scope));

let server: LyingServer;

beforeEach(() => {
  server = openLyingServer(organisation);
  server.answers.set(summary.nullifiersPath, new Uint8Array(0));
  server.publish({ number: 1, leaves: entropies.map(commitmentOf) });
});
afterEach(() => {
  vi.unstubAllGlobals();
});

describe('saying something of a summary', () => {
  test('has a scope, a message and a route of its own, and posts what the server reads', async () => {
    expect(await choose(summary, person, { choice: 'saw-it' }, server.tools())).toEqual({
      ...{ kind: 'done', choice: 'saw-it', acts: 1 },
    });
    expect(server.proved[0]).toMatchObject({
      ...{ scope, message: corroborationMessage(summaryTextDigest(text), 'saw-it', 0) },
    });
    expect(server.posted).toHaveLength(1);
    expect(parseCorroboration(server.posted[0])).toMatchObject({ summary: 'a'.repeat(26), choice: 'saw-it', n: 0 });
    expect(server.asked[0]).toBe(`/summaries/${'a'.repeat(26)}/nullifiers`);
    expect(server.asked.at(-1)).toBe('/unseen/corroborations');
  });

  test('finds in public data what the key chose, and asks before it proves anything', async () => {
    server.answers.set(summary.nullifiersPath, choiceRecord(myNullifier, 3, 2));
    const before = { kind: 'chosen-before', acts: 3, counted: 'contradicts' };
    expect(await choose(summary, person, { choice: 'me-too' }, server.tools())).toEqual(before);
    expect([server.posted, server.proved]).toEqual([[], []]);
  });
});

describe('the file of nullifiers', () => {
  test('is searched here, and read strictly', async () => {
    const others = [1, 80, 200].map((first) => choiceRecord(new Uint8Array(32).fill(first), 1, 0));
    const all = [...others, choiceRecord(myNullifier, 1, 1)].sort((a, b) => (toHex(a) < toHex(b) ? -1 : 1));
    server.answers.set(summary.nullifiersPath, Buffer.concat(all));
    expect(await publishedChoice(me, organisation, summary)).toEqual({ choice: 'saw-it', acts: 1 });
    expect(await publishedChoice(entropies[1] as Uint8Array, organisation, summary)).toBeNull();
    server.answers.set(summary.nullifiersPath, new Uint8Array(38));
    await expect(publishedChoice(me, organisation, summary)).rejects.toThrow(TypeError);
    server.answers.set(summary.nullifiersPath, choiceRecord(myNullifier, 1, 9));
    await expect(publishedChoice(me, organisation, summary)).rejects.toThrow('not a choice');
  });
});
