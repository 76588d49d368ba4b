import type { DrillRate, DrillScore } from '~/features/published/drill/drill-result';
import type { TestDatabase } from '~tests/support/database';
import { testOrganisation } from '~tests/support/server';
import { attackers } from './attackers/all';
import type { Attacker } from './attackers/attacker';
import type { EmptyDatabase } from './backups';
import { foundCompany, type Employee, type Truth } from './company';
import type { Dump } from './dumps';
import { readDumps, type Evidence } from './evidence';
import { openDrillHouse, type DrillHouse } from './house';
import { scoreOf } from './score';
import { asBackup, inUnitOfOne, keysFromNumbers, liveCarelessly, type WeakLife } from './weakened';
import { liveThroughWeeks, petitions, type Plan } from './weeks';
import { readWriteAheadLog } from './write-ahead-log';

/** An attacker, and how well it did on the platform as it is. */
export interface AttackerResult {
  readonly attacker: Attacker;
  readonly scores: readonly DrillScore[];
}

export interface DrillOutcome {
  readonly results: readonly AttackerResult[];
  readonly people: number;
  readonly dumps: readonly Dump[];
  readonly backups: readonly Dump[];
  readonly truth: ReadonlyMap<string, Truth>;
  readonly writeAheadLogBytes: number;
}

/** By attacker: how often it names the very person on the weakened platform. */
export type WeakRates = ReadonlyMap<string, DrillRate>;

/** A database that the drill may fill; whoever gives it closes it. */
export type DrillDatabase = Omit<TestDatabase, 'close'>;

const start = (day: string) => `${day}T07:00:00.000Z`;

/**
 * Lets a company live on the platform as it is, and every attacker loose on what is left.
 * @param empty where its backups are restored
 */
export async function drillPlatform(
  database: DrillDatabase,
  empty: EmptyDatabase,
  size: number,
  plan: Plan,
): Promise<DrillOutcome> {
  const company = foundCompany(size, plan.seed);
  const house = await openDrillHouse(database, start(plan.firstDay), company);
  try {
    const { dumps, truth } = await liveThroughWeeks(house, company, plan);
    const { evidence: live, bytes } = await gather(house, company, dumps, true);
    plan.onProgress?.('backups are restored');
    const backups = await house.restoreBackups(empty);
    const evidence = { ...live, backups };
    const results = attackers.map((attacker) => {
      plan.onProgress?.(`attacked by ${attacker.name}`);
      return {
        attacker,
        scores: scoreOf(attacker.attack(evidence), within(truth, attacker.about), evidence.people.length),
      };
    });
    return { results, people: evidence.people.length, dumps, backups, truth, writeAheadLogBytes: bytes };
  } finally {
    await house.close();
  }
}

/** Lets a company live on the weakened platform; how often each attacker names the very person there. */
export async function drillWeakened(database: DrillDatabase, size: number, seed: string): Promise<WeakRates> {
  const firstDay = '2026-03-02';
  const company = foundCompany(size, seed, keysFromNumbers).map(inUnitOfOne);
  const house = await openDrillHouse(database, start(firstDay), company);
  try {
    const life = await liveCarelessly(house, company, firstDay);
    const { evidence } = await gather(house, company, [life.dump], false);
    return new Map(attackers.map((attacker) => [attacker.name, weakRate(attacker, evidence, life)]));
  } finally {
    await house.close();
  }
}

function weakRate(attacker: Attacker, evidence: Evidence, { copies, dump, published, truth }: WeakLife): DrillRate {
  const seen = new Map<string, Partial<Evidence>>([
    ['copies', { dumps: copies }],
    ['editions', { dumps: published }],
    ['backups', { dumps: [], backups: [asBackup(dump)] }],
    ['backups-and-dumps', { dumps: everyOther(copies, 0), backups: everyOther(copies, 1).map(asBackup) }],
  ]).get(attacker.name);
  const concerned = new Map([...truth].filter(([, { petition }]) => concerns(attacker.name, petition)));
  const [score] = scoreOf(attacker.attack({ ...evidence, ...seen }), concerned, evidence.people.length);
  if (!score) throw new Error(`${attacker.name} had nothing to find out`);
  return score.named;
}

function within(truth: ReadonlyMap<string, Truth>, about: Attacker['about']): ReadonlyMap<string, Truth> {
  return new Map([...truth].filter(([, { petition }]) => about.includes(petition === '' ? 'concern' : 'signature')));
}

/** What the weakness is about that an attacker needs: keys and pseudonyms each have a petition of their own. */
function concerns(attacker: string, petition: string): boolean {
  if (attacker === 'sizes') return petition === '';
  if (attacker === 'hashes') return petition === petitions.second;
  if (attacker === 'weak-keys' || attacker === 'units') return petition === petitions.loud;
  return petition !== '';
}

async function gather(house: DrillHouse, company: readonly Employee[], dumps: readonly Dump[], clientPads: boolean) {
  const read = readDumps(dumps);
  const { places, bytes } = await readWriteAheadLog(house, dumps, read.subjects);
  const evidence: Evidence = {
    ...{
      ...read,
      dumps,
      backups: [],
      clientPads,
      organisation: testOrganisation,
      secrets: house.secrets,
      writeAheadLog: places,
    },
    laptops: new Map(company.map(({ personNumber, ...laptop }) => [personNumber, laptop])),
  };
  return { evidence, bytes };
}

function everyOther<T>(all: readonly T[], from: 0 | 1): T[] {
  return all.filter((_, place) => place % 2 === from);
}
