import { sql } from 'drizzle-orm';
import type { Settings } from '~/platform/settings';
import type { Database } from '~db/database';

/** What is shown of one unit of a petition’s signers: of the keys that named exactly this path. */
export interface SignerUnitFigure {
  readonly unit: string;
  /** Day on which it was last released; it stands until the next time. */
  readonly day: string;
  /** Keys that had named the unit by then, and signed. */
  readonly signers: number;
}

/**
 * Where signatures come from, as far as signers chose to say so: by petition, each unit as it was last released, by path.
 * Petitions of which nothing may be shown are left out. They are suppressed when they are published (`unit-releases`); what
 * is looked at here is that a checkpoint covers them, that the petition's own count is still shown, and that no unit is
 * below a minimum that was raised since.
 */
export async function signerUnitFigures(
  db: Database,
  { minimum }: Pick<Settings, 'minimum'>,
  petitionIds: readonly string[],
): Promise<ReadonlyMap<string, readonly SignerUnitFigure[]>> {
  if (petitionIds.length === 0) return new Map();
  const rows = await db.execute<{ id: string; unit: string; day: string; signers: number }>(sql`
    select distinct on (f.subject_id, f.unit_path collate "C")
      f.subject_id as id, f.unit_path as unit, r.day::text as day, f.keys as signers
    from published.unit_figure f
    join published.unit_release r on r.kind = f.kind and r.subject_id = f.subject_id and r.publication = f.publication
    join published.publication p on p.number = f.publication and p.checkpoint_done
    join lateral (
      select signers from published.figure where petition_id = f.subject_id order by day desc limit 1
    ) as total on total.signers >= ${minimum}::int
    where f.kind = 'signature' and f.subject_id in (select json_array_elements_text(${JSON.stringify(petitionIds)}::json))
    order by f.subject_id, f.unit_path collate "C", f.publication desc`);
  const units = new Map<string, SignerUnitFigure[]>();
  for (const { id, unit, day, signers } of rows) {
    if (signers < minimum) continue;
    units.set(id, [...(units.get(id) ?? []), { unit, day, signers }]);
  }
  return units;
}
