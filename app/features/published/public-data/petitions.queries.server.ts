import { and, asc, gt, inArray, sql } from 'drizzle-orm';
import type { Database } from '~db/database';
import { deletion, moderationAct, petition, petitionUpdate } from '~db/schema/published';
import { eq } from 'drizzle-orm';
import { petitionFigures, shownHistories } from '../figures/figures.queries.server';
import { shownValue } from '../figures/figure';
import { signerUnitFigures } from '../figures/signer-unit-figures.queries.server';
import { hidesText } from '../petitions/moderation';
import { publicStates } from '../petitions/petition';
import { organizedBy, organizingRows } from './petition-organizing.queries.server';
import type { PetitionItem } from './public-data.schema';
import { pageSizes, placeAfter, publicPage, type PublicPage } from './public-page';
import type { Reading } from './reading';

type State = PetitionItem['state'];

/** Petitions that anybody may read, as their pages show them, by name: names are random. @param after attacker-controlled */
export async function publicPetitions(reading: Reading, after: string | null): Promise<PublicPage<PetitionItem>> {
  const { db, settings } = reading;
  const [place = ''] = placeAfter(after, ['text']) ?? [];
  const rows = await rowsAfter(db, place);
  const ids = rows.map(({ id }) => id);
  const [figures, histories, units, updates, organizing, acts] = await Promise.all([
    petitionFigures(db, settings, ids),
    shownHistories(db, settings, ids),
    signerUnitFigures(db, settings, ids),
    updatesOf(db, ids),
    organizingRows(db, ids),
    actsOf(db, ids),
  ]);
  return publicPage(rows, pageSizes.long, {
    keyOf: ({ id }) => [id],
    itemOf: (row): PetitionItem => {
      const moderation = acts.filter(({ petitionId }) => petitionId === row.id);
      // As its page does it: the text of some rejected petitions is shown to nobody, nor what an appeal says of it.
      const hidden = hidesText({ state: row.state, reasonCodes: moderation.map(({ reason }) => reason) });
      // Before it opens there is no count, not even a withheld one.
      const figure = row.register === null ? undefined : figures.get(row.id);
      return {
        ...(hidden ? { ...row, title: null, demands: null, background: null } : row),
        signers: figure ? shownValue(figure.signers) : null,
        history: [...(histories.get(row.id) ?? [])],
        units: [...(units.get(row.id) ?? [])],
        reached: figure?.reachedDay ?? null,
        due: figure?.dueDay ?? null,
        updates: updates
          .filter(({ petitionId }) => petitionId === row.id)
          .map(({ petitionId: _, ...update }) => update),
        ...organizedBy(organizing, row.id),
        moderation: moderation.map(({ petitionId: _, ...act }) =>
          hidden && act.act === 'appeal' ? { ...act, words: null } : act,
        ),
      };
    },
  });
}

function rowsAfter(db: Database, place: string) {
  return db
    .select({
      id: petition.id,
      state: sql<State>`${petition.state}`,
      title: petition.title,
      demands: petition.demands,
      background: petition.background,
      organizer: petition.organizerName,
      organizerKey: sql<string | null>`encode(${petition.organizerKey}, 'hex')`,
      opened: petition.openedDay,
      closes: petition.closesDay,
      closed: petition.closedDay,
      register: petition.registerId,
      criticalMass: petition.criticalMass,
      asks: petition.askedUnit,
      sponsorsWanted: petition.sponsorsWanted,
      threshold: petition.threshold,
      responseDays: petition.responseDays,
      deleted: deletion.day,
    })
    .from(petition)
    .leftJoin(deletion, eq(deletion.petitionId, petition.id))
    .where(and(inArray(petition.state, [...publicStates]), gt(petition.id, place)))
    .orderBy(asc(petition.id))
    .limit(pageSizes.long + 1);
}

function updatesOf(db: Database, ids: readonly string[]) {
  return db
    .select({
      petitionId: petitionUpdate.petitionId,
      number: petitionUpdate.number,
      day: petitionUpdate.day,
      body: petitionUpdate.body,
    })
    .from(petitionUpdate)
    .where(inArray(petitionUpdate.petitionId, [...ids]))
    .orderBy(asc(petitionUpdate.petitionId), asc(petitionUpdate.number));
}

function actsOf(db: Database, ids: readonly string[]) {
  return db
    .select({
      petitionId: moderationAct.petitionId,
      number: moderationAct.number,
      act: moderationAct.act,
      reason: moderationAct.reasonCode,
      words: moderationAct.reasonText,
      moderator: moderationAct.moderatorName,
      day: moderationAct.day,
      due: moderationAct.dueDay,
    })
    .from(moderationAct)
    .where(inArray(moderationAct.petitionId, [...ids]))
    .orderBy(asc(moderationAct.petitionId), asc(moderationAct.number));
}
