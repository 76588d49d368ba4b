import { and, asc, eq, gt, sql } from 'drizzle-orm';
import { question, questionDecision } from '~db/schema/published-questions';
import { clarification, contradiction } from '~db/schema/published-statements';
import { choiceFigures } from '../figures/choice-figures.queries.server';
import { shownValue } from '../figures/figure';
import type { ClarificationItem, ContradictionItem, QuestionItem } from './public-data.schema';
import { pageSizes, placeAfter, publicPage, type PublicPage } from './public-page';
import type { Reading } from './reading';

/**
 * Questions that a moderator decided on, by name; the words of rejected ones are shown to nobody. What waits is not here.
 * @param after attacker-controlled
 */
export async function publicQuestions(reading: Reading, after: string | null): Promise<PublicPage<QuestionItem>> {
  const { db, settings } = reading;
  const [place = ''] = placeAfter(after, ['text']) ?? [];
  const { reasonCode: reason, reasonText: words, moderatorName: moderator, day } = questionDecision;
  const { id, petitionId: petition, about, body } = question;
  const rows = await db
    .select({ id, petition, about, body, act: questionDecision.act, decision: { reason, words, moderator, day } })
    .from(question)
    .innerJoin(questionDecision, eq(questionDecision.questionId, id))
    .where(gt(id, place))
    .orderBy(asc(id))
    .limit(pageSizes.short + 1);
  const open = rows.filter(({ act }) => act === 'accept').map((row) => row.id);
  const support = await choiceFigures(db, settings, 'support', open);
  return publicPage(rows, pageSizes.short, {
    keyOf: (row) => [row.id],
    itemOf: ({ act, ...row }): QuestionItem => {
      const total = support.get(row.id)?.total;
      return act === 'accept'
        ? { ...row, state: 'open', supporters: total ? shownValue(total) : null }
        : { ...row, state: 'rejected', about: null, body: null, supporters: null };
    },
  });
}

/** What leadership asked organizers, and what they said, by petition and number. @param after attacker-controlled */
export async function publicClarifications(
  { db }: Reading,
  after: string | null,
): Promise<PublicPage<ClarificationItem>> {
  const place = placeAfter(after, ['text', 'number']);
  const { petitionId: petition, number, question: asks, askerName: asker, askedDay: asked } = clarification;
  const { answer, answeredDay: answered } = clarification;
  const rows = await db
    .select({ petition, number, question: asks, asker, asked, answer, answered })
    .from(clarification)
    .where(place ? sql`(${petition}, ${number}) > (${place[0]}, ${place[1]})` : undefined)
    .orderBy(asc(petition), asc(number))
    .limit(pageSizes.short + 1);
  return publicPage(rows, pageSizes.short, { keyOf: (row) => [row.petition, row.number], itemOf: (row) => row });
}

/** Statements that organizers say contradict each other, by name; what was taken back too. @param after attacker-controlled */
export async function publicContradictions(
  { db }: Reading,
  after: string | null,
): Promise<PublicPage<ContradictionItem>> {
  const [place = ''] = placeAfter(after, ['text']) ?? [];
  const rows = await db
    .select()
    .from(contradiction)
    .where(and(gt(contradiction.id, place)))
    .orderBy(asc(contradiction.id))
    .limit(pageSizes.short + 1);
  return publicPage(rows, pageSizes.short, {
    keyOf: (row) => [row.id],
    itemOf: (row): ContradictionItem => ({
      id: row.id,
      petition: row.petitionId,
      earlier: {
        kind: row.earlierKind,
        id: row.earlierId,
        revision: row.earlierRevision,
        quote: row.earlierQuote,
      },
      later: { kind: row.laterKind, id: row.laterId, revision: row.laterRevision, quote: row.laterQuote },
      words: row.words,
      organizer: row.organizerName,
      day: row.day,
      withdrawn: row.withdrawnDay === null ? null : { day: row.withdrawnDay, reason: row.withdrawnReason ?? '' },
    }),
  });
}
