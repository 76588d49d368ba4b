import { logAccess } from '~/features/identified/access-log/log-access.server';
import { dayOf, type Clock } from '~/platform/clock';
import type { Settings } from '~/platform/settings';
import type { IdentifiedDatabase } from '~db/identified-client';
import { applyRoster } from './apply-roster.server';
import { describeUpload, inFigures } from './describe-upload.server';
import { discardUpload } from './discard-upload.server';
import type { ImportArguments } from './import-arguments';
import { commandActor, isLargeRemoval, RosterError } from './roster';
import { readUpload, type UploadPreview } from './roster.queries.server';
import { stageRoster } from './stage-roster.server';

/** Where the command talks to whoever runs it. */
export interface Terminal {
  /** A line of the answer. */
  readonly write: (line: string) => void;
  /** How far it is; each replaces the one before. */
  readonly progress: (text: string) => void;
  /** Asks for a line; null where nobody is there to answer. */
  readonly ask: (question: string) => Promise<string | null>;
}

export interface ImportRosterDeps {
  readonly db: IdentifiedDatabase;
  readonly clock: Clock;
  readonly settings: Pick<Settings, 'demo'>;
  readonly terminal: Terminal;
}

export type ImportOutcome = 'applied' | 'nothing-to-change' | 'declined' | 'refused';

/**
 * Imports a roster file from the command line, by the same rules as the page: shows what would change, asks for what is not
 * decided by an argument, applies it in one transaction or not at all. Whoever runs the machine is not a person of the
 * roster: the access log names `command`.
 *
 * @returns `refused` and `declined` changed nothing; the reason was written
 */
export async function importRoster(
  deps: ImportRosterDeps,
  bytes: AsyncIterable<Uint8Array>,
  options: Omit<ImportArguments, 'file'>,
): Promise<ImportOutcome> {
  const { db, terminal } = deps;
  try {
    const id = await stageRoster(deps, { bytes, uploadedBy: commandActor, onProgress: progressOn(terminal) });
    terminal.progress('');
    try {
      return await confirm(deps, id, options);
    } finally {
      await discardUpload(db, { id, uploadedBy: commandActor });
    }
  } catch (error) {
    if (!(error instanceof RosterError)) throw error;
    terminal.progress('');
    terminal.write(`Refused. ${error.message}`);
    return error.code === 'nothing-to-change' ? 'nothing-to-change' : 'refused';
  }
}

async function confirm(
  { db, clock, terminal }: ImportRosterDeps,
  id: string,
  options: Omit<ImportArguments, 'file'>,
): Promise<ImportOutcome> {
  const preview = await readUpload(db, { id, uploadedBy: commandActor }, clock.now());
  await logAccess(db, {
    actor: commandActor,
    subject: null,
    purpose: 'Preview of a roster file',
    day: dayOf(clock.now()),
  });
  for (const line of await describeUpload(db, preview)) terminal.write(line);
  terminal.write('');
  const decision = await decide(preview, options, terminal);
  if (decision === null) {
    terminal.write('Nothing was changed.');
    return 'declined';
  }
  const { digest } = preview;
  const done = await applyRoster({ db, clock }, { uploadId: id, uploadedBy: commandActor, digest, ...decision });
  terminal.write(
    `The roster is up to date: ${inFigures(done.joined)} joined, ${inFigures(done.left)} left, ${inFigures(done.changed)} changed; ${inFigures(done.size)} people.`, // prettier-ignore
  );
  return 'applied';
}

/** What the arguments leave open is asked; null: declined, or nobody is there to ask. */
async function decide(
  { refused, left, active, joined, returned, changed }: UploadPreview,
  { yes, withoutRefused, removeMany }: Omit<ImportArguments, 'file'>,
  { ask }: Terminal,
): Promise<{ withoutRefused: boolean; confirmedLeavers: number | null } | null> {
  const agrees = async (question: string) => /^y(es)?$/i.test((await ask(`${question} [y/N] `))?.trim() ?? '');
  const decided = { withoutRefused, confirmedLeavers: removeMany };
  // There is nothing to decide; applying says so.
  if (joined + returned + changed + left === 0) return decided;
  if (refused > 0 && !withoutRefused) {
    if (!(await agrees(`Apply without the ${inFigures(refused)} refused rows?`))) return null;
    decided.withoutRefused = true;
  }
  if (isLargeRemoval(left, active) && removeMany !== left) {
    const number = await ask('More than a tenth of the roster would leave. Write how many people will leave: ');
    if (number?.replaceAll(/[\s,.]/g, '') !== String(left)) return null;
    decided.confirmedLeavers = left;
  }
  return yes || (await agrees('Apply this to the roster?')) ? decided : null;
}

function progressOn(terminal: Terminal) {
  return (progress: { phase: 'reading'; rows: number } | { phase: 'comparing' }) => {
    terminal.progress(
      progress.phase === 'reading' ? `Reading: ${inFigures(progress.rows)} rows` : 'Comparing with the roster',
    );
  };
}
