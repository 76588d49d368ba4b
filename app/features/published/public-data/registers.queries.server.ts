import { and, asc, eq, gt, inArray, ne, or, sql } from 'drizzle-orm';
import { changeableSettings } from '~/platform/settings';
import { edition, petition, publication, register, setting } from '~db/schema/published';
import { attachment } from '~db/schema/published-programmes';
import type { HandlerRecord } from '../handlers/handler-record.schema';
import { readHandlerRecords } from '../handlers/handler-records.queries.server';
import { currentSettings } from '../settings/current-settings.server';
import type { AttachmentItem, RegisterItem, SettingItem } from './public-data.schema';
import { pageSizes, placeAfter, publicPage, type PublicPage } from './public-page';
import type { Reading } from './reading';

/** Registers with an edition that counts, by number. @param after attacker-controlled */
export async function publicRegisters({ db }: Reading, after: string | null): Promise<PublicPage<RegisterItem>> {
  const [place = 0] = placeAfter(after, ['number']) ?? [];
  const { id, depth, openedDay: opened, retired } = register;
  const rows = await db
    .select({
      id,
      depth: sql<RegisterItem['depth']>`${depth}`,
      opened,
      retired,
      editions: sql<number>`max(${edition.number})`,
    })
    .from(register)
    .innerJoin(edition, eq(edition.registerId, id))
    .innerJoin(publication, and(eq(publication.number, edition.publication), publication.checkpointDone))
    .where(gt(id, place))
    .groupBy(id)
    .orderBy(asc(id))
    .limit(pageSizes.short + 1);
  return publicPage(rows, pageSizes.short, { keyOf: (row) => [row.id], itemOf: (row) => row });
}

/** Programmes that petitions, responses and pledges are about. Of a petition, since it opened. @param after attacker-controlled */
export async function publicAttachments({ db }: Reading, after: string | null): Promise<PublicPage<AttachmentItem>> {
  const place = placeAfter(after, ['text', 'text']);
  const { subject, subjectId: id, programmeId: programme, field } = attachment;
  const opened = inArray(petition.state, ['open', 'closed', 'archived']);
  const rows = await db
    .select({ subject, id, programme, field })
    .from(attachment)
    .leftJoin(petition, and(eq(subject, 'petition'), eq(petition.id, id)))
    .where(
      and(
        or(ne(subject, 'petition'), opened),
        place ? sql`(${subject}, ${id}) > (${place[0]}, ${place[1]})` : undefined,
      ),
    )
    .orderBy(asc(subject), asc(id))
    .limit(pageSizes.short + 1);
  return publicPage(rows, pageSizes.short, { keyOf: (row) => [row.subject, row.id], itemOf: (row) => row });
}

/** Every handler's key there ever was, in the order in which they were let in. @param after attacker-controlled */
export async function publicHandlers({ db }: Reading, after: string | null): Promise<PublicPage<HandlerRecord>> {
  const [place = 0] = placeAfter(after, ['number']) ?? [];
  const records = (await readHandlerRecords(db)).map((record, index) => ({ number: index + 1, record }));
  return publicPage(records.slice(place), pageSizes.short, {
    keyOf: ({ number }) => [number],
    itemOf: ({ record }) => record,
  });
}

/** What is in force: all that administrators can change, and the smallest number that is shown. @param after attacker-controlled */
export async function publicSettings(
  { db, settings }: Reading,
  after: string | null,
): Promise<PublicPage<SettingItem>> {
  const [place = ''] = placeAfter(after, ['text']) ?? [];
  const inForce = await currentSettings(db, settings);
  const changed = await db.select({ name: setting.name, since: setting.sinceDay }).from(setting);
  const since = (name: string) => changed.find((row) => row.name === name)?.since ?? null;
  const items = (['minimum', ...changeableSettings] as const)
    .map((name): SettingItem => ({ name, value: inForce[name], since: since(name) }))
    .sort((one, other) => (one.name < other.name ? -1 : 1));
  return publicPage(
    items.filter(({ name }) => name > place),
    pageSizes.short,
    { keyOf: ({ name }) => [name], itemOf: (item) => item },
  );
}
