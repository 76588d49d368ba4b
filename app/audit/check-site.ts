import { checkChoices, checkSummaries } from './check-choices';
import { checkExchanges } from './check-exchanges';
import { checkHandlers } from './check-handlers';
import { checkReceipts } from './check-kept';
import { checkNullifiers } from './check-nullifiers';
import { checkPetitions } from './check-petitions';
import { checkRules } from './check-rules';
import { checkProgrammes, checkStatements } from './check-statements';
import type { Recorder } from './recorder';
import type { ShownTexts } from './shown-texts';
import type { Site } from './site';

/** Everything that the pages show is held against the ledger; and the ledger against the rules that it keeps by itself. */
export function checkSite(site: Site, texts: ShownTexts, recorder: Recorder, receipts: readonly string[]): void {
  checkPetitions(site, recorder);
  checkStatements(site, recorder);
  checkChoices(site, texts, recorder);
  const handlers = checkHandlers(site, recorder);
  checkSummaries(site, handlers, recorder);
  checkExchanges(site, recorder);
  checkProgrammes(site, recorder);
  checkNullifiers(site, recorder);
  checkRules(site, recorder);
  if (receipts.length > 0) checkReceipts(site, receipts, recorder.check('receipts'));
}
