/** Why a summary is not published, or not answered. */
export type SummaryErrorCode =
  | 'malformed'
  | 'unknown-programme'
  | 'unknown-field'
  | 'not-a-handler'
  | 'bad-signature'
  | 'no-register'
  | 'id-taken'
  | 'unknown-summary';

/** A refusal by the rules of summaries. Routes map the code to a status and to words. */
export class SummaryError extends Error {
  override readonly name = 'SummaryError';
  constructor(readonly code: SummaryErrorCode) {
    super(code);
  }
}
