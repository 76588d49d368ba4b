import { z } from 'zod';
import * as answers from './api-answers.schema';
import { noParameters, pageParameters, petitionParameters, pledgeParameters } from './api-parameters';
import * as petitions from './api-petition.schema';

/** One address of the public interface, as it is described, answered and tested. */
export interface Endpoint {
  /** Below `/api/v1`; what changes stands in braces. */
  readonly path: string;
  /** For program generators. */
  readonly operation: string;
  readonly tag: 'Petitions' | 'Answers' | 'Programmes' | 'Company';
  readonly summary: string;
  readonly parameters: z.ZodObject<Record<string, z.ZodType>>;
  readonly answer: z.ZodType;
}

const place = z.string().nullable();
/** `next` and `previous` are places in the list, to be given back as `at`. */
const both = (item: z.ZodType) => z.strictObject({ items: z.array(item).max(100), next: place, previous: place });
const onwards = (item: z.ZodType) => z.strictObject({ items: z.array(item).max(100), next: place });

export const endpoints = {
  petitions: {
    path: '/petitions',
    operation: 'listPetitions',
    tag: 'Petitions',
    summary: 'Petitions that anybody may read: searched, narrowed and ordered as on their page',
    parameters: petitionParameters,
    answer: both(petitions.petitionInList),
  },
  petition: {
    path: '/petitions/{petition}',
    operation: 'getPetition',
    tag: 'Petitions',
    summary: 'A petition with its text, news, moderation and response',
    parameters: noParameters,
    answer: petitions.petition,
  },
  petitionHistory: {
    path: '/petitions/{petition}/history',
    operation: 'getPetitionHistory',
    tag: 'Petitions',
    summary: 'Its count by day, as far as it is shown',
    parameters: noParameters,
    answer: petitions.petitionHistory,
  },
  petitionUnits: {
    path: '/petitions/{petition}/units',
    operation: 'getPetitionUnits',
    tag: 'Petitions',
    summary: 'Where its signatures come from, as far as signers chose to say so and it is shown',
    parameters: noParameters,
    answer: petitions.petitionUnits,
  },
  responses: {
    path: '/responses',
    operation: 'listResponses',
    tag: 'Answers',
    summary: 'Responses of leadership as they stand now, by the name of the petition',
    parameters: pageParameters,
    answer: onwards(petitions.response),
  },
  response: {
    path: '/responses/{petition}',
    operation: 'getResponse',
    tag: 'Answers',
    summary: 'The response to a petition as it stands now',
    parameters: noParameters,
    answer: petitions.response,
  },
  pledges: {
    path: '/pledges',
    operation: 'listPledges',
    tag: 'Answers',
    summary: 'Pledges: open ones by due day, then those that are over, the last first',
    parameters: pledgeParameters,
    answer: z.strictObject({ items: z.array(answers.pledgeInList).max(100), nextPage: z.int().min(2).nullable() }),
  },
  pledge: {
    path: '/pledges/{pledge}',
    operation: 'getPledge',
    tag: 'Answers',
    summary: 'A pledge, with what employees say that they see of it',
    parameters: noParameters,
    answer: answers.pledge,
  },
  due: {
    path: '/due',
    operation: 'listDue',
    tag: 'Answers',
    summary: 'Everything that leadership owes now, by the day on which it is due',
    parameters: noParameters,
    answer: z.strictObject({ items: z.array(answers.due) }),
  },
  programmes: {
    path: '/programmes',
    operation: 'listProgrammes',
    tag: 'Programmes',
    summary: 'The register of monitoring programmes, each in its newest revision',
    parameters: noParameters,
    answer: z.strictObject({ items: z.array(answers.programmeInList) }),
  },
  programme: {
    path: '/programmes/{programme}',
    operation: 'getProgramme',
    tag: 'Programmes',
    summary: 'A programme, with its revisions and the figures of concerns about it',
    parameters: noParameters,
    answer: answers.programme,
  },
  statistics: {
    path: '/statistics',
    operation: 'getStatistics',
    tag: 'Company',
    summary: 'How petitions, answers, pledges and moderation stand, and how large the register is',
    parameters: noParameters,
    answer: answers.statistics,
  },
} as const satisfies Record<string, Endpoint>;

export type EndpointName = keyof typeof endpoints;

/** Names of what changes in a path, in its order. */
export const partsOf = (path: string): string[] => [...path.matchAll(/\{(\w+)\}/g)].flatMap(([, part]) => part ?? []);
