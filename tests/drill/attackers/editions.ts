import { seededBelow } from '~db/seed/seeded-random';
import { pick } from '../company';
import type { Moment } from '../dumps';
import { nameAll, text, type Evidence } from '../evidence';
import type { Attacker } from './attacker';

/** A proof names the edition that it was made in: who was new in it? */
export const editions: Attacker = {
  name: 'editions',
  title: 'Differences between editions',
  about: ['signature'],
  tried:
    'Compares each edition of the register with the one before, and names for a signature somebody whose key was new in the edition that its proof names, or is missing from the next.',
  weakened: 'Publication at once: every key makes an edition, and a proof names the first that its key stands in.',
  attack(evidence) {
    const below = seededBelow('editions');
    const newIn = newcomersOf(evidence);
    const found = new Map<string, string>();
    for (const { values, table } of evidence.dumps.flatMap(({ rows }) => rows)) {
      if (!namesEdition.has(table)) continue;
      const people = newIn.get(`${String(values['register_id'])}/${String(values['edition'])}`) ?? [];
      const id = text(values['nullifier']);
      if (people.length > 0 && !found.has(id)) found.set(id, pick(people, below));
    }
    return [nameAll(evidence, 'editions', found)];
  },
};

/** What is proved in an edition, and says in which. */
const namesEdition = new Set([
  ...['anonymous.waiting_action', 'published.signature', 'anonymous.waiting_choice', 'published.choice'],
]);

/** Between two publications the newest edition is the one that places on the register belong to. */
const moments = new Set<Moment>(['after-publication', 'restored-backup']);

/** People whose place a dump after a publication, or a backup, is the first to show, by register and edition. */
function newcomersOf({ dumps }: Evidence): Map<string, string[]> {
  const known = new Set<string>();
  const newIn = new Map<string, string[]>();
  for (const { rows, moment } of dumps) {
    if (!moments.has(moment)) continue;
    const newest = new Map<number, number>();
    for (const { table, values } of rows) {
      if (table !== 'published.edition') continue;
      const [register, number] = [Number(values['register_id']), Number(values['number'])];
      newest.set(register, Math.max(number, newest.get(register) ?? 0));
    }
    for (const { table, values } of rows) {
      if (table !== 'identified.register_place') continue;
      const [register, person] = [Number(values['register_id']), text(values['person_number'])];
      if (known.has(`${String(register)} ${person}`)) continue;
      known.add(`${String(register)} ${person}`);
      const edition = `${String(register)}/${String(newest.get(register))}`;
      newIn.set(edition, [...(newIn.get(edition) ?? []), person]);
    }
  }
  return newIn;
}
