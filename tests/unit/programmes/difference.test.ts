import { expect, test } from 'vitest';
import { changedParts, changesBetween } from '~/features/published/programmes/programme-difference';
import { documentParts, partValue } from '~/features/published/programmes/programme-fields';
import { partText } from '~/features/published/programmes/part-text';
import type { ProgrammeDocument } from '~/features/published/programmes/programme';
import { bareProgramme, fullProgramme } from '~tests/support/programme-documents';

test('a document differs exactly in the parts that were changed, lists and reviews too', () => {
  expect(changesBetween(fullProgramme, fullProgramme)).toEqual([]);
  expect(changedParts(bareProgramme, fullProgramme)).toEqual(
    documentParts.filter((part) => part !== 'name' && part !== 'status'),
  );
  const change = (part: Partial<ProgrammeDocument>) => changedParts(fullProgramme, { ...fullProgramme, ...part });
  expect(change({ owner: null })).toEqual(['owner']);
  expect(change({ incidents: [] })).toEqual(['incidents']);
  expect(change({ readers: { text: 'The data team and two suppliers.', people: 3 } })).toEqual(['readers']);
  expect(change({ reviews: { ...fullProgramme.reviews, security: null } })).toEqual(['security-review']);
  expect(changedParts(null, bareProgramme)).toEqual(['name', 'status']);
});

test('whatever changes in a part changes the words that are shown of it', () => {
  const { exemptions, incidents, questions, reviews, retention } = fullProgramme;
  const changes: Partial<ProgrammeDocument>[] = [
    { exemptions: exemptions?.map((row) => ({ ...row, exempt: !row.exempt })) ?? null },
    { exemptions: exemptions?.map((row) => ({ ...row, why: 'Another reason.' })) ?? null },
    { incidents: incidents?.map((row) => ({ ...row, day: '2026-03-03' })) ?? null },
    { questions: questions.map((question) => ({ ...question, showIf: null })) },
    { questions: questions.map((question) => ({ ...question, text: `${question.text}!` })) },
    {
      reviews: {
        ...reviews,
        privacy: {
          state: 'done',
          day: '2026-01-05',
          summary: 'High risk, accepted with conditions.',
          documents: ['ab'.repeat(32)],
        },
      },
    },
    { retention: retention && { ...retention, days: null } },
    { since: '2026-01-13' },
    { collected: { kinds: ['screen', 'keystrokes'], detail: 'One picture of the screen every ten seconds.' } },
  ];
  for (const change of changes) {
    const changed = { ...fullProgramme, ...change };
    for (const part of changedParts(fullProgramme, changed)) {
      expect(partValue(changed, part)).not.toEqual(partValue(fullProgramme, part));
      expect(partText(changed, part), part).not.toBe(partText(fullProgramme, part));
    }
    expect(changedParts(fullProgramme, changed)).toHaveLength(1);
  }
});
