import type { NoteSigner } from '~/crypto/tlog/note';
import { publishUnseen, unseenPending } from '~/features/anonymous/publication/publish-unseen.server';
import type { EditionBuilder } from '~/features/identified/enrolment/edition-builder.server';
import { editionsPending } from '~/features/identified/enrolment/editions-pending.server';
import { publishEditions } from '~/features/identified/enrolment/publish-editions.server';
import type { RandomBelow } from '~/features/identified/enrolment/shuffle';
import { checkpointPending, signCheckpoint } from '~/features/published/ledger/sign-checkpoint.server';
import { currentSettings } from '~/features/published/settings/current-settings.server';
import type { Settings } from '~/platform/settings';
import type { AnonymousDatabase } from '~db/anonymous-client';
import { runDuePublication, type PublicationSteps, type RunDeps } from './run-publication';

export interface PublicationDeps extends RunDeps {
  readonly anonymous: AnonymousDatabase;
  readonly settings: Settings;
  readonly checkpointSigner: NoteSigner;
  /** Hashes large editions in a thread; in place where it is left out. */
  readonly build?: EditionBuilder;
  /** Shuffles new places on a register; `crypto.randomInt` unless told otherwise, as only the demo's seeding may be. */
  readonly random?: RandomBelow;
}

/**
 * Publishes what is due (protocol 5): editions as identified, signatures as anonymous, checkpoint as published.
 * Call it as often as you like, in as many processes as you like. Throws what a step throws; the next call goes on there.
 * @returns the number of the last publication that was run or finished; null where there was none
 */
export function publishIfDue(deps: PublicationDeps): Promise<number | null> {
  return runDuePublication(deps, stepsOf(deps));
}

function stepsOf(deps: PublicationDeps): PublicationSteps {
  const { identified, published, anonymous, checkpointSigner, build, random } = deps;
  return {
    async editions({ number, slot }) {
      // It reads the settings in force itself, in its transaction.
      const step = { db: identified, settings: deps.settings, ...(build && { build }), ...(random && { random }) };
      await publishEditions(step, { publication: number, slot });
    },
    signatures: ({ number }) => publishUnseen({ db: anonymous, settings: deps.settings }, { publication: number }),
    async checkpoint({ number }) {
      const settings = await currentSettings(published, deps.settings);
      await signCheckpoint({ db: published, checkpointSigner, settings }, { publication: number });
    },
    async pending(day) {
      const settings = await currentSettings(identified, deps.settings);
      return (
        (await unseenPending(anonymous, settings, day)) ||
        (await checkpointPending(published)) ||
        editionsPending(identified, settings, day)
      );
    },
  };
}
