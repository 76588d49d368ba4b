import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { MultipartError, receiveFile } from '~/platform/multipart';

const options = { field: 'roster', maxBytes: 1000 };

function formWith(fields: Record<string, string | Blob>): Request {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.set(name, value);
  return new Request('http://localhost/', { method: 'POST', body });
}

async function readText(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of bytes) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

const code = async (attempt: Promise<unknown>) =>
  attempt.then(
    () => 'taken',
    (error: unknown) => (error instanceof MultipartError ? error.code : error),
  );

/** A form of which the sender sends as much as is asked for: `chunks` of the file, then the end, or a break. */
function arrivingForm(chunks: AsyncIterable<Uint8Array>, end: 'whole' | 'broken' = 'whole') {
  async function* body() {
    yield Buffer.from('--x\r\nContent-Disposition: form-data; name="roster"; filename="r.csv"\r\n\r\n');
    yield* chunks;
    if (end === 'broken') throw new Error('connection reset');
    yield Buffer.from('\r\n--x--\r\n');
  }
  return new Request('http://localhost/', {
    method: 'POST',
    headers: { 'Content-Type': 'multipart/form-data; boundary=x' },
    body: Readable.toWeb(Readable.from(body())),
    duplex: 'half',
  } as unknown as RequestInit);
}

async function* repeat(count: number, size: number, sent: { chunks: number }): AsyncGenerator<Uint8Array> {
  for (; sent.chunks < count; sent.chunks++) yield await Promise.resolve(Buffer.alloc(size, 'a'));
}

describe('the file of a form', () => {
  test('is handed on whole, whatever else the form holds', async () => {
    const form = formWith({ before: 'x', other: new Blob(['other']), roster: new Blob(['a\r\n--b\n']), after: 'y' });
    expect(await receiveFile(form, options, readText)).toBe('a\r\n--b\n');
  });

  test('may have the largest size and not a byte more', async () => {
    const attempt = (size: number) =>
      code(receiveFile(formWith({ roster: new Blob(['x'.repeat(size)]) }), options, readText));
    expect(await attempt(1000)).toBe('taken');
    expect(await attempt(1001)).toBe('too-large');
  });

  test('must be there', async () => {
    expect(await code(receiveFile(formWith({ roster: 'text' }), options, readText))).toBe('no-file');
    expect(await code(receiveFile(formWith({ roster: new File([], '') }), options, readText))).toBe('no-file');
    expect(await code(receiveFile(formWith({ other: new Blob(['x']) }), options, readText))).toBe('no-file');
  });

  test('comes in a form, and nothing else', async () => {
    const send = (type: string, body: string) =>
      code(receiveFile(new Request('http://localhost/', { method: 'POST', body, headers: { 'Content-Type': type } }), options, readText)); // prettier-ignore
    expect(await send('text/csv', 'a,b')).toBe('not-a-form');
    expect(await send('multipart/form-data', 'a,b')).toBe('not-a-form');
    expect(await send('multipart/form-data; boundary=x', 'a,b')).toBe('interrupted');
    expect(await send('multipart/form-data; boundary=x', '')).toBe('interrupted');
  });

  test('is not read ahead of whoever uses it up', async () => {
    const sent = { chunks: 0 };
    const seen: number[] = [];
    await receiveFile(arrivingForm(repeat(200, 64 * 1024, sent)), { ...options, maxBytes: 1e9 }, async (bytes) => {
      let used = 0;
      for await (const chunk of bytes) {
        used += chunk.length;
        seen.push(sent.chunks * 64 * 1024 - used);
        await new Promise((done) => setImmediate(done));
      }
      expect(used).toBe(200 * 64 * 1024);
    });
    expect(Math.max(...seen)).toBeLessThan(1024 * 1024);
  });

  test('is dropped to its end where it cannot be used, so that the sender gets to see why', async () => {
    const sent = { chunks: 0 };
    const form = arrivingForm(repeat(50, 10_000, sent));
    const refuse = async (bytes: AsyncIterable<Uint8Array>) => {
      for await (const _ of bytes) throw new RangeError('no good');
    };
    await expect(receiveFile(form, { ...options, maxBytes: 1e9 }, refuse)).rejects.toThrow(RangeError);
    expect(sent.chunks).toBe(50);
  });

  test('fails for its reader where the connection breaks', async () => {
    const sent = { chunks: 0 };
    let failed: unknown = null;
    const attempt = receiveFile(arrivingForm(repeat(3, 100, sent), 'broken'), options, async (bytes) => {
      await readText(bytes).catch((error: unknown) => {
        failed = error;
        throw error;
      });
    });
    expect(await code(attempt)).toBe('interrupted');
    expect(failed).toBeInstanceOf(MultipartError);
  });
});
