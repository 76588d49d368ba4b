import { parseWithZod } from '@conform-to/zod/v4';
import type { SubmissionResult } from '@conform-to/react';
import {
  enterProgramme,
  reviseProgramme,
  reviseQuestions,
} from '~/features/identified/programmes/write-programme.server';
import { hasPlainNames } from '~/features/published/programmes/posted-values';
import { changesBetween, type PartChange } from '~/features/published/programmes/programme-difference';
import type { ProgrammeDocument } from '~/features/published/programmes/programme';
import { programmeFormSchema } from '~/features/published/programmes/programme-form';
import type { CurrentProgramme } from '~/features/published/programmes/programmes.queries.server';
import { questionsFormSchema } from '~/features/published/programmes/questions-form';
import { identifiedWing, type GuardArgs, type SignedInPerson } from './guards.server';
import { refusalOf } from './petition-refusals';
import { programmeRefusals } from './programme-refusals';

/** What a form about a programme is answered with, unless it was published. */
export interface DeskAnswer {
  readonly result: SubmissionResult;
  /** What would change, where that was asked for; null where something is wrong. */
  readonly changes: readonly PartChange[] | null;
  readonly status: number;
}

/** Where what was published is read. */
export interface Published {
  readonly published: string;
}

const depsOf = ({ context }: GuardArgs) => ({
  db: identifiedWing(context).db,
  clock: context.clock,
  settings: context.settings,
});

async function postedForm({ request }: GuardArgs): Promise<FormData> {
  const form = await request.formData();
  if (!hasPlainNames(form)) throw new Response(null, { status: 400 });
  return form;
}

/** Looks at what leadership wrote of a programme, or publishes it. @param current null for a new programme */
export async function takeProgramme(
  args: GuardArgs,
  actor: SignedInPerson,
  current: CurrentProgramme | null,
): Promise<DeskAnswer | Published> {
  const form = await postedForm(args);
  const submission = parseWithZod(form, { schema: programmeFormSchema, disableAutoCoercion: true });
  if (submission.status !== 'success') return { result: submission.reply(), changes: null, status: 400 };
  const { base, reason, document } = submission.value;
  const whole: ProgrammeDocument = { ...document, questions: current?.document.questions ?? [] };
  const reply = (...messages: string[]) => submission.reply({ formErrors: messages });
  if (form.get('act') !== 'publish') return looked({ current, base, document: whole, reply });
  try {
    if (current === null) {
      const id = await enterProgramme(depsOf(args), { actor, document, reason });
      return { published: `/programmes/${id}` };
    }
    await reviseProgramme(depsOf(args), { actor, id: current.id, base, document, reason });
    return { published: `/programmes/${current.id}/changes` };
  } catch (error) {
    const { status, message } = refusalOf(error);
    return { result: reply(message), changes: null, status };
  }
}

/** As {@link takeProgramme}, for what handlers ask reporters. */
export async function takeQuestions(
  args: GuardArgs,
  actor: SignedInPerson,
  current: CurrentProgramme,
): Promise<DeskAnswer | Published> {
  const form = await postedForm(args);
  const submission = parseWithZod(form, { schema: questionsFormSchema, disableAutoCoercion: true });
  if (submission.status !== 'success') return { result: submission.reply(), changes: null, status: 400 };
  const { base, reason, questions } = submission.value;
  const reply = (...messages: string[]) => submission.reply({ formErrors: messages });
  if (form.get('act') !== 'publish')
    return looked({ current, base, document: { ...current.document, questions }, reply });
  try {
    await reviseQuestions(depsOf(args), { actor, id: current.id, base, questions, reason });
    return { published: `/programmes/${current.id}/changes` };
  } catch (error) {
    const { status, message } = refusalOf(error);
    return { result: reply(message), changes: null, status };
  }
}

interface Looked {
  readonly current: CurrentProgramme | null;
  readonly base: number;
  readonly document: ProgrammeDocument;
  readonly reply: (...messages: string[]) => SubmissionResult;
}

function looked({ current, base, document, reply }: Looked): DeskAnswer {
  if (current && base !== current.revision) {
    const { status, message } = programmeRefusals['stale-revision'];
    return { result: reply(message), changes: null, status };
  }
  const changes = changesBetween(current?.document ?? null, document);
  if (changes.length > 0) return { result: reply(), changes, status: 200 };
  return { result: reply('Nothing is different from what stands there.'), changes: null, status: 400 };
}
