import { eq } from 'drizzle-orm';
import { announce } from '~/features/identified/announcements/announce.server';
import { appendEntries } from '~/features/published/ledger/append-entry.server';
import type { LedgerEntry } from '~/features/published/ledger/ledger-entry';
import { randomId } from '~/features/published/petitions/random-id.server';
import { attachResponse } from '~/features/published/programmes/attach.server';
import { attachmentsOf } from '~/features/published/programmes/attachments.queries.server';
import { isFieldName } from '~/features/published/programmes/programme-fields';
import { publishResponse } from '~/features/published/responses/publish-response.server';
import { StatementError } from '~/features/published/statements/statement';
import { publishSummaryResponse } from '~/features/published/summaries/publish-summary-response.server';
import { dayIn } from '~/platform/zoned-time';
import { answerDraft, statementAuthor } from '~db/schema/identified-answers';
import { inTransaction } from '~db/transaction';
import { requireDesk, type Actor } from '../desks/desk';
import { answeredSubjects, type PublicSubject } from './answered-subjects.server';
import { answerAnnouncement } from './answer-announcement';
import { AnsweringError, isCleared } from './draft';
import { draftProblems, isUnchanged, textFor } from './finished-draft';
import { lockDraft, type StoredDraft } from './stored-draft.server';
import { requireWriter, wordsOf, type AnsweringDeps, type DraftActInput } from './write-draft.server';

/**
 * Publishes a draft now, in the name of who asks for it: every answer of it, or none.
 *
 * @throws DeskError `not-allowed`; AnsweringError `no-such-draft`, `wrong-draft-state`, `stale-version`, `own-review`, and as
 *   {@link publishLocked}
 */
export function publishDraft(deps: AnsweringDeps, { actor, draftId, version }: DraftActInput): Promise<void> {
  requireDesk(actor, 'leadership');
  return inTransaction(deps.db, async (tx) => {
    const draft = await lockDraft(tx, { draftId, act: 'publish', version });
    requireWriter(actor, draft);
    await publishLocked({ ...deps, db: tx }, { draft, actor, byMail: draft.announce === 'mail' });
  });
}

interface Publishing {
  readonly draft: StoredDraft;
  readonly actor: Actor;
  /** Whether what is announced goes by mail too. */
  readonly byMail: boolean;
}

/**
 * Publishes a draft that the caller's transaction has locked, and deletes it: the responses, who gave them, what is announced,
 * and last of all the entries (protocol 6), since the ledger is locked from the first of them on.
 *
 * @throws AnsweringError `not-approved` unless every reviewer approves this very version; `unfinished`
 * @throws StatementError `stale-revision` where another revision was published meanwhile; `unchanged`
 * @throws ResponseError, SummaryError, ProgrammeError, AnnouncementError of what is published with it
 */
export async function publishLocked(deps: AnsweringDeps, { draft, actor, byMail }: Publishing): Promise<void> {
  const { db: tx, settings, publicUrl } = deps;
  const day = dayIn(settings.timeZone, deps.clock.now());
  const subjects = await answeredSubjects(tx, draft.subjects);
  const entries = await publishAnswers(deps, { draft, actor, subjects, day });
  if (draft.announce !== 'no') {
    const words = answerAnnouncement(subjects, publicUrl);
    const announced = await announce(tx, { actor, ...words, byMail, day, publicUrl });
    entries.push(...announced.entries);
  }
  await tx.delete(answerDraft).where(eq(answerDraft.id, draft.id));
  await appendEntries(tx, entries);
  await attach(deps, draft, day);
}

/** Writes each answer that differs from what is published. Nothing of it is in the ledger yet. */
export async function publishAnswers(
  { db: tx, settings }: Pick<AnsweringDeps, 'db' | 'settings'>,
  {
    draft,
    actor,
    subjects,
    day,
  }: Pick<Publishing, 'draft' | 'actor'> & { readonly subjects: readonly PublicSubject[]; readonly day: string },
): Promise<LedgerEntry[]> {
  if (!isCleared(draft.reviewers, draft.version)) throw new AnsweringError('not-approved');
  if (subjects.some(({ base, newest }) => base !== newest)) throw new StatementError('stale-revision');
  const words = wordsOf(draft);
  const changed = subjects.filter((subject) => !isUnchanged(words, subject));
  if (changed.length === 0) throw new StatementError('unchanged');
  if (draftProblems(words, subjects).length > 0) throw new AnsweringError('unfinished');
  const together = subjects.length > 1 ? randomId() : null;
  const entries: LedgerEntry[] = [];
  for (const subject of changed) {
    const { id, base } = subject;
    const said = { base, authorName: actor.name, reason: base === 0 ? '' : draft.reason, day };
    const text = textFor(words, subject);
    entries.push(
      subject.subject === 'summary'
        ? await publishSummaryResponse(tx, { summaryId: id, body: text.body, ...said })
        : await publishResponse({ tx, settings }, { petitionId: id, text, together, ...said }),
    );
    const kind = subject.subject === 'summary' ? 'summary-response' : 'response';
    await tx.insert(statementAuthor).values({ kind, id, revision: base + 1, personNumber: actor.personNumber });
  }
  return entries;
}

/** Says for good which programme the responses are about; what stands attached already stays as it is. */
async function attach({ db: tx }: AnsweringDeps, draft: StoredDraft, day: string): Promise<void> {
  const { programmeId, programmeField } = draft;
  if (programmeId === null) return;
  const about = { programmeId, field: isFieldName(programmeField) ? programmeField : null };
  const ids = draft.petitions.map(({ petitionId }) => petitionId);
  const attached = await attachmentsOf(tx, 'response', ids);
  for (const petitionId of ids) {
    if (!attached.has(petitionId)) await attachResponse(tx, { petitionId, about, day });
  }
}
