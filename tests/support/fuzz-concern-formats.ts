import fc from 'fast-check';
import { isHybridRecipient } from '~/crypto/age/hybrid-key';
import { bytesOf, streamFrom } from '~/crypto/byte-stream';
import { toHex } from '~/crypto/hash';
import { signingKey } from '~/crypto/signing-key';
import { encodeManifest, ManifestError, parseManifest, type Manifest } from '~/features/anonymous/concerns/manifest';
import { ContentError, encodeMessageContent, parseMessageContent, type MessageContent } from '~/features/anonymous/concerns/message-content'; // prettier-ignore
import { PartError, partStream, readPart } from '~/features/anonymous/concerns/sealed-part';
import { openRequest, RequestError, signRequest } from '~/features/anonymous/concerns/signed-request';
import { handlerFingerprint, handlerKeys, handlersInForce, handlerStatement } from '~/features/published/handlers/handler-key'; // prettier-ignore
import { handlerRecords, type HandlerRecord } from '~/features/published/handlers/handler-record.schema';

/*
 * Throws anything whatever at everything that reads what somebody else wrote. Each must either refuse with its own error,
 * or give what it would itself write so again: any other error, and anything that is read otherwise than it is written,
 * ends the run with the seed.
 */

interface Target {
  /** Reads one input; true where it was accepted. Throws where it was treated wrongly. */
  readonly read: (input: Uint8Array) => boolean | Promise<boolean>;
  /** Inputs in the right form, which are then changed. */
  readonly good: readonly Uint8Array[];
}

export interface FuzzResult {
  readonly target: string;
  readonly inputs: number;
  readonly accepted: number;
}

const place = { organisation: 'fuzz', path: '/unseen/handling/list' };
const key = signingKey(new Uint8Array(32).fill(5));
const utf8 = (text: string) => new TextEncoder().encode(text);
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

/** Throws `inputs` inputs at each target. @throws Error with the seed where one was treated wrongly */
export async function fuzzConcernFormats({ inputs, seed }: { inputs: number; seed: number }): Promise<FuzzResult[]> {
  const results: FuzzResult[] = [];
  for (const [target, { read, good }] of Object.entries(await targets())) {
    let [asked, accepted] = [0, 0];
    const property = fc.asyncProperty(hostileVersionsOf(good), async (input) => {
      asked += 1;
      if (await read(input)) accepted += 1;
    });
    await fc.assert(property, { numRuns: inputs, seed });
    results.push({ target, inputs: asked, accepted });
  }
  return results;
}

async function targets(): Promise<Record<string, Target>> {
  const { recipient } = await handlerKeys(new Uint8Array(16).fill(1));
  const records = await someHandlers();
  return {
    parseManifest: {
      read: (input) => readsAsWritten(() => parseManifest(text(input)), encodeManifest, text(input), ManifestError),
      good: [encodeManifest(manifest), encodeManifest({ ...manifest, programme: null, parts: manifest.parts.slice(0, 1) })].map(utf8), // prettier-ignore
    },
    openRequest: {
      read: (input) => {
        const body = jsonOf(input);
        const again = (opened: ReturnType<typeof openRequest>) =>
          JSON.stringify([toHex(opened.key), (opened.request as { day: string }).day]);
        // The key is fixed and Ed25519 deterministic: what is accepted can only be what was signed.
        return readsAsWritten(() => openRequest(body, place), again, JSON.stringify([toHex(key.publicKey), '2026-01-01']), RequestError); // prettier-ignore
      },
      good: [utf8(JSON.stringify(signRequest(key, { ...place, request: { day: '2026-01-01', after: null } })))],
    },
    parseMessageContent: {
      read: (input) =>
        readsAsWritten(() => parseMessageContent(input), (value) => text(encodeMessageContent(value)), text(input), ContentError), // prettier-ignore
      good: [content, { ...content, replyTo: recipient, leftOut: ['f'.repeat(64)] }].map((each) => encodeMessageContent(each)), // prettier-ignore
    },
    readPart: { read: readsPart, good: await Promise.all(somePartStreams().map(bytesOf)) },
    handlersInForce: {
      read: (input) => {
        const parsed = handlerRecords.safeParse(jsonOf(input));
        if (!parsed.success) return false;
        const { active } = handlersInForce(parsed.data, place.organisation);
        const honest = new Set(records.map(({ fingerprint }) => fingerprint));
        if (active.some(({ fingerprint }) => !honest.has(fingerprint))) throw new Error('somebody let themselves in');
        return active.length > 0;
      },
      good: [utf8(JSON.stringify(records))],
    },
    isHybridRecipient: {
      read: (input) => {
        const isOne = isHybridRecipient(text(input));
        if (isOne && text(input) !== recipient) throw new Error('another spelling of a recipient');
        return isOne;
      },
      good: [utf8(recipient)],
    },
  };
}

/** True where it reads, and what it read is written as it stood; false where it refuses with its own error. */
function readsAsWritten<T>(
  read: () => T,
  write: (value: T) => string,
  original: string,
  refusal: abstract new (...args: never[]) => Error,
): boolean {
  let value: T;
  try {
    value = read();
  } catch (error) {
    if (error instanceof refusal) return false;
    throw error;
  }
  if (write(value) !== original) throw new Error('read otherwise than it is written');
  return true;
}

async function readsPart(input: Uint8Array): Promise<boolean> {
  try {
    const { header, body } = await readPart(inTwo(input));
    const bytes = await bytesOf(body);
    const again = await bytesOf(partStream(header, bytes, bytes.length));
    if (Buffer.compare(again, input) !== 0) throw new Error('read otherwise than it is written');
    return true;
  } catch (error) {
    if (error instanceof PartError) return false;
    throw error;
  }
}

function inTwo(bytes: Uint8Array): ReadableStream<Uint8Array> {
  async function* halves() {
    yield await Promise.resolve(bytes.subarray(0, bytes.length >> 1));
    yield bytes.subarray(bytes.length >> 1);
  }
  return streamFrom(halves());
}

/** Good inputs, good ones with bytes or whole pieces changed, and what never was one. */
function hostileVersionsOf(good: readonly Uint8Array[]): fc.Arbitrary<Uint8Array> {
  const any = fc.constantFrom(...good);
  const how = fc.constantFrom('change', 'remove', 'insert', 'cut', 'repeat');
  // Short inputs are mostly text: near their beginning most is decided.
  const where = fc.oneof(fc.nat(), fc.nat(200));
  const changes = fc.array(fc.tuple(where, how, fc.nat(255)), { minLength: 1, maxLength: 4 });
  const piece = fc.constantFrom('null', '0', '-0', '1e400', '""', '[]', '{}', '"\\ud800"', '"__proto__":1,', ',', '[[[[', '\u202e', '9'.repeat(40), 'f'.repeat(64)); // prettier-ignore
  return fc.oneof(
    { weight: 1, arbitrary: any },
    { weight: 8, arbitrary: fc.tuple(any, changes).map(([bytes, all]) => all.reduce(changed, bytes)) },
    { weight: 4, arbitrary: fc.tuple(any, where, fc.nat(80), piece).map(([bytes, at, gone, put]) => spliced(bytes, at, gone, utf8(put))) }, // prettier-ignore
    { weight: 1, arbitrary: fc.json().map(utf8) },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 400 }) },
  );
}

function changed(bytes: Uint8Array, [place, how, byte]: readonly [number, string, number]): Uint8Array {
  const at = place % (bytes.length + 1);
  switch (how) {
    case 'remove':
      return spliced(bytes, at, 1, new Uint8Array());
    case 'insert':
      return spliced(bytes, at, 0, Uint8Array.of(byte));
    case 'cut':
      return bytes.subarray(0, at);
    case 'repeat':
      return spliced(bytes, at, 0, bytes.subarray(at, at + byte));
    default:
      return spliced(bytes, at, 1, Uint8Array.of(byte));
  }
}

function spliced(bytes: Uint8Array, place: number, gone: number, put: Uint8Array): Uint8Array {
  const at = place % (bytes.length + 1);
  return Uint8Array.from(Buffer.concat([bytes.subarray(0, at), put, bytes.subarray(at + gone)]));
}

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(text(bytes));
  } catch {
    return undefined;
  }
}

const hash = (fill: number) => fill.toString(16).padStart(2, '0').repeat(32);
const manifest: Manifest = {
  v: 1,
  concern: hash(1),
  programme: 'p1',
  number: 3,
  sender: hash(2),
  audience: 'handlers',
  parts: [
    { size: 20_000, chunks: [hash(3)] },
    { size: 1_500_000, chunks: [hash(4), hash(5)] },
  ],
};
const content: MessageContent = {
  v: 1,
  kind: 'leak',
  programmeField: 'collects',
  answers: [{ question: 'Since when?', answer: 'März' }],
  text: 'They “see” it.',
  files: [{ part: 1, name: 'Büro.jpg', mediaType: 'image/jpeg', size: 77 }],
  replyTo: null,
};

function somePartStreams(): ReadableStream<Uint8Array>[] {
  const file = { v: 1, type: 'file', name: 'Büro.jpg', mediaType: 'image/jpeg', size: 77 } as const;
  const words = encodeMessageContent(content);
  return [
    partStream(file, new Uint8Array(77).fill(9), 77),
    partStream({ ...file, size: 0 }, new Uint8Array(), 0),
    partStream({ v: 1, type: 'text' }, words, words.length),
  ];
}

/** Three handlers: the second let in by the first, the third by the second and retired by the first. */
async function someHandlers(): Promise<HandlerRecord[]> {
  const { organisation } = place;
  const keys = await Promise.all([1, 2, 3].map((fill) => handlerKeys(new Uint8Array(16).fill(fill))));
  const fingerprints = keys.map(({ signing, recipient }) => handlerFingerprint(organisation, signing.publicKey, recipient)); // prettier-ignore
  const sign = (act: 'added' | 'retired', who: number, by: number, day: string) => {
    const [fingerprint = '', signer = ''] = [fingerprints[who], fingerprints[by]];
    const statement = handlerStatement({ organisation, act, fingerprint, name: `Handler ${who}`, by: signer, day });
    return toHex(keys[by]?.signing.sign(statement) ?? new Uint8Array());
  };
  return keys.map(({ signing, recipient }, who) => {
    const by = Math.max(0, who - 1);
    const isRetired = who === 2;
    return {
      fingerprint: fingerprints[who] ?? '',
      name: `Handler ${who}`,
      signingKey: toHex(signing.publicKey),
      recipient,
      addedDay: '2026-01-01',
      addedBy: fingerprints[by] ?? '',
      signature: sign('added', who, by, '2026-01-01'),
      retiredDay: isRetired ? '2026-02-01' : null,
      retiredBy: isRetired ? (fingerprints[0] ?? '') : null,
      retiredSignature: isRetired ? sign('retired', who, 0, '2026-02-01') : null,
    };
  });
}
