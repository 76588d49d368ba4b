import { reopenedDemands } from '~/features/published/answers/due.queries.server';
import { ownersOf } from '~/features/published/answers/owners.queries.server';
import { clarificationsOf } from '~/features/published/clarifications/clarifications.queries.server';
import { contradictionsAround } from '~/features/published/contradictions/contradictions.queries.server';
import type { PetitionView } from '~/features/published/petitions/petition-page.queries.server';
import { pledgesOf } from '~/features/published/pledges/pledges.queries.server';
import { questionsOnPetition } from '~/features/published/questions/questions.queries.server';
import type { Settings } from '~/platform/settings';
import { dayIn } from '~/platform/zoned-time';
import type { Database } from '~db/database';
import { petitionVerdicts } from './petition-verdicts.server';

/**
 * Everything on a petition's page that leadership owes, said and promised, and what others make of it; and the files of the
 * registers that answers can be judged from.
 */
export async function petitionAnswers(
  reading: { readonly db: Database; readonly settings: Settings; readonly now: Date },
  petition: PetitionView,
) {
  const { db, settings, now } = reading;
  const [verdicts, reopened, owners, clarifications, pledges, contradictions, questions] = await Promise.all([
    petitionVerdicts(reading, petition),
    reopenedDemands(db, petition.id),
    ownersOf(db, 'petition', petition.id),
    clarificationsOf(db, petition.id),
    pledgesOf(db, petition.id),
    contradictionsAround(db, petition.id),
    questionsOnPetition(db, petition),
  ]);
  return {
    registerFiles: verdicts.registerFiles,
    answers: {
      verdicts: verdicts.demands,
      reopened: reopened.map(({ demand, dueDay, endedDay }) => ({ demand, dueDay, endedDay })),
      ...{ owners, clarifications, pledges, contradictions, questions },
      minimum: settings.minimum,
      /** On the company's calendar, as every day of leadership's. */
      companyDay: dayIn(settings.timeZone, now),
    },
  };
}

export type PetitionAnswersShown = Awaited<ReturnType<typeof petitionAnswers>>['answers'];
