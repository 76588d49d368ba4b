import { z } from 'zod';
import { petitionStates } from '~/features/published/petitions/petition';
import { organizerActs } from './organizer-acts';

const day = z.iso.date();
const id = z.string();

/** What `/unseen/organizing/read` takes, beside the signature. */
export const readRequest = z.strictObject({ day });

/** A petition as its unknown organizer gets it. No number about people is in it: those stand on its page, for everybody alike. */
export const ownPetition = z.strictObject({
  /** `on-its-way` until the next publication hands it to the moderators. */
  state: z.enum(['on-its-way', ...petitionStates]),
  petition: id,
  title: z.string(),
  demands: z.array(z.string()),
  background: z.string(),
  closesDay: day,
  criticalMass: z.int(),
  askedUnit: z.string().nullable(),
  /** Sponsors that it looks for first; 0 for none. */
  sponsorsWanted: z.int(),
  submittedDay: day.nullable(),
  openedDay: day.nullable(),
  closedDay: day.nullable(),
  moderation: z.array(
    z.strictObject({ act: z.string(), reason: z.string(), words: z.string(), moderator: z.string(), day }),
  ),
  /** What was done and waits for the next publication, in the order of its numbers. */
  waiting: z.array(z.strictObject({ number: z.int(), act: z.enum(organizerActs), body: z.string() })),
  /** Number that the next act must have. */
  next: z.int(),
  /** What can be done now. */
  possible: z.array(z.enum(organizerActs)),
  /** Last day on which a rejection can be appealed against, where it can. */
  appealUntil: day.nullable(),
  /** Petitions whose organizers propose to merge them into this one. */
  proposals: z.array(z.strictObject({ petition: id, title: z.string() })),
  /** The petition that this one is to be merged into, while its organizers have not answered. */
  proposedTo: id.nullable(),
  ending: z.strictObject({ how: z.enum(['retired', 'merged']), into: id.nullable(), reason: z.string() }).nullable(),
});
export type OwnPetition = z.infer<typeof ownPetition>;

/** For words under which there is nothing: the same bytes whatever they are. */
export const noPetition = { state: 'nothing' } as const;

/** Answer of `/unseen/organizing/read`. */
export const ownPetitionAnswer = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('nothing') }),
  ownPetition,
]);
export type OwnPetitionAnswer = z.infer<typeof ownPetitionAnswer>;
