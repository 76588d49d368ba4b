import { inTurn, type Evidence } from '../evidence';
import type { Attacker } from './attacker';
import { copies } from './copies';
import { editions } from './editions';
import { joins } from './joins';
import { orders } from './orders';
import { times } from './times';
import { transactions } from './transactions';

/** What one backup, or one after the other, can be searched for. What hashes, keys and sizes give is in the dumps already. */
const alone = [joins, orders, transactions, times, editions, copies];
/** What compares one state with the next: a backup may lie between two dumps. */
const amongDumps = [times, editions, copies];

/** Backups with the key that opens them, and nothing else. */
export const backups: Attacker = {
  name: 'backups',
  title: 'Backups alone',
  about: ['signature', 'concern'],
  tried:
    'Opens every backup with its key, one made each day while people act and one after each publication, restores it, and tries joins, physical order, transaction numbers, times, differences between editions and between one backup and the next.',
  weakened:
    'A backup as PostgreSQL’s own program writes it: every table, in the order of arrival; everybody signs in to sign.',
  attack: (evidence) => attacked(alone, { ...evidence, dumps: evidence.backups }),
};

/** The same beside dumps of the live database. */
export const backupsAndDumps: Attacker = {
  name: 'backups-and-dumps',
  title: 'Backups beside dumps',
  about: ['signature', 'concern'],
  tried:
    'Puts the restored backups between the dumps of the live database, in the order in which they were made, and tries times and differences between editions and between each state and the next.',
  weakened: 'A copy or a backup with all tables every few seconds, in turn, where everybody signs in to sign.',
  attack: (evidence) => attacked(amongDumps, { ...evidence, dumps: inTurn([...evidence.dumps, ...evidence.backups]) }),
};

function attacked(attackers: readonly Attacker[], evidence: Evidence) {
  return attackers.flatMap((attacker) => attacker.attack(evidence));
}
