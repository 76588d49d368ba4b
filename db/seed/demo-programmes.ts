import { base32nopad } from '@scure/base';
import { hashFields } from '~/crypto/hash';
import type { ProgrammeDocument } from '~/features/published/programmes/programme';
import type { FieldName } from '~/features/published/programmes/programme-fields';
import type { ReporterQuestion } from '~/features/published/programmes/reporter-questions';
import { activityDocument } from './demo-activity-programme';
import type { DemoDay, DemoPetition } from './demo-petitions';

/** What is said of a programme on one of the demo's past days; what is not said anew stays. */
export interface DemoRevision {
  readonly day: DemoDay;
  readonly reason: string;
  /** Leadership's; or else questions, which are handlers'. @param day a day of the past as 'YYYY-MM-DD' */
  readonly change?: (day: (past: DemoDay) => string) => Partial<ProgrammeDocument>;
  readonly questions?: readonly ReporterQuestion[];
}

export interface DemoProgramme {
  readonly id: string;
  readonly revisions: readonly DemoRevision[];
}

/** In the form of the random id of any programme. */
function demoProgrammeId(name: string): string {
  return base32nopad.encode(hashFields('demo-programme/v1', name).slice(0, 16)).toLowerCase();
}

const badges: DemoProgramme = {
  id: demoProgrammeId('badges'),
  revisions: [
    {
      day: -220,
      reason: 'First entry. The log has been kept since the new doors came.',
      change: (day) => ({
        name: 'Door and badge log',
        status: 'active',
        owner: 'Liv Leadership',
        purpose: 'To know who is in the building when it has to be cleared, and to find out about break-ins.',
        collected: { kinds: ['badge'], detail: 'Badge number, door and time of every opening. No times of leaving.' },
        fromWhom: 'Everybody with a badge, guests included.',
        since: day(-231),
        retention: { text: 'Deleted every night, once they are older.', days: 90 },
        readers: {
          text: 'Two people of building security, and the evacuation wardens for the current day.',
          people: 14,
        },
        processedWhere: 'On a machine in the gatehouse. It has no connection to the personnel system.',
        reviews: {
          privacy: {
            state: 'done',
            day: day(-234),
            summary: 'No objection, provided that times of leaving are not kept.',
            documents: [],
          },
          security: { state: 'done', day: day(-229), summary: 'Two small findings, both mended.', documents: [] },
          worksCouncil: {
            state: 'done',
            day: day(-236),
            summary: 'Agreed, for the two purposes named above only.',
            documents: [],
          },
          legalBasis: { state: 'done', day: day(-234), summary: 'Agreement with the works council.', documents: [] },
        },
        optOut: 'There is none for the doors. Whoever has a reason can be let in by the porter, without a record.',
        exemptions: [],
        incidents: [],
      }),
    },
    {
      day: -53,
      reason: 'The works council asked for a shorter time, and nobody could say what the rest was needed for.',
      change: () => ({
        retention: { text: 'Deleted every night, once they are older. Backups keep them for two days more.', days: 30 },
      }),
    },
  ],
};

const calls: DemoProgramme = {
  id: demoProgrammeId('calls'),
  revisions: [
    {
      day: -41,
      reason: 'It runs, so it has to stand here. We are collecting the answers.',
      change: () => ({
        name: 'Recording of support calls',
        status: 'active',
        purpose: 'Quality of support.',
        collected: { kinds: ['calls', 'screen', 'other'], detail: null },
        fromWhom: 'Support.',
      }),
    },
    {
      day: -18,
      reason: 'The works council was asked, which it should have been before.',
      change: (day) => ({
        reviews: {
          privacy: null,
          security: null,
          worksCouncil: { state: 'under-way', day: day(-19), summary: null, documents: [] },
          legalBasis: null,
        },
      }),
    },
  ],
};

const scanners: DemoProgramme = {
  id: demoProgrammeId('scanners'),
  revisions: [
    {
      day: -228,
      reason: 'First entry.',
      change: (day) => ({
        name: 'Location of hand scanners',
        status: 'active',
        owner: 'Liv Leadership',
        purpose: 'To find scanners that were left somewhere, and to plan shorter ways.',
        collected: {
          kinds: ['location'],
          detail: 'Where a scanner is, every thirty seconds, with the badge of who took it.',
        },
        fromWhom: 'Warehouse.',
        since: day(-236),
        readers: { text: 'Shift leads of the warehouse.', people: 9 },
        optOut: null,
        exemptions: [{ rank: 'Shift leads', exempt: true, why: 'They do not carry scanners.' }],
      }),
    },
    {
      day: -60,
      reason: 'The scanners are found without it: they ring now. What was kept has been deleted.',
      change: () => ({
        status: 'ended',
        retention: { text: 'Everything was deleted when it ended.', days: 0 },
        incidents: [],
      }),
    },
  ],
};

const activity: DemoProgramme = {
  id: demoProgrammeId('activity'),
  revisions: [
    {
      day: -199,
      reason: 'Announced to everybody who works with a laptop.',
      change: (day) => activityDocument.announced(day),
    },
    {
      day: -60,
      reason: 'It began. Answers to the questions of the works council are added as they come.',
      change: (day) => activityDocument.begun(day),
    },
    {
      day: -45,
      reason: 'Counted again: contractors had been left out.',
      change: () => activityDocument.counted,
    },
    {
      day: -40,
      reason: 'The tables stood open to the whole company. Collecting is paused until it is understood how.',
      change: (day) => activityDocument.paused(day),
    },
    {
      day: -39,
      reason: 'So that those who saw something can say what, without having to think of it themselves.',
      questions: activityDocument.questions,
    },
    {
      day: -9,
      reason: 'The security review has begun, by people who did not build it.',
      change: (day) => activityDocument.reviewed(day),
    },
  ],
};

/** The programmes of the demo company: paused, well answered, full of gaps, ended. */
export const demoProgrammes: readonly DemoProgramme[] = [activity, badges, calls, scanners];

/** What concerns of the demo are about. */
export const demoProgrammeIds = { activity: activity.id, calls: calls.id, scanners: scanners.id } as const;

interface DemoAbout {
  readonly programmeId: string;
  readonly programmeField: FieldName | null;
}

/** What petitions of the demo are about. */
export const demoAbouts: Readonly<Partial<Record<DemoPetition['name'], DemoAbout>>> = {
  keystrokes: { programmeId: activity.id, programmeField: 'collected' },
  readers: { programmeId: activity.id, programmeField: 'readers' },
  reviews: { programmeId: activity.id, programmeField: null },
  badges: { programmeId: badges.id, programmeField: 'retention' },
};

/** What leadership's response in the demo is about. */
export const demoResponseAbout = { programmeId: activity.id, field: 'purpose' } as const;
