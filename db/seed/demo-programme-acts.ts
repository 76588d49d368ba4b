import {
  enterProgramme,
  reviseProgramme,
  reviseQuestions,
} from '~/features/identified/programmes/write-programme.server';
import type { ProgrammeDocument } from '~/features/published/programmes/programme';
import { parseProgrammeDocument, reasonSchema } from '~/features/published/programmes/programme.schema';
import { currentProgramme } from '~/features/published/programmes/programmes.queries.server';
import { addDays, dayOf } from '~/platform/clock';
import type { DemoHouse } from './demo-house';
import { actorOf } from './demo-petition-acts';
import type { DemoDay } from './demo-petitions';
import { demoProgrammes, type DemoProgramme, type DemoRevision } from './demo-programmes';
import { holderOf } from './demo-roster';

const unanswered: Omit<ProgrammeDocument, 'name' | 'status'> = {
  owner: null,
  purpose: null,
  collected: null,
  fromWhom: null,
  since: null,
  retention: null,
  readers: null,
  processedWhere: null,
  reviews: { privacy: null, security: null, worksCouncil: null, legalBasis: null },
  optOut: null,
  exemptions: null,
  incidents: null,
  questions: [],
};

/** Publishes what is said of programmes on a day that is being lived. */
export async function writeProgrammes(house: DemoHouse, today: DemoDay): Promise<void> {
  for (const story of demoProgrammes) {
    const revision = story.revisions.find(({ day }) => day === today);
    if (revision) await write(house, story, revision);
  }
}

async function write({ identified: db, clock, settings }: DemoHouse, { id }: DemoProgramme, revision: DemoRevision) {
  const deps = { db, clock, settings, newId: () => id };
  const reason = reasonSchema.parse(revision.reason);
  const current = await currentProgramme(db, id);
  if (revision.questions) {
    if (!current) throw new RangeError('questions are about a programme that is there');
    const { questions } = parsed({ ...current.document, questions: revision.questions });
    await reviseQuestions(deps, { actor: actorOf(holderOf('handler')), id, base: current.revision, questions, reason });
    return;
  }
  const dayOfPast = (past: DemoDay) => addDays(dayOf(clock.now()), past - revision.day);
  const document = parsed({ ...unanswered, ...current?.document, ...revision.change?.(dayOfPast) });
  const actor = actorOf(holderOf('leadership'));
  if (current) await reviseProgramme(deps, { actor, id, base: current.revision, document, reason });
  else await enterProgramme(deps, { actor, document, reason });
}

function parsed(document: unknown): ProgrammeDocument {
  const { data, error } = parseProgrammeDocument(document);
  if (!data) throw new RangeError(`not a programme: ${error.message}`);
  return data;
}
