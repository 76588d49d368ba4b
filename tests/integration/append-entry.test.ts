import { createHash } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '~db/database';
import { ledgerEntry } from '~db/schema/published';
import { inTransaction } from '~db/transaction';
import { createTestDatabase, type TestDatabase } from '~tests/support/database';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

const append = (db: Database, text: string) =>
  db.execute(sql`select published.append_entry(${Buffer.from(text)}::bytea)`);

describe('append_entry', () => {
  test('gives dense indexes from 0 to writers of every wing at once, with the RFC 6962 leaf hash', async () => {
    const writers = [database.identified, database.published, database.anonymous];
    await Promise.all(
      Array.from({ length: 30 }, (_, i) => append(writers[i % 3] ?? database.identified, `entry ${String(i)}`)),
    );
    const rows = await database.published.select().from(ledgerEntry).orderBy(ledgerEntry.index);
    expect(rows.map((row) => row.index)).toEqual(Array.from({ length: 30 }, (_, i) => i));
    for (const row of rows) {
      const leaf = createHash('sha256')
        .update(Buffer.concat([Buffer.from([0]), row.bytes]))
        .digest('hex');
      expect(Buffer.from(row.leafHash).toString('hex')).toBe(leaf);
    }
  });

  test('leaves no gap when the act it records is rolled back', async () => {
    await expect(
      inTransaction(database.identified, async (tx) => {
        await append(tx, 'never');
        throw new Error('the act failed');
      }),
    ).rejects.toThrow('the act failed');
    await append(database.identified, 'after');
    const [last] = await database.published
      .select()
      .from(ledgerEntry)
      .orderBy(sql`index desc`)
      .limit(1);
    expect(last?.index).toBe(30);
  });

  test.each(['identified', 'published', 'anonymous'] as const)(
    '%s can neither insert, change nor delete an entry',
    async (wing) => {
      const db = database[wing];
      const denied = /permission denied/;
      await expect(causeOf(db.execute(sql`insert into published.ledger_entry values (99, 'x', 'y')`))).resolves.toMatch(
        denied,
      );
      await expect(causeOf(db.execute(sql`update published.ledger_entry set bytes = 'x'`))).resolves.toMatch(denied);
      await expect(causeOf(db.execute(sql`delete from published.ledger_entry`))).resolves.toMatch(denied);
      await expect(causeOf(db.execute(sql`truncate published.ledger_entry`))).resolves.toMatch(denied);
    },
  );

  test('refuses an empty entry and one over 65,535 bytes', async () => {
    await expect(causeOf(append(database.identified, ''))).resolves.toMatch(/1 to 65535 bytes/);
    await expect(causeOf(append(database.identified, 'x'.repeat(65_536)))).resolves.toMatch(/1 to 65535 bytes/);
  });
});

async function causeOf(query: PromiseLike<unknown>): Promise<string> {
  try {
    await query;
  } catch (error) {
    return String((error as Error).cause ?? error);
  }
  return 'was allowed';
}
