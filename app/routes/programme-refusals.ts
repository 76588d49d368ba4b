import { programmeLimits } from '~/features/published/programmes/programme.schema';
import type { ProgrammeErrorCode } from '~/features/published/programmes/programme';

/** What somebody is told whose act was refused. */
export interface Refusal {
  readonly status: number;
  readonly message: string;
}

/** The status and the words for each refusal by the rules of the programme register. */
export const programmeRefusals: Readonly<Record<ProgrammeErrorCode, Refusal>> = {
  'unknown-programme': { status: 404, message: 'There is no such programme.' },
  'unknown-document': {
    status: 409,
    message: 'A review names a document that is not held here. Please add the document first.',
  },
  'stale-revision': {
    status: 409,
    message:
      'Somebody published another revision in the meantime, so nothing was changed. Please load the page again and write your change into it.',
  },
  unchanged: { status: 409, message: 'This says nothing that does not stand there already.' },
  'taken-id': { status: 409, message: 'A programme of this id is on the register already.' },
  'document-too-large': { status: 413, message: 'A document has at most 10 MB.' },
  'document-kind': { status: 422, message: 'A document is a PDF, or plain text in UTF-8. This is neither.' },
  'too-many-documents': {
    status: 409,
    message: `This house holds as many documents as it can. A review names at most ${String(programmeLimits.documents)}.`,
  },
};
