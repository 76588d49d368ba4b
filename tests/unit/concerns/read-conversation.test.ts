import { base64 } from '@scure/base';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { seal } from '~/crypto/age/age-file';
import { bytesOf } from '~/crypto/byte-stream';
import { fileDigest, toHex } from '~/crypto/hash';
import type { Conversation } from '~/features/anonymous/concerns/conversation.schema';
import { encodeManifest, type Manifest } from '~/features/anonymous/concerns/manifest';
import { encodeMessageContent } from '~/features/anonymous/concerns/message-content';
import { notToBeRead, readConversation } from '~/features/anonymous/concerns/read-conversation';
import { receiptOf, type Receipt } from '~/features/anonymous/concerns/receipt';
import { partStream } from '~/features/anonymous/concerns/sealed-part';
import { openRequest } from '~/features/anonymous/concerns/signed-request';
import { sealed } from '~tests/support/packed-messages';

const organisation = 'acme';
const handler = 'cd'.repeat(32);
const day = '2026-11-23';

let receipt: Receipt;
let answer: unknown;
let asked: unknown[];

beforeEach(async () => {
  receipt = await receiptOf(new Uint8Array(16).fill(9));
  asked = [];
  vi.stubGlobal('fetch', (path: string, options: RequestInit) => {
    asked.push({ path, body: JSON.parse(options.body as string) as unknown });
    return Promise.resolve(Response.json(answer));
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
});

interface MessageMade {
  readonly text: string;
  readonly number: number;
  readonly sender?: string;
  readonly to?: string;
  readonly content?: object;
  readonly manifest?: Partial<Manifest>;
}

async function message({
  text,
  number,
  sender = 'reporter',
  to = receipt.recipient,
  content = {},
  manifest,
}: MessageMade) {
  const [part] = await sealed({ text, content, to: [to] });
  if (!part) throw new Error('no text');
  const bytes = part.chunks[0]?.bytes ?? new Uint8Array();
  return {
    number,
    sender,
    audience: 'all' as const,
    day,
    readDay: null,
    manifest: encodeManifest({
      v: 1,
      concern: toHex(receipt.concern),
      programme: 'keystrokes',
      number,
      sender,
      audience: 'all',
      parts: [{ size: part.size, chunks: part.chunks.map(({ hash }) => hash) }],
      ...manifest,
    }),
    text: base64.encode(bytes),
  };
}

function conversationOf(messages: Conversation['messages'], changed: Partial<Conversation> = {}): Conversation {
  return {
    state: 'in-review',
    programme: 'keystrokes',
    day,
    lastDay: day,
    acknowledgeBy: '2026-11-30',
    answerBy: '2027-02-21',
    acknowledgedDay: day,
    answeredDay: null,
    closedFor: null,
    deletedOn: '2027-11-23',
    hiddenFrom: [],
    next: messages.length,
    messages,
    ...changed,
  };
}

const read = () => readConversation(receipt, { organisation, day });

describe('reading a conversation', () => {
  test('asks with a signature of the concern and nothing else, and decrypts what both sides said', async () => {
    answer = conversationOf([
      await message({ text: 'It lies open.', number: 0 }),
      await message({ text: 'Since when?', number: 1, sender: handler }),
    ]);
    const conversation = await read();
    expect(conversation?.messages.map(({ sender, said }) => [sender, said?.content.text])).toEqual([
      ['reporter', 'It lies open.'],
      [handler, 'Since when?'],
    ]);
    const [{ path, body }] = asked as [{ path: string; body: unknown }];
    const { key, request } = openRequest(body, { organisation, path });
    expect([toHex(key), request]).toEqual([toHex(receipt.concern), { day }]);
    expect(JSON.stringify(asked)).not.toContain(receipt.identity);
  });

  test('is null where there is nothing', async () => {
    answer = { state: 'nothing' };
    expect(await read()).toBeNull();
  });

  test('an answer of another shape is refused', async () => {
    answer = { state: 'received' };
    await expect(read()).rejects.toMatchObject({ code: 'strange-answer' });
  });
});

describe('a server that lies', () => {
  const said = async (changed: (honest: Conversation['messages'][number]) => Conversation['messages'][number]) => {
    answer = conversationOf([changed(await message({ text: 'Since when?', number: 1, sender: handler }))]);
    return (await read())?.messages[0]?.said;
  };

  test('tells the truth for comparison', async () => {
    expect((await said((honest) => honest))?.content.text).toBe('Since when?');
  });

  test.each<[string, (honest: Conversation['messages'][number]) => Conversation['messages'][number]]>([
    ['another sender', (honest) => ({ ...honest, sender: 'ee'.repeat(32) })],
    ['another number', (honest) => ({ ...honest, number: 3 })],
    ['a manifest that is none', (honest) => ({ ...honest, manifest: '{}' })],
    ['a text with a changed byte', (honest) => ({ ...honest, text: changedByte(honest.text) })],
    ['no text', (honest) => ({ ...honest, text: '' })],
  ])('is found out: %s', async (_, lie) => {
    expect(await said(lie)).toBeNull();
  });

  test('is found out: a message of another concern, of another programme, or for other eyes', async () => {
    const frames: Partial<Manifest>[] = [
      { concern: 'ab'.repeat(32) },
      { programme: 'screens' },
      { audience: 'handlers', sender: handler },
    ];
    for (const manifest of frames) {
      answer = conversationOf([await message({ text: 'Since when?', number: 1, sender: handler, manifest })]);
      expect((await read())?.messages[0]?.said).toBeNull();
    }
  });

  test('is found out: a text that is not encrypted to these words, and one in the frame of another', async () => {
    const other = await receiptOf(new Uint8Array(16).fill(1));
    const foreign = await message({ text: 'For somebody else.', number: 0, to: other.recipient });
    const [first, second] = [await message({ text: 'One.', number: 0 }), await message({ text: 'Two.', number: 1 })];
    answer = conversationOf([foreign]);
    expect((await read())?.messages[0]?.said).toBeNull();
    answer = conversationOf([{ ...first, text: second.text }]);
    expect((await read())?.messages[0]?.said).toBeNull();
  });

  test('is found out: files that its manifest does not have', async () => {
    const content = { v: 1 as const, kind: null, programmeField: null, answers: [], text: 'See.', replyTo: null };
    const files = [{ part: 1, name: 'photo-1.jpg', mediaType: 'image/jpeg', size: 3 }];
    const said = encodeMessageContent({ ...content, files });
    const plain = await bytesOf(partStream({ v: 1, type: 'text' }, said, said.length));
    const bytes = await seal(plain, [receipt.recipient]);
    const chunk = toHex(await fileDigest(bytes));
    const framed = async (parts: Manifest['parts']) => ({
      ...(await message({ text: 'See.', number: 0, manifest: { parts } })),
      text: base64.encode(bytes),
    });
    const text = { size: bytes.length, chunks: [chunk] };
    answer = conversationOf([await framed([text])]);
    expect((await read())?.messages[0]?.said).toBeNull();
    answer = conversationOf([await framed([text, { size: 5, chunks: ['ab'.repeat(32)] }])]);
    expect((await read())?.messages[0]?.said?.content.files).toEqual(files);
  });
});

test('nothing more is sealed to whoever was left out or is hidden from', async () => {
  const [out, hidden] = ['aa'.repeat(32), 'bb'.repeat(32)];
  answer = conversationOf(
    [
      await message({ text: 'One.', number: 0, content: { leftOut: [out] } }),
      // Only the first message of the reporter may leave anybody out: a handler could otherwise shut others out.
      await message({ text: 'Two.', number: 1, sender: handler, content: { leftOut: ['cc'.repeat(32)] } }),
    ],
    { hiddenFrom: [hidden] },
  );
  const conversation = await read();
  expect(conversation && [...notToBeRead(conversation)].sort()).toEqual([out, hidden]);
});

function changedByte(text: string): string {
  const bytes = base64.decode(text);
  bytes[bytes.length - 1] = (bytes[bytes.length - 1] ?? 0) ^ 1;
  return base64.encode(bytes);
}
