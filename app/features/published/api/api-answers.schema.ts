import { z } from 'zod';
import { pledgeStatuses } from '../pledges/pledge';
import { programmeDocumentSchema } from '../programmes/programme.schema';
import { aboutProgramme, address, day, figure, name, number, text, wholeNumber } from './api-petition.schema';

/* What the public interface says of what leadership owes, pledged and runs. See `api-petition.schema` for the rules. */

const pledgeFields = {
  id: name,
  petition: name,
  text,
  howSeen: text.meta({ description: 'How one will see that it is done' }),
  witnessed: z.enum(['stops', 'is-there']),
  owner: z.strictObject({ id: name, name: text, unit: text }),
  status: z.enum(pledgeStatuses),
  due: day,
  firstDue: day.meta({ description: 'As it was promised first' }),
  made: day,
  ended: day.nullable(),
  revision: number,
  revised: day,
  milestones: z.array(z.strictObject({ text, day })),
  evidence: z.array(z.strictObject({ title: text, url: text })),
  about: aboutProgramme.nullable(),
  page: address,
};

export const pledgeInList = z.strictObject(pledgeFields).meta({ id: 'PledgeInList' });

export const pledge = z
  .strictObject({
    ...pledgeFields,
    witnesses: z
      .strictObject({
        total: figure,
        done: figure,
        notDone: figure,
        units: z.array(z.strictObject({ unit: text, day, done: wholeNumber, notDone: wholeNumber })),
      })
      .meta({ description: 'What employees say that they see, unseen' }),
  })
  .meta({ id: 'Pledge' });

const programmeFields = {
  id: name,
  revision: number,
  day: day.meta({ description: 'Day of this revision' }),
  entered: day,
  digest: z.hex().length(64).meta({ description: 'What the ledger says of this revision' }),
  // The register of programmes has a schema of its own, with what each field means: /programmes.schema.json.
  document: programmeDocumentSchema.meta({ id: 'ProgrammeDocument' }),
  page: address,
};

export const programmeInList = z.strictObject(programmeFields).meta({ id: 'ProgrammeInList' });

export const programme = z
  .strictObject({
    ...programmeFields,
    revisions: z.array(
      z.strictObject({ revision: number, author: text, reason: text, day, digest: z.hex().length(64) }),
    ),
    concerns: z
      .strictObject({ received: figure, answered: figure, inTime: figure, medianDays: figure, day: day.nullable() })
      .meta({ description: 'Each as it was last told' }),
  })
  .meta({ id: 'Programme' });

export const due = z
  .strictObject({
    subject: z.enum(['petition', 'summary', 'demand', 'pledge']),
    id: z.string().max(80),
    petition: name.nullable(),
    title: text,
    since: day,
    due: day,
    owner: z.strictObject({ id: name, name: text, unit: text }).nullable(),
    page: address,
  })
  .meta({ id: 'Due' });

export const statistics = z
  .strictObject({
    day: day.meta({ description: 'On the calendar of the company' }),
    petitions: z
      .strictObject({
        accepted: wholeNumber,
        open: wholeNumber,
        closed: wholeNumber,
        archived: wholeNumber,
        rejected: wholeNumber,
        appealed: wholeNumber,
      })
      .meta({ description: 'Petitions that anybody may read, by state' }),
    answers: z.strictObject({ onTime: wholeNumber, late: wholeNumber, open: wholeNumber, overdue: wholeNumber }),
    pledges: z.strictObject({
      keptOnTime: wholeNumber,
      keptLate: wholeNumber,
      partlyKept: wholeNumber,
      broken: wholeNumber,
      superseded: wholeNumber,
      open: wholeNumber,
      overdue: wholeNumber,
    }),
    moderation: z
      .strictObject({ waiting: wholeNumber, overdue: wholeNumber, decided: wholeNumber, inTime: wholeNumber })
      .meta({ description: 'Petitions that wait for a moderator now, and decisions of the last year' }),
    register: z
      .strictObject({ id: number, edition: number, keys: figure, people: figure })
      .nullable()
      .meta({ description: 'The newest register and its newest edition; null until there is one' }),
  })
  .meta({ id: 'Statistics' });
