import { pinnedThings } from '~/features/published/choices/choosable.queries.server';
import { verdictId } from '~/features/published/choices/choice';
import { choiceFigures, type ChoiceFigures } from '~/features/published/figures/choice-figures.queries.server';
import { crowdOf } from '~/features/published/figures/figures.queries.server';
import { registerFilesOf } from '~/features/published/petitions/petition-page.queries.server';
import type { ResponseText } from '~/features/published/responses/response';
import { dayOf } from '~/platform/clock';
import type { Settings } from '~/platform/settings';
import type { Database } from '~db/database';

interface AnsweredPetition {
  readonly id: string;
  readonly response: Pick<ResponseText, 'items'> | null;
}

/** What employees say of the answer to one demand, and where it is judged, if it still is. */
interface DemandVerdicts {
  readonly figures: ChoiceFigures | undefined;
  readonly judgePath: string | null;
}

/**
 * The verdicts on every answered demand of a petition, by demand from 0, null where there is no answer; and the files of
 * the registers that they can be judged from.
 */
export async function petitionVerdicts(
  { db, settings, now }: { readonly db: Database; readonly settings: Settings; readonly now: Date },
  { id, response }: AnsweredPetition,
): Promise<{ demands: readonly (DemandVerdicts | null)[]; registerFiles: readonly string[] }> {
  const ids = (response?.items ?? []).map((item, index) => (item ? verdictId(id, index + 1) : null));
  const answered = ids.filter((each) => each !== null);
  const [figures, pinned] = await Promise.all([
    choiceFigures(db, settings, 'verdict', answered),
    pinnedThings(db, 'verdict', answered),
  ]);
  const judged = [...pinned.values()].filter(({ untilDay }) => dayOf(now) <= untilDay);
  const large = new Set<number>();
  const files: string[] = [];
  for (const registerId of new Set(judged.map((each) => each.registerId))) {
    const crowd = await crowdOf(db, settings, registerId);
    // Below the smallest crowd judging is not offered (protocol 2).
    if (crowd?.live.kind !== 'shown') continue;
    large.add(registerId);
    files.push(...(await registerFilesOf(db, registerId)));
  }
  const offered = new Set(judged.flatMap((each) => (large.has(each.registerId) ? [each.id] : [])));
  return {
    demands: ids.map((each, index) =>
      each === null
        ? null
        : {
            figures: figures.get(each),
            judgePath: offered.has(each) ? `/petitions/${id}/judge/${index + 1}` : null,
          },
    ),
    registerFiles: files,
  };
}
