import { importProgrammes, mayImportQuestions } from '~/features/identified/programmes/write-programme.server';
import { planImport, type PlannedImport } from '~/features/published/programmes/plan-import.server';
import { fileLimits, pinnedFile } from '~/features/published/programmes/programme-file';
import { reasonSchema } from '~/features/published/programmes/programme.schema';
import { normaliseDeep } from '~/features/published/programmes/programme-text';
import { MultipartError, receiveFile } from '~/platform/multipart';
import { identifiedWing, type GuardArgs, type SignedInPerson } from './guards.server';
import { refusalOf } from './petition-refusals';
import type { Published } from './programme-desk.server';

/** What a file would change, or what is wrong with it. */
export interface ImportAnswer {
  readonly status: number;
  /** Of the file. */
  readonly problem: string | null;
  /** Of the reason. */
  readonly reasonProblem: string | null;
  readonly reason: string;
  readonly plan: {
    readonly programmes: readonly Pick<PlannedImport, 'id' | 'name' | 'base' | 'changes'>[];
    readonly unchanged: number;
    readonly leavesQuestions: boolean;
    /** The file as it was compared, to be posted again. */
    readonly pinned: string;
  } | null;
}

const nothing: ImportAnswer = { status: 400, problem: null, reasonProblem: null, reason: '', plan: null };

/** Compares a posted file with the register, or publishes one that was compared before. */
export async function takeImport(args: GuardArgs, actor: SignedInPerson): Promise<ImportAnswer | Published> {
  const isFile = /^multipart\//i.test(args.request.headers.get('content-type') ?? '');
  if (!isFile) return publishImport(args, actor);
  try {
    const text = await receiveFile(args.request, { field: 'file', maxBytes: fileLimits.bytes }, readText);
    return text === null ? { ...nothing, problem: 'The file is not UTF-8.' } : await look(args, actor, text);
  } catch (error) {
    if (error instanceof MultipartError) return { ...nothing, ...uploadProblems[error.code] };
    throw error;
  }
}

async function look({ context }: GuardArgs, actor: SignedInPerson, text: string): Promise<ImportAnswer> {
  const plan = await planImport(identifiedWing(context).db, { text, bringsQuestions: mayImportQuestions(actor) });
  if (plan.kind === 'refused') {
    const place = plan.path === '' ? '' : `${plan.path}: `;
    return { ...nothing, status: 422, problem: `${place}${plan.message}` };
  }
  const { programmes, unchanged, leavesQuestions } = plan;
  const pinned = pinnedFile(programmes.map((each) => ({ ...each, revision: each.base })));
  const shown = programmes.map(({ id, name, base, changes }) => ({ id, name, base, changes }));
  return { ...nothing, status: 200, plan: { programmes: shown, unchanged, leavesQuestions, pinned } };
}

async function publishImport(args: GuardArgs, actor: SignedInPerson): Promise<ImportAnswer | Published> {
  const form = await args.request.formData();
  const [text, written] = [form.get('pinned'), form.get('reason')];
  if (typeof text !== 'string' || text.length > fileLimits.bytes)
    return { ...nothing, problem: 'Please choose a file.' };
  const reason = typeof written === 'string' ? written : '';
  const answer = await look(args, actor, text);
  if (!answer.plan) return answer;
  const parsed = reasonSchema.safeParse(normaliseDeep(reason));
  if (parsed.error) return { ...answer, status: 400, reason, reasonProblem: parsed.error.issues[0]?.message ?? null };
  const { context } = args;
  const { db } = identifiedWing(context);
  try {
    const plan = await planImport(db, { text, bringsQuestions: mayImportQuestions(actor) });
    const programmes = plan.kind === 'plan' ? plan.programmes : [];
    const deps = { db, clock: context.clock, settings: context.settings };
    await importProgrammes(deps, { actor, reason: parsed.data, programmes });
    return { published: '/programmes' };
  } catch (error) {
    const { status, message } = refusalOf(error);
    return { ...answer, status, reason, problem: message };
  }
}

/** The text of a file that fits into memory; null where it is not UTF-8. */
async function readText(bytes: AsyncIterable<Uint8Array>): Promise<string | null> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of bytes) chunks.push(chunk);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
  } catch {
    return null;
  }
}

const uploadProblems: Readonly<Record<MultipartError['code'], { readonly problem: string; readonly status: number }>> =
  {
    'not-a-form': { problem: 'That was not a file from this form. Please choose it once more.', status: 400 },
    'no-file': { problem: 'Please choose a file.', status: 400 },
    'too-large': { problem: 'The file is too large: a register has at most 1 MB.', status: 413 },
    interrupted: { problem: 'The file did not arrive whole. Nothing was changed; please try again.', status: 400 },
  };
