import { randomId } from '~/features/published/petitions/random-id.server';
import { ProgrammeError, type ProgrammeDocument } from '~/features/published/programmes/programme';
import type { ImportedProgramme } from '~/features/published/programmes/programme-file';
import { publishRevisions, type Revision } from '~/features/published/programmes/publish-revisions.server';
import { keepReviewDocument } from '~/features/published/programmes/review-documents.server';
import { dayOf, type Clock } from '~/platform/clock';
import type { Settings } from '~/platform/settings';
import type { IdentifiedDatabase } from '~db/identified-client';
import { inTransaction } from '~db/transaction';
import { DeskError, requireDesk, type Actor } from '../desks/desk';

interface Deps {
  readonly db: IdentifiedDatabase;
  readonly clock: Clock;
  readonly settings: Pick<Settings, 'organisation'>;
  /** Names a new programme; at random unless told otherwise, as only the demo's seeding does. */
  readonly newId?: () => string;
}

interface Change {
  readonly actor: Actor;
  readonly id: string;
  /** The revision that was looked at. */
  readonly base: number;
  /** Already parsed by `reasonSchema`. */
  readonly reason: string;
}

function publish({ db, clock, settings }: Deps, actor: Actor, reason: string, revisions: readonly Revision[]) {
  const { organisation } = settings;
  const day = dayOf(clock.now());
  return inTransaction(db, (tx) =>
    publishRevisions(tx, { organisation, revisions, editorName: actor.name, reason, day }),
  );
}

/**
 * Enters a programme into the register. What reporters are asked is handlers' to write: it begins without questions.
 * @param input.document already parsed by `programmeDocumentSchema`
 * @returns the programme's id
 * @throws DeskError `not-allowed` unless leadership
 * @throws ProgrammeError as `publishRevisions`
 */
export async function enterProgramme(
  deps: Deps,
  { actor, document, reason }: Pick<Change, 'actor' | 'reason'> & { readonly document: ProgrammeDocument },
): Promise<string> {
  requireDesk(actor, 'leadership');
  const id = (deps.newId ?? randomId)();
  await publish(deps, actor, reason, [{ id, base: 0, document: () => ({ ...document, questions: [] }) }]);
  return id;
}

/**
 * Publishes a new revision of a programme; the questions to reporters stay as they are.
 * @param input.document already parsed by `programmeDocumentSchema`; its questions are not looked at
 * @throws DeskError `not-allowed` unless leadership
 * @throws ProgrammeError as `publishRevisions`
 */
export async function reviseProgramme(
  deps: Deps,
  { actor, id, base, document, reason }: Change & { readonly document: ProgrammeDocument },
): Promise<void> {
  requireDesk(actor, 'leadership');
  requireBase(id, base);
  const change: Revision['document'] = (current) => ({ ...document, questions: current?.questions ?? [] });
  await publish(deps, actor, reason, [{ id, base, document: change }]);
}

/**
 * Publishes other questions to reporters; everything else about the programme stays as it is.
 * @param input.questions already parsed by `programmeDocumentSchema`
 * @throws DeskError `not-allowed` unless a handler: whom concerns are about does not choose what is asked
 * @throws ProgrammeError as `publishRevisions`
 */
export async function reviseQuestions(
  deps: Deps,
  { actor, id, base, questions, reason }: Change & Pick<ProgrammeDocument, 'questions'>,
): Promise<void> {
  requireDesk(actor, 'handler');
  requireBase(id, base);
  const change: Revision['document'] = (current) => {
    if (!current) throw new ProgrammeError('unknown-programme', id);
    return { ...current, questions };
  };
  await publish(deps, actor, reason, [{ id, base, document: change }]);
}

/** Nothing that exists is entered as new. @throws ProgrammeError `stale-revision` */
function requireBase(id: string, base: number): void {
  if (base < 1) throw new ProgrammeError('stale-revision', id);
}

/** Whether somebody's import may bring questions to reporters; otherwise those in force stay. */
export function mayImportQuestions(actor: Pick<Actor, 'roles'>): boolean {
  return actor.roles.includes('handler');
}

/**
 * Publishes what a file says of several programmes, all or none. Those of which it says nothing new are to be left out
 * before. A programme that is not known here is entered, under the file's id where it has one.
 *
 * @param input.programmes each with the revision that was looked at, 0 for a new one
 * @throws DeskError `not-allowed` unless leadership or administrator
 * @throws ProgrammeError as `publishRevisions`
 */
export async function importProgrammes(
  deps: Deps,
  {
    actor,
    programmes,
    reason,
  }: Pick<Change, 'actor' | 'reason'> & {
    readonly programmes: readonly (Pick<ImportedProgramme, 'id' | 'document'> & { readonly base: number })[];
  },
): Promise<void> {
  if (!actor.roles.includes('leadership') && !actor.roles.includes('administrator')) throw new DeskError('not-allowed');
  const bringsQuestions = mayImportQuestions(actor);
  const revisions = programmes.map(({ id, base, document }): Revision => ({
    id: id ?? (deps.newId ?? randomId)(),
    base,
    document: (current) => (bringsQuestions ? document : { ...document, questions: current?.questions ?? [] }),
  }));
  await publish(deps, actor, reason, revisions);
}

/**
 * Keeps a document for reviews; it is public once a revision names it.
 * @throws DeskError `not-allowed` unless leadership
 * @throws ProgrammeError as `keepReviewDocument`
 */
export async function addReviewDocument(
  { db }: Pick<Deps, 'db'>,
  { actor, title, bytes }: { actor: Actor; title: string; bytes: AsyncIterable<Uint8Array> },
): Promise<string> {
  requireDesk(actor, 'leadership');
  return keepReviewDocument(db, { title, bytes });
}
