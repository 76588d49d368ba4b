import { AnsweringError, type DraftWords, type Subject } from '~/features/identified/answering/draft';
import { publishDraft } from '~/features/identified/answering/publish-draft.server';
import { startDraft } from '~/features/identified/answering/start-draft.server';
import { readDraft } from '~/features/identified/answering/stored-draft.server';
import { saveDraft, wordsOf, type AnsweringDeps } from '~/features/identified/answering/write-draft.server';
import type { Actor } from '~/features/identified/desks/desk';
import type { About } from '~/features/published/programmes/attach.server';
import type { ResponseText } from '~/features/published/responses/response';

type Deps = Omit<AnsweringDeps, 'publicUrl'>;
const complete = (deps: Deps): AnsweringDeps => ({ publicUrl: 'https://robin.example', ...deps });

/** The words of a draft as they stand, with some of them changed. */
export async function changedWords(
  deps: Deps,
  draftId: string,
  change: (words: DraftWords) => Partial<DraftWords>,
): Promise<{ version: number; words: DraftWords }> {
  const draft = await readDraft(deps.db, draftId);
  if (!draft) throw new AnsweringError('no-such-draft');
  const words = wordsOf(draft);
  return { version: draft.version, words: { ...words, ...change(words) } };
}

/** Writes all of a draft that answers one thing; gives the version that stands then. */
export async function write(
  deps: Deps,
  { actor, draftId, text, ...more }: { actor: Actor; draftId: string; text: ResponseText } & Partial<DraftWords>,
): Promise<number> {
  const { version, words } = await changedWords(deps, draftId, ({ petitions }) => ({
    body: text.body,
    petitions: petitions.map(({ petitionId }) => ({
      petitionId,
      items: text.items.map((item) => item ?? { answer: null, reason: '' }),
    })),
    ...more,
  }));
  return saveDraft(complete(deps), { actor, draftId, version, words });
}

interface Answered {
  readonly actor: Actor;
  readonly text: ResponseText;
  readonly reason?: string;
  readonly about?: About | null;
}

/** Begins an answer, writes it and publishes it, without reviewers. A draft that is refused stays. */
export async function answer(
  deps: Deps,
  subject: Subject,
  { actor, text, reason = '', about = null }: Answered,
): Promise<void> {
  const draftId = await startDraft(deps, { actor, subjects: [subject] });
  const programme = { programmeId: about?.programmeId ?? null, programmeField: about?.field ?? null };
  const version = await write(deps, { actor, draftId, text, reason, ...programme });
  await publishDraft(complete(deps), { actor, draftId, version });
}

export const answerPetition = (deps: Deps, { petitionId, ...said }: Answered & { petitionId: string }) =>
  answer(deps, { subject: 'petition', id: petitionId }, said);

export const answerSummary = (
  deps: Deps,
  { summaryId, body, ...said }: Omit<Answered, 'text'> & { summaryId: string; body: string },
) => answer(deps, { subject: 'summary', id: summaryId }, { ...said, text: { body, items: [] } });
