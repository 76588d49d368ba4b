import type { Attacker } from './attacker';
import { backups, backupsAndDumps } from './backups';
import { copies } from './copies';
import { editions } from './editions';
import { hashes } from './hashes';
import { joins } from './joins';
import { orders } from './orders';
import { sizes } from './sizes';
import { times } from './times';
import { transactions } from './transactions';
import { units } from './units';
import { weakKeys } from './weak-keys';
import { writeAheadLog } from './write-ahead-log';

/** Everybody who is let loose on a dump. */
export const attackers: readonly Attacker[] = [
  ...[joins, hashes, weakKeys, orders, transactions, times, editions, units, sizes],
  ...[copies, backups, backupsAndDumps, writeAheadLog],
];
