import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { toBase64Url, toHex } from '~/crypto/hash';
import { signingKey } from '~/crypto/signing-key';
import { decodeEntry } from '~/crypto/tlog/entry';
import { publishSummary } from '~/features/published/summaries/publish-summary.server';
import { summaryStatement, summaryTextDigest } from '~/features/published/summaries/summary';
import { SummaryError } from '~/features/published/summaries/summary-error';
import type { SummaryRequest } from '~/features/published/summaries/summary.schema';
import { changeSetting } from '~/features/published/settings/change-setting.server';
import { openSql } from '~db/database';
import { ledgerEntry } from '~db/schema/published';
import { handlerKey, summary } from '~db/schema/published-concerns';
import { programme } from '~db/schema/published-programmes';
import { openSummaryHouse, summaryText, type SummaryHouse } from '~tests/support/summary-house';

let house: SummaryHouse;
beforeAll(async () => {
  house = await openSummaryHouse();
  await house.database.identified
    .insert(programme)
    .values({ id: 'keystrokes', state: 'active', revision: 1, enteredDay: '2026-06-01' });
});
afterAll(() => house.close());

const deps = () => ({ db: house.database.anonymous, clock: house.clock, settings: house.settings });
const rowOf = async (id: string) =>
  (await house.database.published.select().from(summary).where(eq(summary.id, id)))[0];
const entries = async () =>
  (await house.database.published.select().from(ledgerEntry))
    .map(({ bytes }) => decodeEntry(bytes))
    .filter(({ kind }) => kind === 'summary');

async function refusal(request: unknown, key = house.handler.signing.publicKey): Promise<string> {
  try {
    await publishSummary(deps(), { key, request });
  } catch (error) {
    if (error instanceof SummaryError) return error.code;
    throw error;
  }
  return 'published';
}

describe('a summary', () => {
  test('stands with what is in force today, pinned to the newest register, under its handler’s signature', async () => {
    const request = house.request({ programme: 'keystrokes', field: 'retention' });
    expect(await refusal(request)).toBe('published');
    const row = await rowOf(request.id);
    expect(row).toMatchObject({
      ...summaryText,
      ...{ programmeId: 'keystrokes', field: 'retention', registerId: 1, threshold: 25, responseDays: 20 },
      day: '2026-06-10',
    });
    const [entry] = (await entries()).filter((each) => each['summary'] === request.id);
    expect(entry).toEqual({
      ...{ v: 1, kind: 'summary', summary: request.id, programme: 'keystrokes', field: 'retention' },
      ...{ text: toHex(summaryTextDigest(summaryText)), register: 1, threshold: 25, responseDays: 20 },
      handler: toHex(house.handler.fingerprint),
      signature: toHex(row?.signature ?? new Uint8Array()),
      day: '2026-06-10',
    });
  });

  test('posted again, and 20 times at once, stands once', async () => {
    const request = house.request();
    const answers = await Promise.all(Array.from({ length: 20 }, () => refusal(request)));
    expect(new Set(answers)).toEqual(new Set(['published']));
    expect((await entries()).filter((each) => each['summary'] === request.id)).toHaveLength(1);
  });

  test('takes threshold and days from the settings of its day, whatever is changed later', async () => {
    const change = (name: 'summaryThreshold' | 'responseDays', value: number) =>
      changeSetting({ db: house.database.identified, clock: house.clock, base: house.settings }, { name, value });
    await change('summaryThreshold', 40);
    await change('responseDays', 14);
    const id = await house.publishSummary();
    await change('summaryThreshold', 25);
    await change('responseDays', 30);
    expect(await rowOf(id)).toMatchObject({ threshold: 40, responseDays: 14 });
  });

  test('is on the day of the server, not of the handler’s clock', async () => {
    const id = await house.publishSummary({ day: '2026-06-11' });
    expect((await rowOf(id))?.day).toBe('2026-06-10');
  });
});

describe('refused', () => {
  const changed = (changes: Record<string, unknown>) => ({ ...house.request(), ...changes });

  test('what is of another form', async () => {
    for (const changes of [
      { id: 'short' },
      { id: 'A'.repeat(26) },
      { title: 'x' },
      { title: 'x'.repeat(151) },
      { title: ' A title with a blank before it' },
      { title: 'A title\nof two lines' },
      { body: '' },
      { body: 'x'.repeat(5001) },
      { body: 'A body with an invisible \u202e turn' },
      { body: 'Half a \ud800 surrogate' },
      { body: 'A picture ![of somebody](https://example.org/x)' },
      { body: 'Ends with a blank ' },
      { programme: '' },
      { programme: 7 },
      { signature: 'x' },
      { day: 'today' },
      { concern: 'a name' },
    ]) {
      expect(await refusal(changed(changes)), JSON.stringify(changes)).toBe('malformed');
    }
    for (const input of [null, undefined, 'text', [], {}]) expect(await refusal(input)).toBe('malformed');
    const { signature: _, ...unsigned } = house.request();
    expect(await refusal(unsigned)).toBe('malformed');
  });

  test('a programme that there is not, a field that there is not, a field of no programme', async () => {
    expect(await refusal(house.request({ programme: 'nothing' }))).toBe('unknown-programme');
    expect(await refusal(house.request({ programme: 'keystrokes', field: 'colour' }))).toBe('unknown-field');
    expect(await refusal(house.request({ programme: null, field: 'retention' }))).toBe('unknown-field');
  });

  test('a signature over anything else: another text, programme, field, name or organisation, or by another key', async () => {
    const request = house.request({ programme: 'keystrokes', field: 'retention' });
    const others: Partial<SummaryRequest>[] = [
      { title: 'Another title than was signed' },
      { body: 'Another body than was signed.' },
      { programme: null, field: null },
      { field: null },
      { field: 'purpose' },
      { id: house.request().id },
    ];
    for (const other of others) expect(await refusal({ ...request, ...other })).toBe('bad-signature');
    const statement = summaryStatement({
      ...{ organisation: 'acme2', id: request.id, programme: 'keystrokes', field: 'retention' },
      textDigest: summaryTextDigest(summaryText),
    });
    expect(await refusal({ ...request, signature: toBase64Url(house.handler.signing.sign(statement)) })).toBe(
      'bad-signature',
    );
    const other = await house.addHandler('Hugo Handler');
    expect(await refusal(house.request({}, other))).toBe('bad-signature');
    expect(await refusal(request, other.signing.publicKey)).toBe('bad-signature');
    expect(await rowOf(request.id)).toBeUndefined();
  });

  test('a handler whose key is retired, and a key that nobody let in', async () => {
    const leaving = await house.addHandler('Hedda Handler');
    const before = house.request({}, leaving);
    expect(await refusal(before, leaving.signing.publicKey)).toBe('published');
    await house.database.identified
      .update(handlerKey)
      .set({ retiredDay: '2026-06-10', retiredBy: 'office' })
      .where(eq(handlerKey.fingerprint, leaving.fingerprint));
    expect(await refusal(house.request({}, leaving), leaving.signing.publicKey)).toBe('not-a-handler');
    expect(await refusal(before, leaving.signing.publicKey)).toBe('not-a-handler');
    const stranger = { ...leaving, signing: signingKey(new Uint8Array(32).fill(7)) };
    expect(await refusal(house.request({}, stranger), stranger.signing.publicKey)).toBe('not-a-handler');
  });

  test('a name that is taken, by another text or by another handler with the same', async () => {
    const request = house.request();
    expect(await refusal(request)).toBe('published');
    const rewritten = house.request({ id: request.id, title: 'Nothing was recorded at all' });
    expect(await refusal(rewritten)).toBe('id-taken');
    const other = await house.addHandler('Hilde Handler');
    expect(await refusal(house.request({ id: request.id }, other), other.signing.publicKey)).toBe('id-taken');
    const row = await rowOf(request.id);
    expect([row?.title, toHex(row?.handler ?? new Uint8Array())]).toEqual([
      summaryText.title,
      toHex(house.handler.fingerprint),
    ]);
  });
});

test('nobody can change or delete a summary, whichever role they have', async () => {
  const id = await house.publishSummary();
  const { identified, published, anonymous } = house.database;
  for (const db of [identified, published, anonymous]) {
    await expect(db.execute(sql`update published.summary set title = 'Other' where id = ${id}`)).rejects.toThrow();
    await expect(db.execute(sql`delete from published.summary where id = ${id}`)).rejects.toThrow();
    await expect(db.execute(sql`truncate published.summary cascade`)).rejects.toThrow();
  }
  for (const db of [identified, published]) {
    await expect(
      db.execute(sql`insert into published.summary select * from published.summary where id = ${id}`),
    ).rejects.toThrow();
  }
});

test('without any register there is nobody who could corroborate: refused', async () => {
  const empty = await openSummaryHouse();
  const admin = openSql({ ...empty.database.admin, max: 1 });
  try {
    // As before the first publication.
    await admin`update published.publication set checkpoint_done = false`;
    await expect(empty.publishSummary()).rejects.toMatchObject({ code: 'no-register' });
  } finally {
    await admin.end();
    await empty.close();
  }
});
