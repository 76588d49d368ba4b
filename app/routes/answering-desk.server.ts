import type { SubmissionResult } from '@conform-to/react';
import { parseWithZod } from '@conform-to/zod/v4';
import { data, redirect, type LoaderFunctionArgs, type TypedResponse } from '@remix-run/node';
import type { z } from 'zod';
import type { AnsweringAnswer } from '~/features/identified/answering/answering-answer';
import { isDraftPage, type DraftPage } from '~/features/identified/answering/answering-words';
import { commentOnDraft } from '~/features/identified/answering/comment-draft.server';
import { AnsweringError, type Subject } from '~/features/identified/answering/draft';
import { subjectPath } from '~/features/identified/answering/draft-paths';
import { draftView } from '~/features/identified/answering/draft-view.queries.server';
import * as schemas from '~/features/identified/answering/draft.schema';
import { publishDraft } from '~/features/identified/answering/publish-draft.server';
import { askReviewers, nameReviewer, releaseReviewer } from '~/features/identified/answering/review-draft.server';
import { scheduleDraft, takeBackSchedule } from '~/features/identified/answering/schedule-draft.server';
import { draftAnswering, startDraft } from '~/features/identified/answering/start-draft.server';
import { saveDraft, startFromNewest, throwAwayDraft } from '~/features/identified/answering/write-draft.server';
import type { Actor } from '~/features/identified/desks/desk';
import { programmeNames } from '~/features/published/programmes/programmes.queries.server';
import { dayIn } from '~/platform/zoned-time';
import { identifiedWing, type GuardArgs, type SignedInPerson } from './guards.server';
import { refusalOf } from './petition-refusals';

/*
 * What the two pages share on which leadership answers, a petition or a summary: the draft that there is, and what is done to
 * it. Each act is a form of its own, so that all of it works without scripts.
 */

/** The draft in which something is answered, as its page shows it; null while there is none. */
export async function answeringDesk(args: LoaderFunctionArgs, subject: Subject, person: SignedInPerson) {
  const { db } = identifiedWing(args.context);
  const { clock, settings } = args.context;
  const draftId = await draftAnswering(db, subject);
  const draft = draftId === null ? null : await draftView(db, draftId);
  const step = new URL(args.request.url).searchParams.get('step');
  const page: DraftPage = isDraftPage(step) ? step : 'write';
  return {
    draft,
    page,
    reviews: draft?.reviewers.some(({ personNumber }) => personNumber === person.personNumber) ?? false,
    programmes: draft && page === 'write' ? await programmeNames(db) : [],
    today: dayIn(settings.timeZone, clock.now()),
    timeZone: settings.timeZone,
  };
}

/** Led on, or refused. */
type Done = TypedResponse<never> | ReturnType<typeof data<AnsweringAnswer>>;

/** Does what a form of the page asks for. */
export async function actOnAnswer({ request, context }: GuardArgs, subject: Subject, actor: Actor): Promise<Done> {
  const { db } = identifiedWing(context);
  const deps = { db, clock: context.clock, settings: context.settings, publicUrl: context.publicUrl };
  const here = subjectPath(subject);
  const at = (page: DraftPage) => `${here}?step=${page}`;
  const form = await request.formData();
  const act = form.get('act');
  const draft = async () => {
    const draftId = await draftAnswering(db, subject);
    if (draftId === null) throw new AnsweringError('no-such-draft');
    return { actor, draftId };
  };
  const save = (next: DraftPage) =>
    take('save', schemas.draftWordsSchema, async ({ version, ...words }) => {
      await saveDraft(deps, { ...(await draft()), version, words });
      return at(next);
    });
  const acts: Readonly<Record<string, (form: FormData) => Promise<Done>>> = {
    start: take('start', schemas.nothingSchema, async () => {
      await startDraft(deps, { actor, subjects: [subject] });
      return at('write');
    }),
    save: save('write'),
    look: save('look'),
    newest: take('newest', schemas.versionSchema, async ({ version }) => {
      await startFromNewest(deps, { ...(await draft()), version });
      return at('look');
    }),
    name: take('name', schemas.reviewerSchema, async (reviewer) => {
      await nameReviewer(deps, { ...(await draft()), ...reviewer });
      return at('review');
    }),
    release: take('release', schemas.releaseSchema, async ({ personNumber }) => {
      await releaseReviewer(deps, { ...(await draft()), personNumber });
      return at('review');
    }),
    ask: take('ask', schemas.versionSchema, async ({ version }) => {
      await askReviewers(deps, { ...(await draft()), version });
      return at('review');
    }),
    comment: take('comment', schemas.commentSchema, async (comment) => {
      await commentOnDraft(deps, { ...(await draft()), ...comment });
      return `${at('review')}#comments`;
    }),
    schedule: take('schedule', schemas.scheduleSchema, async (when) => {
      await scheduleDraft(deps, { ...(await draft()), ...when });
      return at('publish');
    }),
    'take-back': take('take-back', schemas.nothingSchema, async () => {
      await takeBackSchedule(deps, await draft());
      return at('publish');
    }),
    publish: take('publish', schemas.versionSchema, async ({ version }) => {
      await publishDraft(deps, { ...(await draft()), version });
      return here;
    }),
    'throw-away': take('throw-away', schemas.versionSchema, async ({ version }) => {
      await throwAwayDraft(deps, { ...(await draft()), version });
      return here;
    }),
  };
  const asked = typeof act === 'string' && Object.hasOwn(acts, act) ? acts[act] : undefined;
  if (!asked) throw new Response(null, { status: 400 });
  return asked(form);
}

/** One act: its form parsed, done, and led on; or refused with what was posted, so that nothing written is lost. */
export function take<S extends z.ZodType>(act: string, schema: S, work: (posted: z.output<S>) => Promise<string>) {
  return async (form: FormData): Promise<Done> => {
    const refuse = (result: SubmissionResult, status: number) => data({ act, result }, { status });
    const submission = parseWithZod(form, { schema, disableAutoCoercion: act === 'save' });
    if (submission.status !== 'success') return refuse(submission.reply(), 400);
    try {
      return redirect(await work(submission.value));
    } catch (error) {
      const { status, message } = refusalOf(error);
      return refuse(submission.reply({ formErrors: [message] }), status);
    }
  };
}
