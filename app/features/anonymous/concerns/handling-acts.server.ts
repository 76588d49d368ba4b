import { publishSummary } from '~/features/published/summaries/publish-summary.server';
import { summaryRequest } from '~/features/published/summaries/summary.schema';
import { changeState } from './change-state.server';
import { openForHandling, type HandlingDeps } from './handler-request.server';
import { listConcerns, markRead, openChunk, openConcern } from './read-as-handler.server';
import { assignConcern, grantReading, hideConcern, labelConcern, writeAsHandler } from './write-as-handler.server';

/** Takes the body of a request to `/unseen/handling/<act>`; gives JSON, or bytes. @throws ConcernError */
type HandlingActDone = (deps: HandlingDeps, body: unknown) => Promise<object>;

/** Everything that a handler can ask of the anonymous wing, by the last part of its path. */
export const handlingActs: ReadonlyMap<string, HandlingActDone> = new Map<string, HandlingActDone>([
  ['list', listConcerns],
  ['conversation', openConcern],
  ['message', writeAsHandler],
  ['chunk', openChunk],
  ['read', markRead],
  ['state', changeState],
  ['assign', assignConcern],
  ['labels', labelConcern],
  ['hide', hideConcern],
  ['grant', grantReading],
  ['summary', publish],
]);

/** A summary stands for itself (decision 15): it is published in a transaction that reads no concern. */
function publish(deps: HandlingDeps, body: unknown): Promise<object> {
  const { key, asked } = openForHandling(deps, { act: 'summary', schema: summaryRequest, body });
  return publishSummary(deps, { key, request: asked });
}
