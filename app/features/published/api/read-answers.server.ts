import type { z } from 'zod';
import { dayIn } from '~/platform/zoned-time';
import { duePath } from '../answers/due';
import { everythingDue, everythingOwed } from '../answers/due.queries.server';
import { recordOf } from '../answers/record';
import { choiceFigures, unitFigures } from '../figures/choice-figures.queries.server';
import { concernFigures } from '../figures/concern-figures.queries.server';
import { shownValue, type Figure } from '../figures/figure';
import { crowdOf } from '../figures/figures.queries.server';
import { moderationFigures } from '../figures/moderation-figures.queries.server';
import { petitionCounts } from '../petitions/petition-counts.queries.server';
import { everyPledge } from '../pledges/pledge-list';
import { listPledges, pledgeView, type PledgeInList } from '../pledges/pledges.queries.server';
import { currentProgramme, currentProgrammes, programmeRevisions, type CurrentProgramme } from '../programmes/programmes.queries.server'; // prettier-ignore
import { newestRegisterId } from '../registers/newest-register.queries.server';
import { responsesAfter, responseTo } from '../responses/responses.queries.server';
import type * as schema from './api-answers.schema';
import type { pageParameters, pledgeParameters } from './api-parameters';
import type { response } from './api-petition.schema';
import { responseOf } from './read-petitions.server';
import type { Reading } from './reading';

const usualSize = 20;
const companyDay = ({ settings, now }: Reading) => dayIn(settings.timeZone, now);

export async function readResponses(
  reading: Reading,
  { at = '', size = usualSize }: z.output<typeof pageParameters>,
): Promise<{ items: z.input<typeof response>[]; next: string | null }> {
  const rows = await responsesAfter(reading.db, at, size + 1);
  const shown = rows.slice(0, size);
  return {
    items: shown.map(({ petitionId, ...each }) => responseOf(reading, petitionId, each)),
    next: rows.length > size ? (shown.at(-1)?.petitionId ?? null) : null,
  };
}

export async function readResponse(reading: Reading, id: string): Promise<z.input<typeof response> | null> {
  const found = await responseTo(reading.db, id);
  return found && responseOf(reading, id, found);
}

export async function readPledges(
  reading: Reading,
  { show: filter = 'all', owner = '', unit = '', programme = '', page = 1, size = usualSize }: z.output<typeof pledgeParameters>, // prettier-ignore
): Promise<{ items: z.input<typeof schema.pledgeInList>[]; nextPage: number | null }> {
  const address = { ...everyPledge, filter, owner, unit, programme };
  const { items, more } = await listPledges(reading.db, { address, today: companyDay(reading), page, size });
  return { items: items.map((item) => pledgeOf(reading, item)), nextPage: more ? page + 1 : null };
}

function pledgeOf({ publicUrl }: Reading, item: PledgeInList): z.input<typeof schema.pledgeInList> {
  const { id, document, petition, leaderId, about } = item;
  const { text, howSeen, witnessed, ownerName, unit, milestones, evidence } = document;
  return {
    ...{ id, petition: petition.id, text, howSeen, witnessed },
    owner: { id: leaderId, name: ownerName, unit },
    ...{ status: item.status, due: item.dueDay, firstDue: item.firstDueDay, made: item.day, ended: item.endedDay },
    ...{ revision: item.revision, revised: item.revisedDay },
    milestones: milestones.map((each) => ({ text: each.text, day: each.day })),
    evidence: evidence.map((each) => ({ title: each.title, url: each.url })),
    ...{ about, page: `${publicUrl}/pledges/${id}` },
  };
}

export async function readPledge(reading: Reading, id: string): Promise<z.input<typeof schema.pledge> | null> {
  const { db, settings } = reading;
  const found = await pledgeView(db, id);
  if (!found) return null;
  const [figures, units] = await Promise.all([
    choiceFigures(db, settings, 'witness', [id]),
    unitFigures(db, settings, id),
  ]);
  const shown = (figure: Figure | undefined) => (figure ? shownValue(figure) : null);
  const { total, choices } = figures.get(id) ?? {};
  return {
    ...pledgeOf(reading, found),
    witnesses: {
      ...{ total: shown(total), done: shown(choices?.done), notDone: shown(choices?.['not-done']) },
      units: units.map(({ unit, day, done, notDone }) => ({ unit, day, done, notDone })),
    },
  };
}

export async function readDue(reading: Reading): Promise<{ items: z.input<typeof schema.due>[] }> {
  const waiting = await everythingDue(reading.db);
  return {
    items: waiting.map((each) => ({
      ...{ subject: each.subject, id: each.id, petition: each.petitionId, title: each.title },
      ...{ since: each.sinceDay, due: each.dueDay },
      owner: each.owner && { id: each.owner.leaderId, name: each.owner.name, unit: each.owner.unit },
      page: reading.publicUrl + duePath(each),
    })),
  };
}

export async function readProgrammes(reading: Reading): Promise<{ items: object[] }> {
  return { items: (await currentProgrammes(reading.db)).map((each) => programmeOf(reading, each)) };
}

function programmeOf(
  { publicUrl }: Reading,
  { id, revision, day, enteredDay: entered, digest, document }: CurrentProgramme,
) {
  return { id, revision, day, entered, digest, document, page: `${publicUrl}/programmes/${id}` };
}

export async function readProgramme(reading: Reading, id: string): Promise<object | null> {
  const { db, settings } = reading;
  const found = await currentProgramme(db, id);
  if (!found) return null;
  const [revisions, figures] = await Promise.all([programmeRevisions(db, id), concernFigures(db, settings, [id])]);
  const told = figures.get(id);
  const shown = (figure: Figure | undefined) => (figure ? shownValue(figure) : null);
  return {
    ...programmeOf(reading, found),
    revisions: revisions.map(({ revision, author, reason, day, digest }) => ({
      revision,
      author,
      reason,
      day,
      digest,
    })),
    concerns: {
      ...{ received: shown(told?.received), answered: shown(told?.answered), inTime: shown(told?.inTime) },
      ...{ medianDays: shown(told?.medianDays), day: told?.day ?? null },
    },
  };
}

export async function readStatistics(reading: Reading): Promise<z.input<typeof schema.statistics>> {
  const { db, settings, now } = reading;
  const day = companyDay(reading);
  const [petitions, owed, moderation, register] = await Promise.all([
    petitionCounts(db),
    everythingOwed(db),
    moderationFigures(db, settings, now),
    newestRegisterId(db),
  ]);
  const crowd = register === null ? null : await crowdOf(db, settings, register);
  const { answers, pledges } = recordOf(owed, null, day);
  return {
    ...{ day, petitions, answers, pledges, moderation },
    register: crowd && {
      ...{ id: crowd.registerId, edition: crowd.edition },
      ...{ keys: shownValue(crowd.live), people: shownValue(crowd.rosterSize) },
    },
  };
}
