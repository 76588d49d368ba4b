import last from './last-drill.json';
import { readDrillResult, type DrillResult } from './drill-result';

/** The result of the last full drill, as it stands in the source. @throws ZodError where the file is no result */
export function lastDrill(): DrillResult {
  return readDrillResult(last);
}
