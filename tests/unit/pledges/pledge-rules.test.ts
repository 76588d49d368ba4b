import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  isFinal,
  isOverdue,
  mayFollow,
  nextStatuses,
  pledgeStatuses,
  type PledgeDocument,
  type PledgeStatus,
} from '~/features/published/pledges/pledge';
import {
  checkNewPledge,
  checkRevision,
  dueDays,
  PledgeError,
  pledgeNamed,
  withReplacement,
} from '~/features/published/pledges/pledge-rules';
import { pledgeStanding } from '~/features/published/pledges/pledge-words';
import { addDays } from '~/platform/clock';
import { dayIn } from '~/platform/zoned-time';

const today = '2026-11-23';
const pledge: PledgeDocument = {
  text: 'The logger is switched off on every laptop.',
  howSeen: 'No process of that name runs any more.',
  witnessed: 'stops',
  ownerName: 'Asha Rao',
  unit: 'Company / IT',
  dueDay: '2026-12-31',
  milestones: [{ text: 'Pilot in Sales', day: '2026-12-01' }],
  status: 'not-started',
  evidence: [],
};
const proof = { title: 'Change ticket', url: 'https://tickets.example/1' };

function codeOf(act: () => void): string {
  try {
    act();
  } catch (error) {
    if (error instanceof PledgeError) return error.code;
    throw error;
  }
  return 'taken';
}
const revised = (change: Partial<PledgeDocument>, before: Partial<PledgeDocument> = {}, on = today) =>
  codeOf(() => {
    checkRevision({ ...pledge, ...before }, { ...pledge, ...before, ...change }, { madeDay: today, today: on });
  });
const made = (change: Partial<PledgeDocument>) =>
  codeOf(() => {
    checkNewPledge({ ...pledge, ...change }, today);
  });

const status = fc.constantFrom(...pledgeStatuses);
const someDay = fc.integer({ min: -800, max: 800 }).map((days) => addDays(today, days));

/** The machine spelt out a second time, as a table that people can read: what may follow in each row. */
const table: Readonly<Record<PledgeStatus, string>> = {
  //              not-started in-progress kept partly-kept broken superseded
  'not-started': '     y           y        y       y         y       y',
  'in-progress': '     -           y        y       y         y       y',
  kept: '              -           -        y       y         y       -',
  'partly-kept': '     -           -        y       y         y       -',
  broken: '            -           -        y       y         y       -',
  superseded: '        -           -        -       -         -       y',
};

describe('the state machine', () => {
  test.each(pledgeStatuses)('from %s', (from) => {
    const row = table[from].replaceAll(' ', '');
    const allowed = pledgeStatuses.filter((_, index) => row[index] === 'y');
    expect(pledgeStatuses.filter((to) => mayFollow(from, to))).toEqual(allowed);
    expect(new Set(nextStatuses(from))).toEqual(new Set(allowed));
  });

  test('lets no walk through it come back to an open pledge, leave superseded, or supersede what was judged', () => {
    fc.assert(
      fc.property(fc.array(status, { maxLength: 30 }), (wishes) => {
        const walk: PledgeStatus[] = ['not-started'];
        for (const wish of wishes) {
          const from = walk.at(-1) ?? 'not-started';
          const evidence = [proof];
          const taken = revised({ status: wish, evidence }, { status: from, evidence }) === 'taken';
          expect(taken).toBe(mayFollow(from, wish));
          if (taken) walk.push(wish);
        }
        const ended = walk.findIndex(isFinal);
        if (ended === -1) return;
        const afterwards = walk.slice(ended);
        expect(afterwards.every(isFinal)).toBe(true);
        if (afterwards.includes('superseded')) expect(new Set(afterwards)).toEqual(new Set(['superseded']));
      }),
    );
  });

  test('begins open', () => {
    for (const first of pledgeStatuses) {
      expect(made({ status: first, evidence: [proof] })).toBe(isFinal(first) ? 'not-a-beginning' : 'taken');
    }
  });

  test('supersedes with evidence only', () => {
    expect(revised({ status: 'superseded' })).toBe('no-evidence');
    expect(revised({ status: 'superseded', evidence: [proof] })).toBe('taken');
    expect(revised({ evidence: [] }, { status: 'superseded', evidence: [proof] })).toBe('no-evidence');
    expect(revised({ status: 'kept' })).toBe('taken');
  });
});

describe('a promise', () => {
  const changes: readonly Partial<PledgeDocument>[] = [
    { text: 'The logger is switched off on some laptops.' },
    { howSeen: 'A mail says so.' },
    { witnessed: 'is-there' },
    { ownerName: 'Somebody Else' },
    { unit: 'Company / Elsewhere' },
    { dueDay: '2027-03-01' },
    { milestones: [] },
    { milestones: [{ text: 'Pilot in Sales', day: '2026-12-02' }] },
  ];

  test.each(changes)('changes while the pledge is open: %j', (change) => {
    expect(revised(change)).toBe('taken');
    expect(revised(change, { status: 'in-progress' })).toBe('taken');
  });

  test.each(changes)('changes neither with the end of a pledge nor after it: %j', (change) => {
    const evidence = [proof];
    for (const end of pledgeStatuses.filter(isFinal)) {
      expect(revised({ ...change, status: end, evidence })).toBe('promise-over');
      expect(revised({ ...change, evidence: [] }, { status: end, evidence })).toBe('promise-over');
    }
  });

  test('that is over may still be shown with more evidence', () => {
    for (const end of pledgeStatuses.filter(isFinal)) {
      expect(revised({ evidence: [proof, { ...proof, url: '/programmes' }] }, { status: end, evidence: [proof] })).toBe(
        'taken',
      );
    }
  });

  test('is due today at the earliest, and within five years', () => {
    const { first, last } = dueDays(today);
    expect(first).toBe(today);
    expect(made({ dueDay: addDays(today, -1), milestones: [] })).toBe('due-too-early');
    expect(made({ dueDay: today, milestones: [] })).toBe('taken');
    expect(made({ dueDay: last, milestones: [] })).toBe('taken');
    expect(made({ dueDay: addDays(last, 1), milestones: [] })).toBe('due-too-late');
  });

  test('that was missed is not moved into what is over, and its other words can still change', () => {
    const late = '2027-01-10';
    expect(revised({ dueDay: '2027-01-09' }, {}, late)).toBe('due-too-early');
    expect(revised({ dueDay: late }, {}, late)).toBe('taken');
    expect(revised({ milestones: [] }, {}, late)).toBe('taken');
    expect(revised({ status: 'broken' }, {}, late)).toBe('taken');
  });

  test('has its milestones between the day on which it was made and the day on which it is due', () => {
    const on = (day: string) => made({ milestones: [{ text: 'Pilot', day }] });
    expect([on(addDays(today, -1)), on(today), on(pledge.dueDay), on(addDays(pledge.dueDay, 1))]).toEqual([
      'milestone-outside',
      'taken',
      'taken',
      'milestone-outside',
    ]);
    expect(revised({ dueDay: '2026-11-30' })).toBe('milestone-outside');
  });
});

describe('overdue', () => {
  test('is a matter of two days and of whether the pledge is open, whatever anybody says', () => {
    fc.assert(
      fc.property(status, someDay, someDay, (said, dueDay, now) => {
        const open = said === 'not-started' || said === 'in-progress';
        expect(isOverdue({ status: said, dueDay }, now)).toBe(open && dueDay < now);
        const endedDay = open ? null : now;
        const { tone, words } = pledgeStanding({ status: said, dueDay, endedDay }, now);
        expect(tone === 'late').toBe(isOverdue({ status: said, dueDay }, now));
        expect(words.includes('overdue')).toBe(tone === 'late');
      }),
    );
  });

  test('begins on the day after the due day on the company’s calendar, not on that of the server', () => {
    const said = { status: 'in-progress', dueDay: '2026-12-31' } as const;
    const instant = new Date('2026-12-31T23:30:00Z');
    expect(isOverdue(said, dayIn('UTC', instant))).toBe(false);
    expect(isOverdue(said, dayIn('Asia/Kolkata', instant))).toBe(true);
    expect(isOverdue(said, dayIn('America/Los_Angeles', new Date('2027-01-01T07:59:59Z')))).toBe(false);
    expect(isOverdue(said, dayIn('America/Los_Angeles', new Date('2027-01-01T08:00:00Z')))).toBe(true);
  });

  test.each([
    ['in-progress', '2026-11-24', null, 'In progress, due tomorrow', 'on'],
    ['in-progress', '2026-11-23', null, 'In progress, due today', 'on'],
    ['not-started', '2026-11-22', null, 'Not started, overdue by 1 day', 'late'],
    ['in-progress', '2026-11-11', null, 'In progress, overdue by 12 days', 'late'],
    ['kept', '2026-11-11', '2026-11-11', 'Kept on 11 November', 'over'],
    ['kept', '2026-11-11', '2026-11-14', 'Kept on 14 November, 3 days after it was due', 'over'],
    ['broken', '2026-11-11', '2026-11-12', 'Broken on 12 November, 1 day after it was due', 'over'],
  ] as const)('%s, due %s, over %s: %s', (said, dueDay, endedDay, words, tone) => {
    expect(pledgeStanding({ status: said, dueDay, endedDay }, today)).toEqual({ words, tone });
  });
});

test('what takes the place of a pledge stands once among the evidence', () => {
  const id = 'abcdefghijklmnopqrstuvwxy2';
  const once = withReplacement([proof], id);
  expect(once.map(({ url }) => url)).toEqual([proof.url, `/pledges/${id}`]);
  expect(withReplacement(once, id)).toEqual(once);
});

test('evidence that names a pledge of this site is told from everything else', () => {
  const id = 'abcdefghijklmnopqrstuvwxy2';
  expect(pledgeNamed({ url: `/pledges/${id}` })).toBe(id);
  for (const url of [`/pledges/${id}/witness`, `https://x.example/pledges/${id}`, '/pledges/short', `//pledges/${id}`])
    expect(pledgeNamed({ url })).toBeNull();
});
