import type { Database } from '~db/database';
import { reviewKinds, type ProgrammeDocument } from './programme';
import { changesBetween, type PartChange } from './programme-difference';
import { readProgrammesFile, type ImportReading } from './programme-file';
import { currentProgrammes, heldDocuments } from './programmes.queries.server';

/** One programme of a file, and what publishing it would change. */
export interface PlannedImport {
  readonly id: string | null;
  readonly name: string;
  /** The revision that it was compared with; 0 where it is new here. */
  readonly base: number;
  readonly document: ProgrammeDocument;
  readonly changes: readonly PartChange[];
}

export type ImportPlan =
  | Extract<ImportReading, { kind: 'refused' }>
  | {
      readonly kind: 'plan';
      readonly programmes: readonly PlannedImport[];
      /** Of how many the file says what stands already. */
      readonly unchanged: number;
      /** Whether questions to reporters stand in the file that this import does not take. */
      readonly leavesQuestions: boolean;
    };

/**
 * Compares a file of programmes with the register. Changes nothing.
 * @param text attacker-controlled
 * @param bringsQuestions whether questions to reporters are taken from the file; else those in force stay
 */
export async function planImport(
  db: Database,
  { text, bringsQuestions }: { text: string; bringsQuestions: boolean },
): Promise<ImportPlan> {
  const reading = readProgrammesFile(text);
  if (reading.kind === 'refused') return reading;
  const register = new Map((await currentProgrammes(db)).map((each) => [each.id, each]));
  const held = new Set((await heldDocuments(db)).map(({ hash }) => hash));
  const planned: PlannedImport[] = [];
  let leavesQuestions = false;
  for (const [index, { id, revision, document: written }] of reading.programmes.entries()) {
    const path = `programmes[${String(index)}]`;
    const current = (id === null ? undefined : register.get(id)) ?? null;
    const base = current?.revision ?? 0;
    if (revision !== null && revision !== base && (current || id === null)) {
      const stands = current ? `revision ${String(base)} is the newest` : 'a new programme has none yet';
      return { kind: 'refused', path: `${path}.revision`, message: `Not so any more: ${stands}.` };
    }
    const missing = unknownDocument(written, held);
    if (missing !== null)
      return { kind: 'refused', path: `${path}.document.${missing}`, message: 'No such document is held here.' };
    const document = bringsQuestions ? written : { ...written, questions: current?.document.questions ?? [] };
    leavesQuestions ||= JSON.stringify(document.questions) !== JSON.stringify(written.questions);
    const changes = changesBetween(current?.document ?? null, document);
    if (changes.length > 0) planned.push({ id, name: document.name, base, document, changes });
  }
  return { kind: 'plan', programmes: planned, unchanged: reading.programmes.length - planned.length, leavesQuestions };
}

function unknownDocument({ reviews }: ProgrammeDocument, held: ReadonlySet<string>): string | null {
  for (const kind of reviewKinds) {
    const index = (reviews[kind]?.documents ?? []).findIndex((hash) => !held.has(hash));
    if (index >= 0) return `reviews.${kind}.documents[${String(index)}]`;
  }
  return null;
}
