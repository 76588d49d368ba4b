import { sql, type SQL, type SQLWrapper } from 'drizzle-orm';
import type { Database } from '~db/database';
import type { PledgeStatus } from '../pledges/pledge';
import type { Due, DueSubject, Obligation, Owner, OwnerSince } from './due';

/** Columns in this order: subject, id, petition_id, demand, title, since, due, first_due, ended, status. */
const petitions = sql`
  select 'petition' as subject, p.id, p.id as petition_id, null::int as demand, p.title,
    t.day as since, t.due_day as due, t.due_day as first_due, r.answered_day as ended, null as status
  from published.threshold_reached t
  join published.petition p on p.id = t.petition_id
  left join published.response r on r.petition_id = p.id`;

const summaries = sql`
  select 'summary', s.id, null, null, s.title, t.day, t.due_day, t.due_day, a.day, null
  from published.summary_reached t
  join published.summary s on s.id = t.summary_id
  left join published.statement_revision a on a.kind = 'summary-response' and a.id = s.id and a.revision = 1`;

/** It ends with the first later revision that changes the answer to this demand, whatever comes after. */
const demands = sql`
  select 'demand', o.petition_id || '.' || o.demand, o.petition_id, o.demand, p.demands->>(o.demand - 1),
    o.day, o.due_day, o.due_day, better.day, null
  from published.answer_reopened o
  join published.petition p on p.id = o.petition_id
  join published.statement_revision stood
    on stood.kind = 'response' and stood.id = o.petition_id and stood.revision = o.revision
  left join lateral (
    select min(day) as day from published.statement_revision
    where kind = 'response' and id = o.petition_id and revision > o.revision
      and document->'items'->(o.demand - 1) is distinct from stood.document->'items'->(o.demand - 1)
  ) better on true`;

const pledges = sql`
  select 'pledge', g.id, g.petition_id, null, s.document->>'text', g.day, g.due_day, g.first_due_day, g.ended_day, g.status
  from published.pledge g
  join published.statement_revision s on s.kind = 'pledge' and s.id = g.id and s.revision = g.revision`;

interface Row extends Record<string, unknown> {
  readonly subject: DueSubject;
  readonly id: string;
  readonly petition_id: string | null;
  readonly demand: number | null;
  readonly title: string;
  readonly since: string;
  readonly due: string;
  readonly first_due: string;
  readonly ended: string | null;
  readonly status: PledgeStatus | null;
  readonly owners: readonly OwnerSince[] | null;
  /** Who the pledge itself names. */
  readonly owner: Owner | null;
}

/** A demand is answered for by whoever answers for its petition. */
const ownersSubject = sql`case when d.subject = 'demand' then 'petition' else d.subject end`;
const ownersId = sql`case when d.subject = 'demand' then d.petition_id else d.id end`;

async function read(db: Database, where: SQL, order: SQL): Promise<Obligation[]> {
  const rows = await db.execute<Row>(sql`
    select d.subject, d.id, d.petition_id, d.demand, d.title, d.since::text, d.due::text, d.first_due::text,
      d.ended::text, d.status, o.owners, g.owner
    from (${petitions} union all ${summaries} union all ${demands} union all ${pledges}) as d
    left join lateral (
      select json_agg(json_build_object('leaderId', w.leader_id, 'name', l.name, 'unit', w.unit, 'day', w.day::text)
        order by w.number) as owners
      from published.answer_owner w join published.leader l on l.id = w.leader_id
      where w.subject = ${ownersSubject} and w.subject_id = ${ownersId}
    ) o on true
    left join lateral (
      select json_build_object('leaderId', g.leader_id, 'name', l.name, 'unit', g.unit) as owner
      from published.pledge g join published.leader l on l.id = g.leader_id
      where d.subject = 'pledge' and g.id = d.id
    ) g on true
    where ${where}
    order by ${order}`);
  return rows.map((row) => ({
    subject: row.subject,
    id: row.id,
    petitionId: row.petition_id,
    demand: row.demand,
    title: row.title,
    sinceDay: row.since,
    dueDay: row.due,
    firstDueDay: row.first_due,
    endedDay: row.ended,
    status: row.status,
    owners: row.owners ?? (row.owner ? [{ ...row.owner, day: row.since }] : []),
  }));
}

/** Everything that waits, by the day on which it is due; within a day by kind and name. All of it: there is no page of it. */
export async function everythingDue(db: Database): Promise<readonly Due[]> {
  const waiting = await read(db, sql`d.ended is null`, sql`d.due, d.subject, d.id`);
  return waiting.map(({ endedDay: _, owners, ...due }) => {
    const last = owners.at(-1);
    return { ...due, owner: last ? { leaderId: last.leaderId, name: last.name, unit: last.unit } : null };
  });
}

/** Everything that leadership owes or ever owed, the newest due day first: what the record is made of. */
export function everythingOwed(db: Database): Promise<readonly Obligation[]> {
  return read(db, sql`true`, sql`d.due desc, d.subject, d.id`);
}

/** In a query over petitions: the day by which the first demand that is open again is due, 'YYYY-MM-DD'; null where none is. */
export function reopenedDueDay(petitionId: SQLWrapper): SQL<string | null> {
  return sql`(
    select min(d.due)::text
    from (${demands}) as d (subject, id, petition_id, demand, title, since, due, first_due, ended, status)
    where d.petition_id = ${petitionId} and d.ended is null)`;
}

/** A query: petitions of which verdicts opened a demand again that has no better answer yet. */
export const reopenedPetitions: SQL = sql`
  select d.petition_id
  from (${demands}) as d (subject, id, petition_id, demand, title, since, due, first_due, ended, status)
  where d.ended is null`;

/** The demands of a petition whose clock verdicts started once more, by number; those answered anew since, too. */
export function reopenedDemands(db: Database, petitionId: string): Promise<readonly Obligation[]> {
  return read(db, sql`d.subject = 'demand' and d.petition_id = ${petitionId}`, sql`d.demand`);
}
