import { nameAll } from '../evidence';
import type { Attacker } from './attacker';

/** PostgreSQL writes everything into its log first, in order, and keeps it for a while. */
export const writeAheadLog: Attacker = {
  name: 'write-ahead-log',
  title: 'Write-ahead log',
  about: ['signature', 'concern'],
  tried:
    'Reads PostgreSQL’s write-ahead log, as far as it is kept, and names for a signature or a concern whoever had signed in, enrolled or asked for a code last before it was written.',
  weakened: 'A platform where everybody signs in to sign.',
  attack(evidence) {
    const found = new Map<string, string>();
    let last = '';
    for (const place of evidence.writeAheadLog) {
      if ('person' in place) last = place.person;
      else if (last !== '' && !found.has(place.subject)) found.set(place.subject, last);
    }
    return [nameAll(evidence, 'write-ahead-log', found)];
  },
};
