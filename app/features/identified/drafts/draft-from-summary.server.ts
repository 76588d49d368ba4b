import { eq } from 'drizzle-orm';
import { backgroundLength, titleLength } from '~/features/published/petitions/petition';
import { SummaryError } from '~/features/published/summaries/summary-error';
import { formatDay } from '~/ui/days';
import type { Clock } from '~/platform/clock';
import type { IdentifiedDatabase } from '~db/identified-client';
import { draft } from '~db/schema/identified';
import { handlerKey, summary } from '~db/schema/published-concerns';
import { inTransaction } from '~db/transaction';
import { createDraft } from './save-draft.server';

interface Deps {
  readonly db: IdentifiedDatabase;
  readonly clock: Clock;
  /** Address under which people reach the site, without a trailing slash. */
  readonly publicUrl: string;
}

/**
 * Begins a draft with a summary's title, quotes the summary with its address, and puts its programme beside it. All of it
 * can be changed; what is asked is for the author to write.
 * @returns the draft's id
 * @throws SummaryError `unknown-summary`; DraftError `too-many-drafts`
 */
export function draftFromSummary(
  { db, clock, publicUrl }: Deps,
  { author, summaryId }: { author: string; summaryId: string },
): Promise<string> {
  return inTransaction(db, async (tx) => {
    const [row] = await tx
      .select({ summary, handlerName: handlerKey.name })
      .from(summary)
      .innerJoin(handlerKey, eq(handlerKey.fingerprint, summary.handler))
      .where(eq(summary.id, summaryId));
    if (!row) throw new SummaryError('unknown-summary');
    const { title, body, day, programmeId, field: programmeField } = row.summary;
    const id = await createDraft({ db: tx, clock }, { author, title: title.slice(0, titleLength.max) });
    const source = `From [a summary](${publicUrl}/summaries/${summaryId}) that ${row.handlerName} published on ${formatDay(day)}`;
    const background = quoted(source, body);
    await tx.update(draft).set({ background, programmeId, programmeField }).where(eq(draft.id, id));
    return id;
  });
}

/** A text of very many lines is longer quoted than a background may be: then its address must do. */
function quoted(source: string, body: string): string {
  const lines = body.split('\n').map((line) => (line === '' ? '>' : `> ${line}`));
  const whole = `${source}:\n\n${lines.join('\n')}`;
  return whole.length <= backgroundLength.max ? whole : `${source}.`;
}
