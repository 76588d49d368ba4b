import { openSql, type Connection } from '../database';

/** What one of many petitions is about: enough different words that most are rare, and some are in every text. */
const words =
  'office remote keystrokes screens canteen bicycle parking salary overtime training laptop privacy review lunch heating travel mentors holidays contract meeting badge camera schedule weekend childcare noise desks elevator insurance pension'.split(
    ' ',
  );

/**
 * Fills a house with petitions in all states that anybody may read, over five years, as the superuser, for no role may do
 * this; the same number gives the same petitions. One in twenty is open, one in ten reached its threshold, most of
 * these are answered, one in three asks a unit. For measurements of reading; nobody has signed any.
 * @param from number of the first, @param count how many, @param day the day on which the newest was opened
 */
export async function addManyPetitions(
  admin: Connection,
  { from = 1, count, day }: { readonly from?: number; readonly count: number; readonly day: string },
): Promise<void> {
  const sql = openSql({ ...admin, max: 1 });
  try {
    await sql`
      insert into published.petition (id, state, title, demands, background, text_digest, organizer_name, submitted_day, closes_day,
        critical_mass, opened_day, register_id, threshold, response_days, closed_day, asked_unit)
      select id, state, 'Petition ' || i || ' about the ' || word || ' and the ' || other,
        jsonb_build_array('Change the ' || word || ' in hall h' || i % 1000 || '.', 'Say why the ' || other || ' is as it is.'),
        repeat('Colleagues have asked leadership for years. The ' || word || ' concerns everybody here, reference r' || i || '. ', 8),
        sha256(id::bytea), 'Olga Organizer', opened - 3, opened + 90, 10,
        case when state <> 'rejected' then opened end, case when state <> 'rejected' then 1 end,
        case when state <> 'rejected' then 500 end, case when state <> 'rejected' then 20 end,
        case when state in ('closed', 'archived') then opened + 90 end,
        case when i % 3 = 0 then 'Acme / Division ' || i % 7 || ' / Team ' || i % 70 end
      from (
        select i, 'p' || left(encode(sha256(('petition ' || i)::bytea), 'hex'), 25) as id,
          ${day}::date - case when i % 20 = 0 then i / 20 % 80 else (i::bigint * 7919 % 1825)::int end as opened,
          case when i % 20 = 0 then 'open' when i % 50 = 1 then 'rejected' when i % 3 = 0 then 'closed' else 'archived' end as state,
          (${words}::text[])[1 + i % ${words.length}::int] as word,
          (${words}::text[])[1 + (i / 7) % ${words.length}::int] as other
        from generate_series(${from}::int, ${from + count - 1}::int) as i
      ) as made`;
    await sql`
      insert into published.moderation_act (petition_id, number, act, reason_code, reason_text, moderator_name, day)
      select id, 1, case when state = 'rejected' then 'reject' else 'accept' end,
        case when state <> 'rejected' then 'meets-the-rules' when id < 'p8' then 'personal-attack' else 'outside' end,
        'As the rules have it.', 'Mo Moderator', submitted_day
      from published.petition where id ~ '^p[0-9a-f]{25}$' on conflict do nothing`;
    const reached = sql`
      select id, opened_day + 30 as day, row_number() over (order by opened_day, id) as i
      from published.petition where id ~ '^p[0-9a-f]{25}$' and state in ('open', 'closed') and ('x' || substr(id, 2, 2))::bit(8)::int < 100`;
    await sql`insert into published.threshold_reached (petition_id, day, due_day) select id, day, day + 28 from (${reached}) as r
      on conflict do nothing`;
    await sql`
      insert into published.response (petition_id, revision, day, answered_day, verdict_quorum, verdict_percent)
      select id, 1, day + 20, day + 20, 50, 50 from (${reached}) as r where i % 20 <> 0
      on conflict do nothing`;
    for (const table of ['petition', 'moderation_act', 'threshold_reached', 'response']) {
      await sql`analyze ${sql(`published.${table}`)}`;
    }
  } finally {
    await sql.end();
  }
}
