import { anonymousClasses } from './anonymous';
import { waitingChoicesClasses } from './anonymous-choices';
import { concernsClasses } from './anonymous-concerns';
import { waitingOrganizingClasses } from './anonymous-organizing';
import type { ClassifiedTable } from './classification';
import { identifiedClasses } from './identified';
import { answeringClasses } from './identified-answers';
import { handlersClasses } from './identified-handlers';
import { identifiedOrganizingClasses } from './identified-organizing';
import { migrationsClasses } from './migrations';
import { publishedClasses } from './published';
import { answersClasses } from './published-answers';
import { choicesClasses } from './published-choices';
import { concernsPublicClasses } from './published-concerns';
import { ledgerClasses } from './published-ledger';
import { organizingClasses } from './published-organizing';
import { programmesClasses } from './published-programmes';
import { questionsClasses } from './published-questions';
import { statementsClasses } from './published-statements';

/** Every table of every wing with why its columns exist. What the server shows of it is words, never a row. */
export const allClasses: readonly ClassifiedTable[] = [
  ...identifiedClasses,
  ...handlersClasses,
  ...answeringClasses,
  ...identifiedOrganizingClasses,
  ...publishedClasses,
  ...programmesClasses,
  ...concernsPublicClasses,
  ...statementsClasses,
  ...answersClasses,
  ...ledgerClasses,
  ...choicesClasses,
  ...questionsClasses,
  ...organizingClasses,
  ...anonymousClasses,
  ...concernsClasses,
  ...waitingChoicesClasses,
  ...waitingOrganizingClasses,
  ...migrationsClasses,
];
