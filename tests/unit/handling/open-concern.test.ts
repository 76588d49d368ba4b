import { base64 } from '@scure/base';
import { beforeAll, describe, expect, test } from 'vitest';
import { bytesOf } from '~/crypto/byte-stream';
import { seal } from '~/crypto/age/age-file';
import { toHex } from '~/crypto/hash';
import { partStream } from '~/features/anonymous/concerns/sealed-part';
import type { Receipt } from '~/features/anonymous/concerns/receipt';
import { replyToOf, shutOutOf, type OpenedText } from '~/features/anonymous/handling/desk-concern';
import { labelsName, partName, sealGrant } from '~/features/anonymous/handling/grant';
import { cleanLabel, longestLabel, mostLabels, sealLabels } from '~/features/anonymous/handling/labels';
import { openConcern } from '~/features/anonymous/handling/open-concern';
import { handledConcern, testHandler, testReceipt, type TestHandler } from '~tests/support/handled-concerns';

let one: TestHandler;
let two: TestHandler;
let receipt: Receipt;

beforeAll(async () => {
  [one, two, receipt] = await Promise.all([testHandler(1), testHandler(2), testReceipt(1)]);
});

const said = (text: OpenedText | undefined) => (text?.kind === 'open' ? text.content.text : text?.kind);

describe('what is encrypted to a handler', () => {
  test('is read: messages of both sides, notes and labels', async () => {
    const concern = await handledConcern(
      receipt,
      [
        { content: { text: 'first', kind: 'leak', leftOut: ['cc'.repeat(32)] }, to: [one] },
        { content: { text: 'answer' }, sender: one.key.fingerprint, to: [one, two] },
        { content: { text: 'note' }, sender: two.key.fingerprint, audience: 'handlers', to: [one, two] },
      ],
      { labels: base64.encode(await sealLabels(['Night shift'], [one.key.recipient])), labelsNumber: 3 },
    );
    const opened = await openConcern(concern, one.keys.identity);
    expect(opened.messages.map(({ text }) => said(text))).toEqual(['first', 'answer', 'note']);
    expect(opened.labels).toEqual(['Night shift']);
    expect(replyToOf(opened)).toEqual([receipt.recipient]);
    expect([...shutOutOf(opened)]).toEqual(['cc'.repeat(32)]);

    const elsewhere = await openConcern(concern, two.keys.identity);
    expect(elsewhere.messages.map(({ text }) => said(text))).toEqual(['closed', 'answer', 'note']);
    expect(elsewhere.labels).toBeNull();
    expect(replyToOf(elsewhere)).toEqual([]);
  });

  test('is read by nobody else, though they hold every byte', async () => {
    const concern = await handledConcern(receipt, [{ content: { text: 'first' }, to: [one] }]);
    const grants = base64.encode(await sealGrant(new Map([[partName(0, 0), new Uint8Array(16)]]), one.key.recipient));
    const opened = await openConcern({ ...concern, grants }, two.keys.identity);
    expect(opened.granted.size).toBe(0);
    expect(said(opened.messages[0]?.text)).toBe('closed');
  });
});

describe('a grant', () => {
  test('opens what it names, and the labels, for the handler it is for', async () => {
    const labels = base64.encode(await sealLabels(['Leak'], [one.key.recipient]));
    const concern = await handledConcern(receipt, [{ content: { text: 'first' }, to: [one] }], {
      labels,
      labelsNumber: 2,
    });
    const opened = await openConcern(concern, one.keys.identity);
    const [message] = opened.messages;
    if (message?.text.kind !== 'open' || !opened.labelsKey) throw new Error('not opened');
    const keys = new Map([
      [partName(0, 0), message.text.fileKey],
      [labelsName(2), opened.labelsKey],
    ]);
    const grants = base64.encode(await sealGrant(keys, two.key.recipient));
    const granted = await openConcern({ ...concern, grants }, two.keys.identity);
    expect(said(granted.messages[0]?.text)).toBe('first');
    expect(granted.labels).toEqual(['Leak']);
    expect(granted.granted.get(partName(0, 0))).toEqual(message.text.fileKey);
    // Labels of another change are another file.
    const later = await openConcern({ ...concern, grants, labelsNumber: 3 }, two.keys.identity);
    expect(later.labels).toBeNull();
  });

  test('with a wrong key takes nothing away, and rubbish in its place neither', async () => {
    const concern = await handledConcern(receipt, [{ content: { text: 'first' }, to: [one] }]);
    const wrong = await sealGrant(new Map([[partName(0, 0), new Uint8Array(16).fill(7)]]), one.key.recipient);
    const noGrant = await seal(new TextEncoder().encode('{"v":2}'), [one.key.recipient]);
    for (const bytes of [wrong, noGrant, new Uint8Array(40)]) {
      const opened = await openConcern({ ...concern, grants: base64.encode(bytes) }, one.keys.identity);
      expect(said(opened.messages[0]?.text)).toBe('first');
    }
  });

  test('says nothing of how many messages there are, by its size', async () => {
    const keys = (count: number) =>
      new Map(Array.from({ length: count }, (_, n) => [partName(n, 0), new Uint8Array(16)] as const));
    const sizes = await Promise.all([1, 5, 200].map(async (n) => (await sealGrant(keys(n), one.key.recipient)).length));
    expect(new Set(sizes).size).toBe(1);
  });
});

describe('what was changed on the way is not shown', () => {
  test('another text than the manifest names', async () => {
    const concern = await handledConcern(receipt, [{ content: { text: 'first' }, to: [one] }]);
    const other = await handledConcern(receipt, [{ content: { text: 'forged' }, to: [one] }]);
    const messages = concern.messages.map((message) => ({ ...message, text: other.messages[0]?.text ?? '' }));
    expect(said((await openConcern({ ...concern, messages }, one.keys.identity)).messages[0]?.text)).toBe('damaged');
  });

  test.each([
    ['number', { number: 5 }],
    ['sender', { sender: 'dd'.repeat(32) }],
    ['audience', { audience: 'handlers' as const }],
    ['manifest', { manifest: '{}' }],
  ])('a message under another %s', async (_, changed) => {
    const concern = await handledConcern(receipt, [{ content: { text: 'first' }, to: [one] }]);
    const messages = concern.messages.map((message) => ({ ...message, ...changed }));
    const [message] = (await openConcern({ ...concern, messages }, one.keys.identity)).messages;
    expect(message).toMatchObject({ text: { kind: 'damaged' }, parts: [] });
  });

  test('a message in another concern, or about another programme', async () => {
    const concern = await handledConcern(receipt, [{ content: { text: 'first' }, to: [one] }]);
    const moved = await openConcern({ ...concern, concern: 'ee'.repeat(32) }, one.keys.identity);
    const renamed = await openConcern({ ...concern, programme: 'p1' }, one.keys.identity);
    expect([said(moved.messages[0]?.text), said(renamed.messages[0]?.text)]).toEqual(['damaged', 'damaged']);
  });

  test('a file in the place of a text', async () => {
    const file = { v: 1, type: 'file', name: 'a', mediaType: 'text/plain', size: 1 } as const;
    const plain = await bytesOf(partStream(file, new Uint8Array([1]), 1));
    const text = await seal(plain, [one.key.recipient]);
    const concern = await handledConcern(receipt, [{ content: { text: 'first' }, to: [one] }]);
    const messages = concern.messages.map((message) => ({ ...message, text: base64.encode(text) }));
    expect(said((await openConcern({ ...concern, messages }, one.keys.identity)).messages[0]?.text)).toBe('damaged');
  });

  test('a reporter’s message that would be answered elsewhere: two addresses are shown as two', async () => {
    const other = await testReceipt(2);
    const concern = await handledConcern(receipt, [
      { content: { text: 'first' }, to: [one] },
      { content: { text: 'forged', replyTo: other.recipient }, to: [one] },
    ]);
    expect(replyToOf(await openConcern(concern, one.keys.identity))).toEqual([receipt.recipient, other.recipient]);
  });
});

describe('labels', () => {
  test('have one size, whatever they say', async () => {
    const longest = Array.from({ length: mostLabels }, (_, n) => `${String(n)}${'ä'.repeat(longestLabel - 1)}`);
    const sizes = await Promise.all([[], ['a'], longest].map((labels) => sealLabels(labels, [one.key.recipient])));
    expect(new Set(sizes.map((bytes) => bytes.length)).size).toBe(1);
  });

  test('are lines of one spelling', () => {
    expect(cleanLabel('  Night \n shift\u202E ')).toBe('Night shift');
    expect(cleanLabel('x'.repeat(100))).toHaveLength(longestLabel);
    expect(cleanLabel(`${'x'.repeat(longestLabel - 1)}😀`)).toBe('x'.repeat(longestLabel - 1));
    expect(cleanLabel(' \t ')).toBe('');
    expect(cleanLabel(toHex(new Uint8Array(2)))).toBe('0000');
  });
});
