import { z } from 'zod';
import { handlerRecord } from '../handlers/handler-record.schema';
import { publicChoices } from './choices.queries.server';
import { publicClarifications, publicContradictions, publicQuestions } from './exchanges.queries.server';
import { publicPetitions } from './petitions.queries.server';
import * as items from './public-data.schema';
import type { PublicPage } from './public-page';
import type { Reading } from './reading';
import { publicAttachments, publicHandlers, publicRegisters, publicSettings } from './registers.queries.server';
import { publicProgrammes, publicStatements } from './statements.queries.server';
import { publicSummaries } from './summaries.queries.server';

type Reader = (reading: Reading, after: string | null) => Promise<PublicPage<unknown>>;

/** What leaves the house is held to its form once more, whoever changes a query. */
function list<Item>(
  item: z.ZodType<Item>,
  read: (reading: Reading, after: string | null) => Promise<PublicPage<Item>>,
): Reader {
  const page = z.strictObject({ v: z.literal(1), items: z.array(item).max(100), next: z.string().nullable() });
  return async (reading, after) => page.parse(await read(reading, after));
}

/** Everything of `/data/…`, by its name there (protocol 13). */
export const publicData: Readonly<Record<string, Reader>> = {
  attachments: list(items.attachmentItem, publicAttachments),
  choices: list(items.choiceItem, publicChoices),
  clarifications: list(items.clarificationItem, publicClarifications),
  contradictions: list(items.contradictionItem, publicContradictions),
  handlers: list(handlerRecord, publicHandlers),
  petitions: list(items.petitionItem, publicPetitions),
  programmes: list(items.programmeItem, publicProgrammes),
  questions: list(items.questionItem, publicQuestions),
  registers: list(items.registerItem, publicRegisters),
  settings: list(items.settingItem, publicSettings),
  statements: list(items.statementItem, publicStatements),
  summaries: list(items.summaryItem, publicSummaries),
};
