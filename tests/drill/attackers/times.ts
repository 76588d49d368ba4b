import { seededBelow } from '~db/seed/seeded-random';
import { pick } from '../company';
import type { DumpedRow } from '../dumps';
import { accountsIn, nameAll, personOf, subjectOf, text, type Evidence } from '../evidence';
import type { Attacker } from './attacker';

const dayMs = 86_400_000;

/** The finest times that any row gives: to the microsecond where there are such, else days. */
export const times: Attacker = {
  name: 'times',
  title: 'Times',
  about: ['signature', 'concern'],
  tried:
    'Collects every time that stands in a row with a person (enrolment, session and its expiry, code, mail, access log) and with a signature or a concern, as fine as it is, and names whoever was active last before; where there are only days, anybody who was active on that day.',
  weakened: 'Rows keep when they came, and sessions when they were last seen, to the millisecond.',
  attack(evidence) {
    const activities = activitiesOf(evidence);
    const below = seededBelow('times');
    const found = new Map<string, string>();
    for (const [id, at] of arrivalsOf(evidence)) {
      const isFine = at % dayMs !== 0;
      const fine = activities.filter((each) => each.at % dayMs !== 0 && each.at <= at && at - each.at < 10 * 60_000);
      const nearest = isFine ? fine.reduce<(typeof fine)[number] | null>((best, each) => (best && best.at > each.at ? best : each), null) : null; // prettier-ignore
      const sameDay = activities.filter((each) => Math.floor(each.at / dayMs) === Math.floor(at / dayMs));
      if (nearest) found.set(id, nearest.person);
      else if (!isFine && sameDay.length > 0) found.set(id, pick(sameDay, below).person);
    }
    return [nameAll(evidence, 'times', found)];
  },
};

/** When each signature or concern came, as finely as any row that holds it says; the day of the first dump that shows it else. */
function arrivalsOf({ dumps, subjects }: Evidence): Map<string, number> {
  const known = new Set(subjects.map(({ id }) => id));
  const arrivals = new Map<string, number>();
  for (const { day, rows } of dumps) {
    for (const row of rows) {
      const id =
        subjectOf(row)?.id ??
        Object.values(row.values)
          .map(text)
          .find((value) => known.has(value));
      if (id === undefined) continue;
      const fine = timesIn(row).filter((at) => at % dayMs !== 0);
      const before = arrivals.get(id);
      if (fine[0] !== undefined) arrivals.set(id, fine[0]);
      else if (before === undefined) arrivals.set(id, Date.parse(day));
    }
  }
  return arrivals;
}

interface Activity {
  readonly person: string;
  readonly at: number;
}

/** A session's expiry is a midnight eight days on: it says on which day somebody signed in. */
const sessionDays = 8;

function activitiesOf({ dumps }: Evidence): Activity[] {
  const accounts = accountsIn(dumps);
  const seen = new Map<string, Activity>();
  for (const row of dumps.flatMap(({ rows }) => rows)) {
    const person = personOf(row, accounts);
    if (person === null) continue;
    for (const time of timesIn(row)) {
      const at = row.table === 'identified.session' && time % dayMs === 0 ? time - sessionDays * dayMs : time;
      seen.set(`${person} ${String(at)}`, { person, at });
    }
  }
  return [...seen.values()];
}

function timesIn({ values }: DumpedRow): number[] {
  return Object.values(values).flatMap((value) =>
    typeof value === 'string' && /^\d{4}-\d\d-\d\d(T[\d:.+Z-]+)?$/.test(value) ? [Date.parse(value)] : [],
  );
}
