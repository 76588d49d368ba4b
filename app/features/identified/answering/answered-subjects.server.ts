import { eq } from 'drizzle-orm';
import { newestRevision } from '~/features/published/statements/statements.queries.server';
import type { IdentifiedDatabase } from '~db/identified-client';
import { petition } from '~db/schema/published';
import { summary } from '~db/schema/published-concerns';
import type { AnsweredSubject } from './finished-draft';
import type { DraftSubject } from './stored-draft.server';

/** A subject with its public words: what it says, and what was answered to it so far. */
export interface PublicSubject extends AnsweredSubject {
  readonly title: string;
}

/** The subjects of a draft as everybody may read them, in the order given. */
export function answeredSubjects(db: IdentifiedDatabase, subjects: readonly DraftSubject[]): Promise<PublicSubject[]> {
  return Promise.all(subjects.map((each) => (each.subject === 'summary' ? ofSummary(db, each) : ofPetition(db, each))));
}

async function ofPetition(db: IdentifiedDatabase, each: DraftSubject): Promise<PublicSubject> {
  const [row] = await db
    .select({ title: petition.title, demands: petition.demands })
    .from(petition)
    .where(eq(petition.id, each.id));
  const published = await newestRevision(db, 'response', each.id);
  const { title = '', demands = [] } = row ?? {};
  return { ...each, title, demands, newest: published?.revision ?? 0, published: published?.document ?? null };
}

async function ofSummary(db: IdentifiedDatabase, each: DraftSubject): Promise<PublicSubject> {
  const [row] = await db.select({ title: summary.title }).from(summary).where(eq(summary.id, each.id));
  const published = await newestRevision(db, 'summary-response', each.id);
  return {
    ...each,
    title: row?.title ?? '',
    demands: [],
    newest: published?.revision ?? 0,
    published: published && { body: published.document.body, items: [] },
  };
}
