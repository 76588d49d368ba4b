import type { z } from 'zod';
import { addDays, dayOf } from '~/platform/clock';
import { shownValue } from '../figures/figure';
import type { PetitionFigures } from '../figures/figures.queries.server';
import { signerUnitFigures } from '../figures/signer-unit-figures.queries.server';
import { rejectionReason } from '../petitions/moderation';
import { organizersFrom } from '../petitions/organizers';
import { publicStates } from '../petitions/petition';
import { closingSoonDays, parseCursor, sortsOf, usualFilter } from '../petitions/petition-list';
import { listPetitions, type PetitionSummary } from '../petitions/petition-list.queries.server';
import { petitionView, type PetitionView } from '../petitions/petition-page.queries.server';
import type { PublishedResponse } from '../responses/responses.queries.server';
import { ParameterError, type petitionParameters } from './api-parameters';
import type * as schema from './api-petition.schema';
import type { Reading } from './reading';

type InList = z.input<typeof schema.petitionInList>;
type Whole = z.input<typeof schema.petition>;
type PetitionsPage = { items: InList[]; next: string | null; previous: string | null };

const usualSize = 20;

/** As the page of petitions lists them. @throws ParameterError for an order, or a place, that this list has not */
export async function readPetitions(
  reading: Reading,
  { q: search = '', show, sort, at, unit = '', programme = '', size = usualSize }: z.output<typeof petitionParameters>,
): Promise<PetitionsPage> {
  const filter = show ?? usualFilter(search);
  const sorts = sortsOf(filter, search);
  const order = sort ?? sorts[0] ?? 'newest';
  if (!sorts.includes(order)) throw new ParameterError('invalid-parameter', 'sort');
  const cursor = at === undefined ? null : parseCursor(at, order);
  if (at !== undefined && cursor === null) throw new ParameterError('invalid-parameter', 'at');
  const closesBy = addDays(dayOf(reading.now), closingSoonDays);
  const query = { filter, sort: order, search, unit, programme, cursor, closesBy, size };
  const { items, next, previous } = await listPetitions(reading, query);
  return { items: items.map((item) => inList(reading, item)), next, previous };
}

function inList(reading: Reading, item: PetitionSummary): InList {
  const { passages, answeredDay: answered, rejection, ended } = item;
  const found = passages && { title: [...passages.title], excerpt: passages.excerpt && [...passages.excerpt] };
  return { ...commonOf(reading, item), answered, rejection, ended, found };
}

type Common = Pick<
  PetitionView,
  | 'id'
  | 'state'
  | 'organizerName'
  | 'askedUnit'
  | 'openedDay'
  | 'closesDay'
  | 'closedDay'
  | 'reopenedDueDay'
  | 'deleted'
> & { readonly title: string | null; readonly figures: PetitionFigures | null };

function commonOf({ publicUrl }: Reading, petition: Common) {
  const { id, organizerName, askedUnit: asks, figures } = petition;
  return {
    id,
    state: publicStateOf(petition.state),
    title: petition.title,
    organizer: organizerName === '' ? null : organizerName,
    asks,
    opened: petition.openedDay,
    closes: petition.closesDay,
    closed: petition.closedDay,
    dueAgain: petition.reopenedDueDay,
    deleted: petition.deleted,
    ...countOf(petition.openedDay === null ? null : figures),
    page: `${publicUrl}/petitions/${id}`,
  };
}

/** Before it opens there is no count, not even a withheld one. */
function countOf(figures: PetitionFigures | null) {
  return {
    signers: figures && shownValue(figures.signers),
    countingStartsAt: figures?.signers.kind === 'withheld' ? figures.signers.minimum : null,
    threshold: figures?.threshold ?? null,
    reached: figures?.reachedDay ?? null,
    due: figures?.dueDay ?? null,
  };
}

function publicStateOf(state: PetitionView['state']): InList['state'] {
  const found = publicStates.find((each) => each === state);
  if (!found) throw new Error('a petition that nobody may read was read');
  return found;
}

/** Everything on the page of a petition; null where there is none that anybody may read. */
export async function readPetition(reading: Reading, id: string): Promise<Whole | null> {
  const view = await petitionView(reading, id);
  if (!view) return null;
  const { text, organizing, crowd, response, about } = view;
  const { ending } = organizing;
  const { now, before } = organizersFrom(view.organizerName, organizing.changes);
  return {
    ...commonOf(reading, { ...view, title: text?.title ?? null }),
    answered: response?.answeredDay ?? null,
    rejection: rejectionReason(view.moderation),
    demands: text && [...text.demands],
    background: text && text.background,
    textDigest: view.textDigest,
    criticalMass: view.criticalMass,
    register: view.registerId,
    crowd: crowd && { keys: shownValue(crowd.live), people: shownValue(crowd.rosterSize) },
    organizers: { now: [...now], before: [...before] },
    about,
    updates: view.updates.map(({ number, day, body }) => ({ number, day, body })),
    moderation: view.moderation.map(({ reasonCode: reason, moderatorName: moderator, dueDay: due, ...act }) => ({
      ...{ number: act.number, act: act.act, reason, words: act.words, moderator, day: act.day, due },
    })),
    ended: ending && { how: ending.how, into: ending.intoId, reason: ending.reason, day: ending.day },
    merged: organizing.merged.map((each) => each.id),
    response: response && responseOf(reading, id, response),
  };
}

export function responseOf(
  { publicUrl }: Reading,
  petition: string,
  { authorName: author, body, items, firstDay: first, day, revision, answeredDay: answered }: PublishedResponse,
): z.input<typeof schema.response> {
  const page = `${publicUrl}/petitions/${petition}#response`;
  return { petition, author, body, items: [...items], first, day, revision, answered, page };
}

/** Its count by day, as its page shows it. */
export async function readHistory(
  reading: Reading,
  id: string,
): Promise<z.input<typeof schema.petitionHistory> | null> {
  const view = await petitionView(reading, id);
  if (!view) return null;
  const history = view.history.flatMap(({ day, signers }) =>
    signers.kind === 'shown' ? [{ day, signers: signers.value }] : [],
  );
  return { petition: id, history };
}

/** Where its signatures come from, as its page shows it. */
export async function readUnits(reading: Reading, id: string): Promise<z.input<typeof schema.petitionUnits> | null> {
  const view = await petitionView(reading, id);
  if (!view) return null;
  const units = (await signerUnitFigures(reading.db, reading.settings, [id])).get(id) ?? [];
  return { petition: id, units: units.map(({ unit, day, signers }) => ({ unit, day, signers })) };
}
