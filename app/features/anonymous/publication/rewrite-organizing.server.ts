import { sql } from 'drizzle-orm';
import type { AnonymousDatabase } from '~db/anonymous-client';

/**
 * Writes all petitions and acts of unknown organizers that wait, and the slots that keys used to start one, in key order into
 * fresh tables, in a transaction that holds the acts (protocol 5). Afterwards neither the order of rows nor the number of a
 * transaction joins a slot and a petition.
 */
export async function rewriteHeldOrganizing(tx: AnonymousDatabase): Promise<void> {
  await tx.execute(sql`
    do $$
    declare
      petitions anonymous.waiting_petition[];
      acts anonymous.waiting_organizer_act[];
      slots anonymous.opening_slot[];
    begin
      lock table anonymous.waiting_petition, anonymous.waiting_organizer_act, anonymous.opening_slot
        in access exclusive mode;
      select coalesce(array_agg(w order by w.id collate "C"), '{}') into petitions from anonymous.waiting_petition w;
      select coalesce(array_agg(w order by w.petition_id collate "C", w.number), '{}')
        into acts from anonymous.waiting_organizer_act w;
      select coalesce(array_agg(s order by s.day, s.nullifier), '{}') into slots from anonymous.opening_slot s;
      truncate anonymous.waiting_petition, anonymous.waiting_organizer_act, anonymous.opening_slot;
      insert into anonymous.waiting_petition (id, organizer_key, title, demands, background, closes_day, critical_mass,
          asked_unit, programme_id, programme_field, sponsors_wanted, sponsor_link)
        select id, organizer_key, title, demands, background, closes_day, critical_mass,
          asked_unit, programme_id, programme_field, sponsors_wanted, sponsor_link
        from unnest(petitions) order by id collate "C";
      insert into anonymous.waiting_organizer_act (petition_id, number, act, body, signature)
        select petition_id, number, act, body, signature from unnest(acts) order by petition_id collate "C", number;
      insert into anonymous.opening_slot (day, nullifier)
        select day, nullifier from unnest(slots) order by day, nullifier;
      -- PostgreSQL keeps when an index or a table was last read, to the microsecond and over a restart. Organizing reads
      -- these; so does this, on its schedule, and no reading older than a minute is the last.
      perform set_config('enable_seqscan', 'off', true);
      perform from anonymous.waiting_petition where id = '';
      perform from anonymous.waiting_petition where organizer_key = '';
      perform from anonymous.waiting_organizer_act where petition_id = '' and number = 0;
      perform from anonymous.opening_slot where day = '-infinity' and nullifier = '';
      perform from published.petition where id = '';
      perform from published.petition where organizer_key = '';
      perform from published.organizer_act where petition_id = '' and number = 0;
      perform from published.petition_update where petition_id = '' and number = 0;
      perform from published.merge_proposal where petition_id = '' and number = 0;
      perform from published.petition_ending where petition_id = '';
      perform from published.moderation_act where petition_id = '' and number = 0;
      perform set_config('enable_seqscan', 'on', true);
      perform set_config('enable_indexscan', 'off', true);
      perform from published.organizer_act limit 1;
      perform from published.merge_proposal limit 1;
      perform from published.petition_ending limit 1;
      perform from published.moderation_act limit 1;
      perform from published.petition_update limit 1;
      perform set_config('enable_indexscan', 'on', true);
    end
    $$`);
}
