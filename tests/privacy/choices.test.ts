import { randomBytes } from 'node:crypto';
import { poseidon2 } from 'poseidon-lite/poseidon2';
import type { Sql } from 'postgres';
import { and, eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { hashFields, toBigInt, toHex } from '~/crypto/hash';
import { asGroupRoot, asNullifier, FIELD_ORDER, fromBytes32, toBytes32 } from '~/crypto/semaphore/field';
import { identityFromEntropy } from '~/crypto/semaphore/key';
import {
  choiceMessage,
  choiceScope,
  reduce,
  unitMessage,
  type Choice,
  type ChoiceKind,
} from '~/crypto/semaphore/statement';
import { createVerifier } from '~/crypto/semaphore/verifier';
import { nodeNoteSigner } from '~/crypto/tlog/node-signer';
import { noteKeyPair } from '~/crypto/tlog/note';
import { acceptChoice, type ChooseDeps } from '~/features/anonymous/choices/accept-choice.server';
import { publishUnseen } from '~/features/anonymous/publication/publish-unseen.server';
import { rewriteWaiting } from '~/features/anonymous/publication/rewrite-waiting.server';
import { publishEditions } from '~/features/identified/enrolment/publish-editions.server';
import { offerChoice } from '~/features/published/choices/offer-choice.server';
import { signCheckpoint } from '~/features/published/ledger/sign-checkpoint.server';
import { dayOf } from '~/platform/clock';
import { openSql } from '~db/database';
import { edition, editionUnit } from '~db/schema/published';
import { choiceSubject } from '~db/schema/published-choices';
import { filesWith } from '~tests/support/data-files';
import { dumpOf } from '~tests/support/dump';
import { openEnrolmentHouse, type EnrolmentHouse } from '~tests/support/enrolment-house';
import { createSimulator, type Simulator } from '~tests/support/simulated-proofs';

/*
 * People of two units judge an answer and say what they see of a pledge, some with their unit. Then somebody takes every
 * row and every file of the database and the roster, and looks (threat model, rules 1, 2, 7 and 8).
 */

const people = Array.from({ length: 60 }, (_, i) => `staff-${String(4711 + i)}`);
const storage = 'Works / Storage';
const legal = 'Works / Legal';
/** Who acts, in the order in which they do it: from the end of the roster. */
const inStorage = people.slice(0, 30).reverse();
const inLegal = people.slice(30).reverse();
const identities = new Map(people.map((person) => [person, identityFromEntropy(new Uint8Array(randomBytes(16)))]));

/** Judged by many; by fewer than the minimum; by nobody. */
const verdicts = { loud: 'loudpetition.1', quiet: 'quietpetition.1', silent: 'silentpetition.1' } as const;
const pledge = 'apledgethatiswitnessedhere';
const lonelyPledge = 'apledgethatfewhavewitnessed';

let house: EnrolmentHouse;
let simulator: Simulator;
let sql: Sql;
let deps: ChooseDeps;
const checkpointSigner = nodeNoteSigner(noteKeyPair('acme.example/ledger', randomBytes(32)).skey);

interface Said {
  readonly n?: number;
  readonly unit?: string;
}

const nullifierOf = (person: string, kind: ChoiceKind, id: string) =>
  identities.get(person)?.nullifier(choiceScope(house.settings.organisation, kind, id)) ?? 0n;
const hexOf = (person: string, kind: ChoiceKind, id: string) => toHex(toBytes32(nullifierOf(person, kind, id)));

async function say(person: string, kind: ChoiceKind, id: string, choice: Choice, { n = 0, unit }: Said = {}) {
  const db = house.database.published;
  const [subject] = await db
    .select()
    .from(choiceSubject)
    .where(and(eq(choiceSubject.kind, kind), eq(choiceSubject.id, id)));
  const newest = (await house.editions()).get(subject?.registerId ?? 0);
  const textDigest = subject?.textDigest ?? new Uint8Array(32);
  const nullifier = asNullifier(nullifierOf(person, kind, id));
  const scope = reduce(choiceScope(house.settings.organisation, kind, id));
  const prove = (root: Uint8Array | undefined, message: bigint) =>
    simulator.prove({
      ...{ depth: 17, root: asGroupRoot(fromBytes32(root ?? new Uint8Array(32))), nullifier, scope },
      message: reduce(message),
    });
  const proof = prove(newest?.groupRoot, choiceMessage(textDigest, choice, n));
  const body = {
    ...{ v: 1, kind, id, revision: 1, register: subject?.registerId, edition: newest?.number, choice, n, depth: 17 },
    ...{ root: proof.root, nullifier: proof.nullifier, points: [...proof.points] },
  };
  if (unit === undefined) return acceptChoice(deps, body);
  const [named] = await db
    .select()
    .from(editionUnit)
    .where(and(eq(editionUnit.edition, newest?.number ?? 0), eq(editionUnit.unitPath, unit)));
  const inUnit = prove(named?.groupRoot, unitMessage(textDigest, unit));
  return acceptChoice(deps, { ...body, unit: { path: unit, root: inUnit.root, points: [...inUnit.points] } });
}

/** The publication of a day, at 18:00, all three steps. */
async function publishOn(day: string): Promise<void> {
  const { identified, anonymous, published } = house.database;
  const { settings } = house;
  house.clock.set(`${day}T18:00:00.000Z`);
  const rows = await published.select({ number: edition.publication }).from(edition);
  const [last] = await sql<{ number: number }[]>`select coalesce(max(number), 0) as number from published.publication`;
  const publication = Math.max(last?.number ?? 0, ...rows.map(({ number }) => number)) + 1;
  await publishEditions({ db: identified, settings }, { publication, slot: house.clock.now() });
  await publishUnseen({ db: anonymous, settings }, { publication });
  await signCheckpoint({ db: published, checkpointSigner, settings }, { publication });
}

/** Rank correlation of two orders of the same things: 1 the same, 0 nothing in common. */
function correlation(a: readonly string[], b: readonly string[]): number {
  const n = a.length;
  const squares = a.map((item, rank) => (rank - b.indexOf(item)) ** 2).reduce((sum, square) => sum + square, 0);
  return 1 - (6 * squares) / (n * (n * n - 1));
}

/** In the forms in which a number could stand: its bytes, its hex and its decimals, and these as bytes of an entry. */
function contains(text: string, number: bigint): boolean {
  const forms = [toHex(toBytes32(number)), number.toString()];
  return forms.some((form) => text.includes(form) || text.includes(Buffer.from(form).toString('hex')));
}

const lines = async () => (await dumpOf(house.database.admin)).split('\n');
/** Rows that came from somebody unknown, waiting or published; and whatever the ledger says of them. */
const isUnseen = (line: string) =>
  /^(anonymous\.|published\.(choice|choice_tally|choice_figure|disclosed_unit|unit_\w+) )/.test(line);
const tableOf = (line: string) => line.split(' ')[0];
/** Who witnesses the pledge: twelve of Storage and six of Legal name their unit, fourteen of both do not. */
const named = inStorage.slice(0, 12);
const waitingUnits = inLegal.slice(0, 6);
const witnesses = [...named, ...waitingUnits, ...inStorage.slice(12, 19), ...inLegal.slice(6, 13)];
const judges = [...inStorage.slice(3, 17), ...inLegal.slice(2, 14)];
const quietJudges = inLegal.slice(20, 29);

beforeAll(async () => {
  house = await openEnrolmentHouse({ minimum: 10 });
  simulator = await createSimulator();
  const verifier = await createVerifier(simulator.key);
  sql = openSql({ ...house.database.admin, max: 1 });
  deps = {
    ...{ db: house.database.anonymous, clock: house.clock, settings: house.settings },
    verification: {
      verify: (proof) => Promise.resolve(verifier.verifyBatch([proof])[0] === null ? 'valid' : 'invalid'),
    },
  };
  await house.hire(people.slice(0, 30), storage);
  await house.hire(people.slice(30), legal);
  for (const person of people) await house.enrol(person, 'first', identities.get(person)?.commitment);
  await publishOn('2026-06-10');
  const offered = { revision: 1, day: '2026-06-10', untilDay: '2027-06-10' };
  for (const [kind, id] of [
    ...Object.values(verdicts).map((each) => ['verdict', each] as const),
    ['witness', pledge],
    ['witness', lonelyPledge],
  ] as const) {
    await offerChoice(house.database.identified, { kind, id, ...offered, textDigest: hashFields('test/v1', id) });
  }
  house.clock.set('2026-06-11T08:00:00Z');
  for (const person of judges) {
    house.clock.advance(700);
    await say(person, 'verdict', verdicts.loud, 'not');
  }
  for (const person of quietJudges) await say(person, 'verdict', verdicts.quiet, 'not');
  for (const person of witnesses) {
    house.clock.advance(700);
    const unit = named.includes(person) ? storage : waitingUnits.includes(person) ? legal : null;
    await say(person, 'witness', pledge, 'not-done', unit === null ? {} : { unit });
  }
  for (const person of named.slice(0, 4)) await say(person, 'witness', lonelyPledge, 'done', { unit: storage });
}, 300_000);
afterAll(async () => {
  await sql.end();
  await house.close();
});

describe('what waits', () => {
  test('stands in no order but that of its names once the minute has passed', async () => {
    const physical = (table: string, where: string) =>
      sql.unsafe<{ key: string; xmin: string }[]>(
        `select encode(nullifier, 'hex') as key, xmin::text from anonymous.${table} where ${where} order by ctid`,
      );
    const ofJudges = `kind = 'verdict' and subject_id = '${verdicts.loud}'`;
    const arrival = judges.map((person) => hexOf(person, 'verdict', verdicts.loud));
    const before = (await physical('waiting_choice', ofJudges)).map(({ key }) => key);
    expect(before).toEqual(arrival);
    await rewriteWaiting(house.database.anonymous);
    for (const [table, where, people_] of [
      ['waiting_choice', ofJudges, arrival],
      ['waiting_choice', `subject_id = '${pledge}'`, witnesses.map((person) => hexOf(person, 'witness', pledge))],
      [
        'waiting_unit',
        `subject_id = '${pledge}'`,
        [...named, ...waitingUnits].map((person) => hexOf(person, 'witness', pledge)),
      ],
    ] as const) {
      const rows = await physical(table, where);
      expect(rows.map(({ key }) => key)).toEqual([...people_].sort());
      expect(new Set(rows.map(({ xmin }) => xmin)).size).toBe(1);
      expect(
        Math.abs(
          correlation(
            rows.map(({ key }) => key),
            people_,
          ),
        ),
      ).toBeLessThan(0.8);
    }
  });

  test('is nowhere else: in no other table, no file, and not in what the database learns of columns', async () => {
    await sql`analyze`;
    const learned = await sql`select tablename, attname from pg_stats where schemaname = 'anonymous'`;
    expect([...learned]).toEqual([]);
    const person = waitingUnits[0] ?? '';
    const name = toBytes32(nullifierOf(person, 'witness', pledge));
    expect(await filesWith(sql, name)).toEqual([
      ...['anonymous.waiting_choice', 'anonymous.waiting_choice_kind_subject_id_nullifier_n_pk'],
      ...['anonymous.waiting_unit', 'anonymous.waiting_unit_kind_subject_id_nullifier_pk'],
    ]);
  });

  test('leaves no trace of when the last of it came, once the minute’s rewriting has run', async () => {
    const person = inLegal[29] ?? '';
    await say(person, 'witness', lonelyPledge, 'done', { unit: legal });
    const [now] = await sql<{ time: string }[]>`select clock_timestamp()::text as time`;
    await rewriteWaiting(house.database.anonymous);
    const stale = async () => {
      await Promise.all(
        Array.from({ length: 20 }, () => house.database.anonymous.execute('select pg_stat_force_next_flush()')),
      );
      return sql`
        select indexrelname from pg_stat_user_indexes
        where relname in ('waiting_choice', 'waiting_unit', 'choice', 'choice_subject', 'disclosed_unit', 'edition_unit')
          and (last_idx_scan is null or last_idx_scan <= ${now?.time ?? ''}::timestamptz)`;
    };
    await vi.waitUntil(async () => (await stale()).length === 0, { timeout: 20_000, interval: 50 });
  });
});

describe('after a publication', () => {
  beforeAll(() => publishOn('2026-06-11'));

  test('of an answer that fewer than the minimum judged nothing is in the courtyard, in whatever form', async () => {
    const all = await lines();
    for (const person of quietJudges) {
      const hits = all.filter((line) => contains(line, nullifierOf(person, 'verdict', verdicts.quiet)));
      expect(hits.map(tableOf)).toEqual(['anonymous.waiting_choice']);
    }
    const about = (id: string) =>
      all.filter((line) => line.includes(id) || line.includes(Buffer.from(id).toString('hex'))).map(tableOf);
    expect(new Set(about(verdicts.quiet))).toEqual(new Set(['anonymous.waiting_choice', 'published.choice_subject']));
    expect(about(verdicts.silent)).toEqual(['published.choice_subject']);
    // The search finds what was published.
    expect(new Set(about(verdicts.loud))).toContain('published.ledger_entry');
    expect(about(verdicts.loud).filter((table) => table === 'published.choice')).toHaveLength(judges.length);
  });

  test('a unit that too few named is in the anonymous wing only, with everybody who named it', async () => {
    const all = await lines();
    for (const person of waitingUnits) {
      const hits = all.filter((line) => contains(line, nullifierOf(person, 'witness', pledge)));
      expect(hits.map(tableOf).sort()).toEqual([
        'anonymous.waiting_unit',
        'published.choice',
        'published.ledger_entry',
      ]);
      for (const line of hits.filter((each) => !each.startsWith('anonymous.'))) {
        expect(line).not.toContain(legal);
        expect(line).not.toContain(Buffer.from(legal).toString('hex'));
      }
    }
    for (const person of named) {
      const hits = all.filter((line) => contains(line, nullifierOf(person, 'witness', pledge))).map(tableOf);
      // The published choice, the unit, and an entry of each; nothing waits any more.
      expect(hits.sort()).toEqual([
        ...['published.choice', 'published.disclosed_unit'],
        ...['published.ledger_entry', 'published.ledger_entry'],
      ]);
    }
    const name = toBytes32(nullifierOf(named[0] ?? '', 'witness', pledge));
    expect((await filesWith(sql, name)).filter((file) => file.startsWith('anonymous.'))).toEqual([]);
  });

  test('no row says whose a choice is: no number, no name, no commitment, no nullifier that could be computed', async () => {
    const all = await lines();
    const unseen = all.filter(isUnseen);
    expect(unseen.length).toBeGreaterThan(judges.length + witnesses.length);
    const stored = all.join('\n');
    for (const person of people) {
      const identity = identities.get(person);
      const commitment = identity?.commitment ?? 0n;
      for (const line of unseen) {
        expect(line.toLowerCase().includes(person)).toBe(false);
        expect(contains(line, commitment)).toBe(false);
      }
      const scope = reduce(choiceScope(house.settings.organisation, 'verdict', verdicts.loud));
      for (const guess of [
        poseidon2([scope, commitment]),
        poseidon2([commitment, scope]),
        poseidon2([scope, toBigInt(Buffer.from(person))]),
        toBigInt(hashFields('verdict/v1', house.settings.organisation, verdicts.loud, commitment)) % FIELD_ORDER,
      ]) {
        expect(contains(stored, guess)).toBe(false);
      }
      expect(contains(stored, identity?.secretScalar ?? 0n)).toBe(false);
    }
    const identified = all.filter((line) => line.startsWith('identified.'));
    for (const person of witnesses) {
      expect(identified.some((line) => contains(line, nullifierOf(person, 'witness', pledge)))).toBe(false);
    }
  });

  test('the verdict, the witness and the other pledge of one person have nothing in common', async () => {
    const unseen = (await lines()).filter(isUnseen);
    for (const person of named.slice(0, 4)) {
      const names = [
        hexOf(person, 'witness', pledge),
        hexOf(person, 'witness', lonelyPledge),
        hexOf(person, 'verdict', verdicts.loud),
      ];
      for (const line of unseen) expect(names.filter((name) => line.includes(name)).length).toBeLessThanOrEqual(1);
    }
  });

  test('orders say nothing: of rows, of entries, of the roster, of enrolling, of places', async () => {
    const list = async (query: string) => (await sql.unsafe<{ item: string }[]>(query)).map(({ item }) => item);
    const byRow = await list(`
      select encode(nullifier, 'hex') as item from published.choice where subject_id = '${pledge}' order by ctid`);
    const byUnit = await list(`select encode(nullifier, 'hex') as item from published.disclosed_unit order by ctid`);
    const entries = (await list(`select encode(bytes, 'hex') as item from published.ledger_entry order by index`)).map(
      (bytes) => JSON.parse(Buffer.from(bytes, 'hex').toString()) as Record<string, string>,
    );
    const of = (kind: string) => entries.filter((entry) => entry['kind'] === kind).map((entry) => entry['nullifier']);
    expect(byRow).toEqual([...byRow].sort());
    expect(byUnit).toEqual([...byUnit].sort());
    expect([of('witness'), of('unit')]).toEqual([byRow, byUnit]);
    expect([byRow.length, byUnit.length]).toEqual([witnesses.length, named.length]);
    const [writers] = await sql`select count(distinct xmin::text)::int as n from published.choice`;
    expect(writers?.['n']).toBe(1);
    // Who is in the unit is on the roster: guessing that the k-th name is the k-th of them hits as often as chance does.
    const placed = await list('select person_number as item from identified.register_place order by leaf_index');
    const truth = new Map(named.map((person) => [hexOf(person, 'witness', pledge), person]));
    for (const order of [people, placed, [...people].reverse()]) {
      const able = order.filter((person) => named.includes(person));
      expect(byUnit.filter((name, k) => truth.get(name) === able[k]).length).toBeLessThan(8);
    }
  });

  test('no row and no entry has a time', async () => {
    const clocks = /\d\d:\d\d|T\d\d|\b1[5-9]\d{8,11}\b/;
    const all = await lines();
    for (const line of all.filter((each) => isUnseen(each) || each.startsWith('published.ledger_entry'))) {
      const ledger = /^published\.ledger_entry \(\d+,"?\\*x([0-9a-f]+)/.exec(line);
      const text = ledger ? Buffer.from(ledger[1] ?? '', 'hex').toString() : line.replaceAll(/x?[0-9a-f]{40,}/g, '');
      expect(text).not.toMatch(clocks);
    }
    expect(dayOf(house.clock.now())).toBe('2026-06-11');
  });
});
