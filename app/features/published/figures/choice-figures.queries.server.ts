import { sql, type SQL, type SQLWrapper } from 'drizzle-orm';
import type { Choice, ChoiceKind } from '~/crypto/semaphore/statement';
import type { Settings } from '~/platform/settings';
import type { Database } from '~db/database';
import { choicesOf, takesBack } from '../choices/choice';
import { figureOf, type Figure } from './figure';

/** What may be shown of the choices on one thing, as the last checkpoint covers them (protocol 11). */
export interface ChoiceFigures {
  /** Keys whose last published choice is any but to take back. */
  readonly total: Figure;
  /** How many of them chose what: all exact once the total may be shown, none before. */
  readonly choices: Readonly<Partial<Record<Choice, Figure>>>;
}

/** What was counted on one day on which a publication changed it. */
export interface ChoiceDay {
  /** 'YYYY-MM-DD'. */
  readonly day: string;
  readonly choices: Readonly<Partial<Record<Choice, number>>>;
}

/** What is shown of one unit of a pledge’s witnesses: of the keys that named exactly this path. */
export interface UnitFigures {
  readonly unit: string;
  /** Day on which it was last released; it stands until the next time. */
  readonly day: string;
  readonly done: number;
  readonly notDone: number;
}

type MinimumOf = Pick<Settings, 'minimum'>;

/** In the order in which they are shown. What takes back is no figure. */
const countedChoices = (kind: ChoiceKind): Choice[] => choicesOf[kind].filter((choice) => choice !== takesBack);

const sumOf = (keys: Readonly<Partial<Record<Choice, number>>>) =>
  Object.values(keys).reduce((total, each) => total + each, 0);

/** Figures of choices as last published, for each id; of what there is not they are withheld, as of what nobody chose on. */
export async function choiceFigures(
  db: Database,
  { minimum }: MinimumOf,
  kind: ChoiceKind,
  ids: readonly string[],
): Promise<ReadonlyMap<string, ChoiceFigures>> {
  if (ids.length === 0) return new Map();
  const rows = await db.execute<{ id: string; keys: Partial<Record<Choice, number>> | null }>(sql`
    select wanted.id, f.keys
    from json_array_elements_text(${JSON.stringify(ids)}::json) as wanted (id)
    left join lateral (
      select json_object_agg(choice, keys) as keys from (
        select distinct on (choice) choice, keys from published.choice_figure
        where kind = ${kind} and subject_id = wanted.id order by choice, day desc
      ) as newest
    ) f on true`);
  return new Map(rows.map(({ id, keys }) => [id, toFigures(keys ?? {}, kind, minimum)]));
}

function toFigures(keys: Readonly<Partial<Record<Choice, number>>>, kind: ChoiceKind, minimum: number): ChoiceFigures {
  const total = figureOf(sumOf(keys), minimum);
  const figure = (choice: Choice): Figure =>
    total.kind === 'shown' ? { kind: 'shown', value: keys[choice] ?? 0 } : total;
  return { total, choices: Object.fromEntries(countedChoices(kind).map((choice) => [choice, figure(choice)])) };
}

/** One number a day and choice, oldest first; days on which fewer than the minimum were counted are left out. */
export async function choiceHistory(
  db: Database,
  { minimum }: MinimumOf,
  kind: ChoiceKind,
  id: string,
): Promise<readonly ChoiceDay[]> {
  const rows = await db.execute<{ day: string; choices: Partial<Record<Choice, number>> }>(sql`
    select day::text, json_object_agg(choice, keys) as choices
    from published.choice_figure
    where kind = ${kind} and subject_id = ${id}
    group by day
    order by day`);
  return rows.filter(({ choices }) => sumOf(choices) >= minimum).map(({ day, choices }) => ({ day, choices }));
}

/**
 * Units of a pledge’s witnesses, by path, each as last released. They are suppressed when they are published
 * (`unit-releases`), not here; keys of a unit that changed their mind since are in the pledge’s own figures only.
 */
export async function unitFigures(
  db: Database,
  settings: MinimumOf,
  pledgeId: string,
): Promise<readonly UnitFigures[]> {
  return (await unitFiguresOf(db, settings, [pledgeId])).get(pledgeId) ?? [];
}

/** As {@link unitFigures}, of several pledges; those of which nothing is released are left out. */
export async function unitFiguresOf(
  db: Database,
  { minimum }: MinimumOf,
  pledgeIds: readonly string[],
): Promise<ReadonlyMap<string, readonly UnitFigures[]>> {
  if (pledgeIds.length === 0) return new Map();
  const rows = await db.execute<{ id: string; unit: string; day: string; done: number; not_done: number }>(sql`
    select distinct on (f.subject_id, f.unit_path collate "C") f.subject_id as id, f.unit_path as unit, r.day::text as day,
      sum(f.keys) filter (where f.choice = 'done')::int as done,
      sum(f.keys) filter (where f.choice = 'not-done')::int as not_done
    from published.unit_figure f
    join published.unit_release r on r.kind = f.kind and r.subject_id = f.subject_id and r.publication = f.publication
    join published.publication p on p.number = f.publication and p.checkpoint_done
    where f.kind = 'witness' and f.subject_id in (select json_array_elements_text(${JSON.stringify(pledgeIds)}::json))
    group by f.subject_id, f.unit_path, f.publication, r.day
    order by f.subject_id, f.unit_path collate "C", f.publication desc`);
  const units = new Map<string, UnitFigures[]>();
  for (const { id, unit, day, done, not_done: notDone } of rows) {
    // A minimum that was raised since holds for what was told before it, too.
    if (done + notDone < minimum) continue;
    units.set(id, [...(units.get(id) ?? []), { unit, day, done, notDone }]);
  }
  return units;
}

/** Which of these things have appeared: enough keys had chosen on them at a publication that a checkpoint covers. */
export async function appearedChoices(
  db: Database,
  kind: ChoiceKind,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set();
  const rows = await db.execute<{ id: string }>(sql`
    select distinct subject_id as id from published.choice_figure
    where kind = ${kind} and subject_id in (select json_array_elements_text(${JSON.stringify(ids)}::json))`);
  return new Set(rows.map(({ id }) => id));
}

/** Whether a row's thing has appeared, as a condition for lists that name no others. */
export const hasAppeared = (kind: SQLWrapper, id: SQLWrapper): SQL => sql`exists (
  select from published.choice_figure f where f.kind = ${kind} and f.subject_id = ${id}
)`;
