import { describe, expect, test } from 'vitest';
import { addDays } from '~/platform/clock';
import {
  distanceWords,
  sealWords,
  uncountedWords,
  standingWords,
  startedBy,
  type Standing,
} from '~/features/published/petitions/petition-words';
import type { PetitionFigures } from '~/features/published/figures/figures.queries.server';

const today = '2026-05-04';
const figures = (change: Partial<PetitionFigures> = {}): PetitionFigures => ({
  petitionId: 'p',
  signers: { kind: 'shown', value: 1612 },
  threshold: 2000,
  reachedDay: null,
  dueDay: null,
  ...change,
});
const standing = (change: Partial<Standing> = {}): Standing => ({
  state: 'open',
  closesDay: '2026-05-13',
  closedDay: null,
  answeredDay: null,
  reopenedDueDay: null,
  rejection: null,
  deleted: false,
  figures: figures(),
  ...change,
});

describe('where a petition stands', () => {
  test.each([
    [{}, 'on', 'Open for 9 more days'],
    [{ closesDay: '2026-05-05' }, 'on', 'Open for 1 more day'],
    [{ closesDay: today }, 'on', 'Closes today'],
    [{ closesDay: addDays(today, -1) }, 'on', 'Closes with the next publication'],
    [{ figures: figures({ dueDay: '2026-05-04' }) }, 'on', 'Answer due today'],
    [{ figures: figures({ dueDay: '2026-05-03' }) }, 'late', 'Answer overdue by 1 day'],
    [{ figures: figures({ dueDay: '2026-04-22' }), state: 'closed' }, 'late', 'Answer overdue by 12 days'],
    [
      { figures: figures({ dueDay: '2026-04-22' }), answeredDay: '2026-05-01' },
      'on',
      'Answered on 1 May. Open for 9 more days',
    ],
    [
      { state: 'closed', figures: figures({ dueDay: '2026-04-22' }), answeredDay: '2026-05-01' },
      'over',
      'Answered on 1 May',
    ],
    [
      { state: 'closed', answeredDay: '2026-05-01', reopenedDueDay: '2026-05-03' },
      'late',
      'Open again. Answer overdue by 1 day',
    ],
    [{ state: 'closed', closedDay: '2026-05-01' }, 'over', 'Closed on 1 May'],
    [
      { state: 'closed', closedDay: '2026-05-01', deleted: true },
      'over',
      'Closed on 1 May without enough signatures to be counted',
    ],
    [{ state: 'rejected', rejection: 'advertising' }, 'over', 'Rejected. It is advertising, or no petition at all.'],
    [{ state: 'accepted', figures: null }, 'on', 'Accepted, opens with the next publication'],
  ] as const)('%j', (change, tone, words) => {
    expect(standingWords(standing(change), today, today)).toEqual({ tone, words });
  });
});

test('an answer is due by the company’s day, a petition open by UTC’s', () => {
  const due = standing({ figures: figures({ dueDay: today }) });
  expect(standingWords(due, today, addDays(today, 1)).words).toBe('Answer overdue by 1 day');
  expect(standingWords(due, today, addDays(today, -1)).words).toBe('Answer due tomorrow');
  expect(standingWords(standing({ closesDay: today }), today, addDays(today, 1)).words).toBe('Closes today');
});

test('no words hold a number that is withheld', () => {
  const withheld = figures({ signers: { kind: 'withheld', minimum: 50 } });
  expect(sealWords(withheld)).not.toMatch(/\d/);
  expect(distanceWords(withheld)).toBe('Counting starts at 50. Until then nobody sees a number, you included.');
  expect(uncountedWords('open', withheld)).toBe('counting starts at 50');
  // Below the minimum again, and closed: no promise that it starts.
  expect(uncountedWords('closed', withheld)).toBe('not shown');
  expect(distanceWords(figures())).toBe('1,612 signatures: 388 more and leadership owes it a response.');
  expect(distanceWords(figures({ threshold: 1612 }))).toBe('1,612 signatures: the threshold of 1,612 is reached.');
});

test('a petition whose organizer is unknown says that somebody on the register started it, and no empty name', () => {
  expect(startedBy({ organizerName: 'Olga Organizer' })).toBe('Olga Organizer');
  expect(startedBy({ organizerName: '' })).toBe('a verified employee');
});
