/** When publications happen. Daily is the floor outside the demo (threat model: a day). */
export type PublicationSchedule =
  | { readonly kind: 'daily'; readonly hour: number; readonly timeZone: string }
  | { readonly kind: 'every'; readonly seconds: number };

/** Everything about the running house that is a choice. Floors are below, in code; anonymity is never a setting. */
export interface Settings {
  /** Name that every scope is bound to; never changes once people have signed. */
  readonly organisation: string;
  /** The company's name as people read it. */
  readonly organisationName: string;
  readonly demo: boolean;
  /** Depth of register trees: 17 (131,072 places) or 20. */
  readonly registerDepth: 17 | 20;
  readonly publication: PublicationSchedule;
  /** The company's time zone: its calendar says which day it is for what leadership owes. */
  readonly timeZone: string;
  /** Days of the week on which the company works, 0 for Sunday to 6. */
  readonly workingWeek: readonly number[];
  /** Smallest crowd in which somebody may sign, and smallest number that is ever shown. */
  readonly minimum: number;
  /** Critical mass of new petitions: below it nothing about signatures is published. */
  readonly criticalMass: number;
  /** A response is due at this many signatures … */
  readonly thresholdAbsolute: number;
  /** … or at this share of the roster, in per cent, whichever is smaller. */
  readonly thresholdPercent: number;
  /** Working days that leadership has to answer once the threshold is reached. */
  readonly responseDays: number;
  /** Working days that moderators have to decide on a petition, and on an appeal. */
  readonly moderationDays: number;
  /** Days within which somebody must have read a concern. */
  readonly acknowledgeDays: number;
  /** Days within which a concern must be answered. */
  readonly concernAnswerDays: number;
  /** Days after the last word of either side at which a concern is deleted. */
  readonly concernRetentionDays: number;
  /** Corroborations that bring a summary to leadership’s desk. */
  readonly summaryThreshold: number;
  /** Verdicts on an answered demand from which on they can reopen the clock … */
  readonly verdictQuorum: number;
  /** … where more than this share of them, in per cent, say that it is not answered. */
  readonly verdictPercent: number;
}

/** What an administrator may change at run time; kept in `published.setting`, each change a ledger entry. */
export const changeableSettings = [
  'thresholdAbsolute',
  'thresholdPercent',
  'responseDays',
  'moderationDays',
  'criticalMass',
  'acknowledgeDays',
  'concernAnswerDays',
  'concernRetentionDays',
  'summaryThreshold',
  'verdictQuorum',
  'verdictPercent',
] as const;
export type ChangeableSetting = (typeof changeableSettings)[number];

/** Nothing goes below these outside the demo (protocol 5). */
export const floors = { minimum: 10, criticalMass: 10 } as const;
export const demoFloors = { minimum: 3, criticalMass: 3 } as const;

/** Bounds of the changeable settings; two have a floor above their own, see `settingFloor`. */
export const settingBounds: Readonly<Record<ChangeableSetting, { readonly min: number; readonly max: number }>> = {
  thresholdAbsolute: { min: 1, max: 1_000_000 },
  thresholdPercent: { min: 1, max: 100 },
  responseDays: { min: 1, max: 365 },
  moderationDays: { min: 1, max: 30 },
  criticalMass: { min: demoFloors.criticalMass, max: 10_000 },
  acknowledgeDays: { min: 1, max: 30 },
  concernAnswerDays: { min: 7, max: 180 },
  concernRetentionDays: { min: 90, max: 3650 },
  summaryThreshold: { min: demoFloors.minimum, max: 100_000 },
  verdictQuorum: { min: demoFloors.minimum, max: 100_000 },
  verdictPercent: { min: 1, max: 99 },
};

type FixedSettings = Pick<Settings, 'organisation' | 'organisationName'>;

/** Monday to Friday. */
const commonWorkingWeek = [1, 2, 3, 4, 5];

export const productionSettings = (
  fixed: FixedSettings & {
    readonly timeZone: string;
    readonly hour?: number;
    readonly workingWeek?: readonly number[];
  },
): Settings => ({
  organisation: fixed.organisation,
  organisationName: fixed.organisationName,
  demo: false,
  registerDepth: 17,
  publication: { kind: 'daily', hour: fixed.hour ?? 18, timeZone: fixed.timeZone },
  timeZone: fixed.timeZone,
  workingWeek: fixed.workingWeek ?? commonWorkingWeek,
  minimum: floors.minimum,
  criticalMass: floors.criticalMass,
  thresholdAbsolute: 500,
  thresholdPercent: 10,
  responseDays: 20,
  moderationDays: 3,
  acknowledgeDays: 7,
  concernAnswerDays: 90,
  concernRetentionDays: 365,
  summaryThreshold: 25,
  verdictQuorum: 50,
  verdictPercent: 50,
});

/** Lower floors, for the demo company's roster only: any other roster is refused at start. */
export const demoSettings = (fixed: FixedSettings): Settings => ({
  ...productionSettings({ ...fixed, timeZone: 'UTC' }),
  demo: true,
  publication: { kind: 'every', seconds: 5 },
  minimum: demoFloors.minimum,
  criticalMass: demoFloors.criticalMass,
  summaryThreshold: demoFloors.minimum,
  verdictQuorum: demoFloors.minimum,
});

/** Signatures that oblige a response, fixed when a petition opens. Never below the minimum. */
export function responseThreshold(settings: Settings, rosterSize: number): number {
  const share = Math.ceil((rosterSize * settings.thresholdPercent) / 100);
  return Math.max(settings.minimum, Math.min(settings.thresholdAbsolute, share));
}

/**
 * The least that a setting may be. The office that petitions are sent to cannot switch the critical mass off, and nothing
 * is counted in public below the minimum.
 */
export function settingFloor({ demo }: Pick<Settings, 'demo'>, name: ChangeableSetting): number {
  const { min } = settingBounds[name];
  const { criticalMass, minimum } = demo ? demoFloors : floors;
  if (name === 'criticalMass') return Math.max(min, criticalMass);
  return name === 'summaryThreshold' || name === 'verdictQuorum' ? Math.max(min, minimum) : min;
}
