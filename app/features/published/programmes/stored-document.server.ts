import type { ProgrammeDocument } from './programme';
import { programmeDocumentSchema } from './programme.schema';

/** A document as it comes from the database. Throws a ZodError for what no revision of this version can have written. */
export function storedDocument(value: unknown): ProgrammeDocument {
  return programmeDocumentSchema.parse(value);
}
