import { describe, expect, test } from 'vitest';
import {
  answerSchema,
  mergeTarget,
  pendingProposal,
  retireSchema,
  type MergeStep,
} from '~/features/published/petitions/ending';

const id = 'aeaqcaibaeaqcaibaeaqcaibae';

describe('which petition somebody means', () => {
  test.each([
    id,
    ` ${id}\n`,
    `/petitions/${id}`,
    `https://robin.example/petitions/${id}`,
    `https://robin.example/petitions/${id}/sign?x=1#y`,
    `https://robin.example/petitions/${id}#response`,
  ])('%j is found', (pasted) => {
    expect(mergeTarget.parse(pasted)).toBe(id);
  });

  test.each([
    '',
    'petitions',
    'https://robin.example/',
    `https://robin.example/summaries/${id}`,
    `${id} ${id}`,
    'x'.repeat(3000),
  ])('%j is none', (pasted) => {
    expect(mergeTarget.safeParse(pasted).success).toBe(false);
  });
});

test('whoever ends a petition says why, and who declines need not', () => {
  expect(retireSchema.safeParse({ reason: 'short' }).success).toBe(false);
  expect(retireSchema.safeParse({ reason: 'x'.repeat(1001) }).success).toBe(false);
  expect(retireSchema.parse({ reason: '  It was answered elsewhere.  ' }).reason).toBe('It was answered elsewhere.');
  expect(answerSchema.safeParse({ act: 'agree', petition: id }).success).toBe(false);
  expect(answerSchema.safeParse({ act: 'decline', petition: id }).success).toBe(true);
  expect(answerSchema.safeParse({ act: 'other', petition: id, reason: 'A reason of some length.' }).success).toBe(
    false,
  );
});

test('the last proposal waits, until it is answered or another takes its place', () => {
  const step = (number: number, act: MergeStep['act'], intoId = 'b'): MergeStep => {
    return { number, petitionId: 'a', intoId, act, day: '2026-05-04' };
  };
  expect(pendingProposal([])).toBeNull();
  expect(pendingProposal([step(1, 'proposed')])?.intoId).toBe('b');
  expect(pendingProposal([step(1, 'proposed'), step(2, 'proposed', 'c')])?.intoId).toBe('c');
  expect(pendingProposal([step(1, 'proposed'), step(2, 'declined')])).toBeNull();
});
