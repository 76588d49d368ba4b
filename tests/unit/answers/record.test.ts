import { randomInt } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Obligation, OwnerSince } from '~/features/published/answers/due';
import {
  byLeader,
  byUnit,
  leadersOf,
  recordOf,
  standing,
  unitsOf,
  type OfficeRecord,
} from '~/features/published/answers/record';
import { pledgeStatuses } from '~/features/published/pledges/pledge';
import { addDays } from '~/platform/clock';

const today = '2026-11-23';
const owner = (leaderId: string, day: string, unit = 'Company / Board'): OwnerSince => ({
  ...{ leaderId, name: leaderId.toUpperCase(), unit, day },
});
const answer = (given: Partial<Obligation>): Obligation => ({
  ...{ subject: 'petition', id: 'p', petitionId: 'p', demand: null, title: 'Stop it', sinceDay: '2026-10-01' },
  ...{ dueDay: '2026-11-02', firstDueDay: '2026-11-02', endedDay: null, status: null, owners: [] },
  ...given,
});
const pledge = (given: Partial<Obligation>) => answer({ subject: 'pledge', status: 'not-started', ...given });
const none: OfficeRecord = {
  answers: { onTime: 0, late: 0, open: 0, overdue: 0 },
  pledges: { keptOnTime: 0, keptLate: 0, partlyKept: 0, broken: 0, superseded: 0, open: 0, overdue: 0 },
  takenOver: 0,
};
const record = (leaderId: string, ...obligations: Obligation[]) => recordOf(obligations, byLeader(leaderId), today);

describe('answers', () => {
  const owners = [owner('ann', '2026-10-02')];
  test.each([
    ['on its due day', { endedDay: '2026-11-02' }, 'onTime'],
    ['a day after', { endedDay: '2026-11-03' }, 'late'],
    ['not, and it is due today', { dueDay: today }, 'open'],
    ['not, and it was due yesterday', { dueDay: '2026-11-22' }, 'overdue'],
  ] as const)('given %s', (_, given, place) => {
    expect(record('ann', answer({ owners, ...given }))).toEqual({
      ...none,
      answers: { ...none.answers, [place]: 1 },
    });
  });

  test('a better answer to a demand counts as an answer of its own', () => {
    const first = answer({ owners, endedDay: '2026-10-20' });
    const better = answer({ owners, subject: 'demand', id: 'p.2', demand: 2, dueDay: '2026-11-20' });
    expect(record('ann', first, better).answers).toEqual({ ...none.answers, onTime: 1, overdue: 1 });
  });
});

describe('pledges', () => {
  const owners = [owner('ann', '2026-10-02')];
  test.each([
    ['kept by the first day', { status: 'kept', endedDay: '2026-11-02' }, 'keptOnTime'],
    [
      'kept by a day that it was put off to',
      { status: 'kept', endedDay: '2026-11-05', dueDay: '2026-12-01' },
      'keptLate',
    ],
    ['kept after all', { status: 'kept', endedDay: '2026-11-05' }, 'keptLate'],
    ['partly kept', { status: 'partly-kept', endedDay: '2026-11-01' }, 'partlyKept'],
    ['broken', { status: 'broken', endedDay: '2026-11-01' }, 'broken'],
    ['superseded', { status: 'superseded', endedDay: '2026-11-01' }, 'superseded'],
    ['under way', { status: 'in-progress', dueDay: today }, 'open'],
    ['under way, and over', { status: 'in-progress' }, 'overdue'],
    ['put off before its day was over', { status: 'not-started', dueDay: '2026-12-01' }, 'open'],
  ] as const)('%s', (_, given, place) => {
    expect(record('ann', pledge({ owners, ...given }))).toEqual({ ...none, pledges: { ...none.pledges, [place]: 1 } });
  });
});

describe('whoever takes over', () => {
  test('what is late already has it on no figure; whoever had it on its due day keeps it', () => {
    const owners = [owner('ann', '2026-10-02'), owner('bea', '2026-11-03')];
    for (const ended of [null, '2026-11-20']) {
      const late = answer({ owners, endedDay: ended });
      expect(record('bea', late)).toEqual({ ...none, takenOver: 1 });
      expect(record('ann', late).answers).toMatchObject(ended ? { late: 1 } : { overdue: 1 });
    }
    const broken = pledge({ owners, status: 'broken', endedDay: '2026-11-20' });
    expect(record('bea', broken)).toEqual({ ...none, takenOver: 1 });
    expect(record('ann', broken).pledges.broken).toBe(1);
  });

  test('on the due day or before has it; whoever handed it over in time has nothing of it', () => {
    const owners = [owner('ann', '2026-10-02'), owner('bea', '2026-11-02')];
    const late = answer({ owners });
    expect(record('bea', late).answers.overdue).toBe(1);
    expect(record('ann', late)).toEqual(none);
  });

  test('what was answered before is not touched by an owner named afterwards', () => {
    const owners = [owner('ann', '2026-10-02'), owner('bea', '2026-10-25')];
    const early = answer({ owners, endedDay: '2026-10-20' });
    expect(record('ann', early).answers.onTime).toBe(1);
    expect(record('bea', early)).toEqual(none);
  });

  test('what nobody had on its due day is nobody’s but the company’s', () => {
    const late = answer({ owners: [owner('bea', '2026-11-10')] });
    expect(record('bea', late)).toEqual({ ...none, takenOver: 1 });
    expect(recordOf([late], null, today).answers.overdue).toBe(1);
  });

  test('within a unit it stays the unit’s, and a unit has what those below it have', () => {
    const owners = [
      owner('ann', '2026-10-02', 'Company / Legal'),
      owner('bea', '2026-11-10', 'Company / Legal / Privacy'),
    ];
    const late = answer({ owners });
    expect(recordOf([late], byUnit('Company / Legal'), today)).toMatchObject({ answers: { overdue: 1 }, takenOver: 0 });
    expect(recordOf([late], byUnit('Company / Legal / Privacy'), today)).toMatchObject({ takenOver: 1 });
    expect(recordOf([late], byUnit('Company / Le'), today)).toEqual(none);
    expect(recordOf([late], byUnit('Company'), today)).toMatchObject({ answers: { overdue: 1 }, takenOver: 0 });
  });
});

const seed = randomInt(2 ** 31);
describe(`over everything that may happen (seed ${String(seed)})`, () => {
  const near = fc.integer({ min: -60, max: 60 }).map((n) => addDays(today, n));
  const past = fc.integer({ min: -60, max: 0 }).map((n) => addDays(today, n));
  const owners = fc
    .array(fc.tuple(fc.constantFrom('ann', 'bea', 'cem'), fc.constantFrom('C / A', 'C / B', 'C / B / D'), past), {
      maxLength: 4,
    })
    .map((list) => list.map(([who, unit, day]) => owner(who, day, unit)).sort((a, b) => (a.day < b.day ? -1 : 1)));
  const obligation = fc
    .tuple(fc.boolean(), near, near, fc.option(past, { nil: null }), fc.constantFrom(...pledgeStatuses), owners)
    .map(([isPledge, dueDay, firstDueDay, ended, status, all]) => {
      const isOver = !['not-started', 'in-progress'].includes(status);
      return isPledge
        ? pledge({ dueDay, firstDueDay, status, endedDay: isOver ? (ended ?? today) : null, owners: all })
        : answer({ dueDay, firstDueDay: dueDay, endedDay: ended, owners: all });
    });
  const all = fc.array(obligation, { maxLength: 12 });
  const sum = ({ answers, pledges }: OfficeRecord) =>
    [...Object.values({ ...answers }), ...Object.values({ ...pledges })].reduce((total, each) => total + each, 0);
  const parties = ['ann', 'bea', 'cem'].map(byLeader);

  test('the company counts each thing once', () => {
    fc.assert(
      fc.property(all, (list) => {
        expect(sum(recordOf(list, null, today))).toBe(list.length);
      }),
      { seed },
    );
  });

  test('no thing counts on two leaders’ records, nor as counted and as taken over on one', () => {
    fc.assert(
      fc.property(obligation, (each) => {
        const standings = parties.map((party) => standing(each, party, today));
        expect(standings.filter((one) => one === 'counts').length).toBeLessThanOrEqual(1);
        expect(standings.filter((one) => one === 'taken-over').length).toBeLessThanOrEqual(1);
        for (const [index, party] of parties.entries()) {
          const { takenOver, ...figures } = recordOf([each], party, today);
          expect(takenOver + sum({ ...figures, takenOver })).toBe(standings[index] === null ? 0 : 1);
        }
      }),
      { seed },
    );
  });

  test('nobody is late, overdue or broken with what they did not have when it was due', () => {
    fc.assert(
      fc.property(obligation, (each) => {
        for (const party of parties) {
          const { answers, pledges } = recordOf([each], party, today);
          if (answers.late + answers.overdue + pledges.overdue === 0) continue;
          const onDueDay = each.owners.findLast(({ day }) => day <= each.dueDay);
          expect(onDueDay && party(onDueDay)).toBe(true);
        }
      }),
      { seed },
    );
  });

  test('once late, naming others changes nothing on the record of whoever had it', () => {
    fc.assert(
      fc.property(obligation, past, fc.constantFrom('ann', 'bea', 'cem'), (each, day, successor) => {
        fc.pre(day > each.dueDay && (each.owners.at(-1)?.day ?? '') <= day);
        const handed = { ...each, owners: [...each.owners, owner(successor, day)] };
        for (const party of parties) {
          const before = recordOf([each], party, today);
          if (before.takenOver > 0) continue;
          const after = recordOf([handed], party, today);
          expect({ ...after, takenOver: 0 }).toEqual(before);
        }
      }),
      { seed },
    );
  });

  test('what ended stays where it is, however much time passes', () => {
    fc.assert(
      fc.property(all, fc.nat(800), (list, days) => {
        const ended = list.filter(({ endedDay }) => endedDay !== null);
        for (const party of [null, ...parties]) {
          expect(recordOf(ended, party, addDays(today, days))).toEqual(recordOf(ended, party, today));
        }
      }),
      { seed },
    );
  });

  test('a unit’s record is that of the units below it, and theirs together no more than it', () => {
    fc.assert(
      fc.property(all, (list) => {
        const whole = sum(recordOf(list, byUnit('C'), today));
        const parts = ['C / A', 'C / B'].map((unit) => sum(recordOf(list, byUnit(unit), today)));
        expect(parts.reduce((total, each) => total + each)).toBe(whole);
      }),
      { seed },
    );
  });

  test('leaders and units are those who answered for something, each once', () => {
    fc.assert(
      fc.property(all, (list) => {
        const named = list.flatMap((each) => each.owners);
        expect(new Set(leadersOf(list).map(({ leaderId }) => leaderId))).toEqual(new Set(named.map((o) => o.leaderId)));
        expect(unitsOf(list)).toEqual([...new Set(named.map(({ unit }) => unit))].sort());
      }),
      { seed },
    );
  });
});
