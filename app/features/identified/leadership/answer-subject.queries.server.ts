import { eq } from 'drizzle-orm';
import { answerableStates } from '~/features/published/responses/response';
import type { Database } from '~db/database';
import { petition } from '~db/schema/published';
import { response } from '~db/schema/published-answers';
import { summary } from '~db/schema/published-concerns';
import { AssignmentError, type AnswerSubject } from './assignment';

/**
 * The title of something that can be answered, or whose answer can be revised: a petition that is open or closed or has a
 * response, or any summary.
 * @throws AssignmentError `unknown-subject`, `nothing-to-answer`
 */
export async function titleOfSubject(db: Database, subject: AnswerSubject, id: string): Promise<string> {
  if (subject === 'summary') {
    const [row] = await db.select({ title: summary.title }).from(summary).where(eq(summary.id, id));
    if (!row) throw new AssignmentError('unknown-subject');
    return row.title;
  }
  const [row] = await db
    .select({ title: petition.title, state: petition.state, answered: response.revision })
    .from(petition)
    .leftJoin(response, eq(response.petitionId, petition.id))
    .where(eq(petition.id, id));
  if (!row) throw new AssignmentError('unknown-subject');
  if (row.answered === null && !answerableStates.some((state) => state === row.state)) {
    throw new AssignmentError('nothing-to-answer');
  }
  return row.title;
}
