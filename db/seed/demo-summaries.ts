import { corroborationMessage, corroborationScope } from '~/crypto/semaphore/statement';
import { acceptCorroboration } from '~/features/anonymous/corroborations/accept-corroboration.server';
import { CorroborationError } from '~/features/anonymous/corroborations/corroboration-error';
import { openHandlerKeys } from '~/features/published/handlers/open-handler-keys';
import { shuffled } from '~/features/identified/enrolment/shuffle';
import { publishSummary } from '~/features/published/summaries/publish-summary.server';
import { summaryTextDigest } from '~/features/published/summaries/summary';
import { signSummary } from '~/features/published/summaries/summary.schema';
import { dayOf } from '~/platform/clock';
import { demoHandlerEntropy, demoHandlerWords } from './demo-handlers';
import type { DemoHouse } from './demo-house';
import { demoIdentity } from './demo-keys';
import type { DemoDay } from './demo-petitions';
import { DemoProofsError } from './demo-proofs';
import { demoColleagues } from './demo-roster';
import { newestDemoEdition, provenClaim, verificationOf } from './demo-signatures';
import { demoSummaries, type DemoSummary } from './demo-summary-texts';
import { seededBelow } from './seeded-random';

/** Days on which a summary is published, or something is said of one. */
export const demoSummaryDays: readonly DemoDay[] = demoSummaries.flatMap(({ day, said }) => [
  day,
  ...said.map(([on]) => on),
]);

/** Lives through a day of the demo's summaries. @throws DemoProofsError */
export async function liveSummaries(house: DemoHouse, today: DemoDay): Promise<void> {
  for (const story of demoSummaries) {
    if (story.day === today) await publish(house, story);
    await corroborate(house, story, today);
  }
}

/** Under the name of the demo's first handler. */
async function publish({ anonymous: db, clock, settings }: DemoHouse, story: DemoSummary): Promise<void> {
  const [handler] = demoHandlerWords;
  if (!handler) throw new RangeError('the demo has no handler');
  const { organisation } = settings;
  const { signing } = await openHandlerKeys(organisation, demoHandlerEntropy(handler.person));
  const { id, programme, field, title, body } = story;
  const request = signSummary(signing, { organisation, day: dayOf(clock.now()), id, programme, field, title, body });
  await publishSummary({ db, clock, settings }, { key: signing.publicKey, request });
}

/** Whoever has a key from the first day on, in an order that is each summary's own and always the same. */
async function corroborate(house: DemoHouse, story: DemoSummary, today: DemoDay): Promise<void> {
  const order = shuffled(demoColleagues.slice(0, enrolledLongAgo), seededBelow(`speakers of ${story.name}`));
  let first = 0;
  for (const [day, choice, colleagues] of story.said) {
    const speakers = order.slice(first, (first += colleagues));
    if (day !== today) continue;
    const { anonymous: db, clock, settings } = house;
    const edition = await newestDemoEdition(house);
    for (const colleague of speakers) {
      const n = 0;
      const name = `summary ${story.name}/${colleague.personNumber}/${String(n)}`;
      const scope = corroborationScope(settings.organisation, story.id);
      const message = corroborationMessage(summaryTextDigest(story), choice, n);
      const claim = await provenClaim(house, edition, { name, identity: demoIdentity(colleague), scope, message });
      const body = { v: 1, summary: story.id, choice, n, ...claim };
      try {
        await acceptCorroboration({ db, clock, settings, verification: verificationOf(house) }, body);
      } catch (error) {
        if (!(error instanceof CorroborationError)) throw error;
        throw new DemoProofsError(`The act "${name}" was refused (${error.code})`, { cause: error });
      }
    }
  }
}

/** Colleagues whose keys were on the register before anything here happened. */
const enrolledLongAgo = 20;
