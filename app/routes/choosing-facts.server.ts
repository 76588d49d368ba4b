import type { AppLoadContext } from '@remix-run/node';
import type { ChoiceKind } from '~/crypto/semaphore/statement';
import { choiceFigures } from '~/features/published/figures/choice-figures.queries.server';
import { crowdOf } from '~/features/published/figures/figures.queries.server';
import { registerFilesOf } from '~/features/published/petitions/petition-page.queries.server';
import { dayOf } from '~/platform/clock';
import { nextPublication } from '~/platform/publication-schedule';
import type { Database } from '~db/database';

interface ThingOnPage {
  /** Of the page on which it is chosen on. */
  readonly path: string;
  /** The register that it is pinned to. */
  readonly registerId: number;
  /** Whether it can still be chosen on. */
  readonly open: boolean;
  /** Whether a unit may be disclosed: then every reader fetches the file that says who is in which. */
  readonly units?: boolean;
  /** What is chosen on, where how many did so is one number. */
  readonly thing?: { readonly kind: ChoiceKind; readonly id: string };
}

/** What a page needs besides the words on which one chooses unseen: the crowd, the register's files, the next count. */
export async function choosingFacts(
  db: Database,
  { clock, settings, publicUrl }: Pick<AppLoadContext, 'clock' | 'settings' | 'publicUrl'>,
  { path, registerId, open, units = false, thing }: ThingOnPage,
) {
  const now = clock.now();
  const { minimum, organisation } = settings;
  const crowd = await crowdOf(db, settings, registerId);
  const registerFiles = open ? await registerFilesOf(db, registerId, { units }) : [];
  const total = thing && (await choiceFigures(db, settings, thing.kind, [thing.id])).get(thing.id)?.total;
  const acted = total?.kind === 'shown' ? total.value : null;
  return {
    open,
    crowd: crowd?.live.kind === 'shown' ? { live: crowd.live.value, acted, minimum } : null,
    ...{ minimum, organisation, address: `${publicUrl}${path}` },
    registerFiles,
    today: dayOf(now),
    now: now.toISOString(),
    nextCount: nextPublication(settings.publication, now).toISOString(),
  };
}
