import { toHex } from '~/crypto/hash';
import { openedPetitionName, organizerActDigest, organizerKey } from '~/crypto/organizing';
import { toBytes32 } from '~/crypto/semaphore/field';
import { openingScope, petitionTextDigest } from '~/crypto/semaphore/statement';
import { acceptOrganizerAct } from '~/features/anonymous/organizing/accept-organizer-act.server';
import { keepOpening } from '~/features/anonymous/organizing/keep-opening.server';
import { decidePetition } from '~/features/identified/desks/decide-petition.server';
import { addDays, dayOf } from '~/platform/clock';
import { pastUrl, type DemoHouse } from './demo-house';
import { demoIdentity } from './demo-keys';
import type { DemoDay } from './demo-petitions';
import { demoColleagues, holderOf } from './demo-roster';

/** What its organizer's words stand for: real, and known to everybody who reads this, as all keys of the demo are. */
export const demoOrganizerEntropy = Uint8Array.from({ length: 16 }, (_, place) => 0x41 + place);

const text = {
  title: 'Tell us before a new tool starts to watch us',
  demands: [
    'Announce every new monitoring tool to all staff four weeks before it starts.',
    'Say in that announcement who will be able to read what it collects.',
  ],
  background:
    'The last three tools were **found**, not announced. Whoever asked about them was told to ask somebody else.',
};

const news =
  'Somebody asked why there is no name on this. It does not matter whose idea it was; read it, and sign it if you agree.';

/** Started unseen, accepted the day after, with news the day after that. It lives on, below its critical mass. */
const story = { started: -7, accepted: -6, news: -5, closes: 60 } as const satisfies Record<string, DemoDay>;

/** Days on which anything of it happens. */
export const demoUnknownDays: readonly DemoDay[] = [story.started, story.accepted, story.news];

/**
 * What happens on a day to the petition of somebody unknown. The proof that starts one names its day, so none can be made
 * beforehand: it is left out here, as it would be thrown away.
 */
export async function liveUnknownOrganizer(house: DemoHouse, today: DemoDay): Promise<void> {
  const { anonymous, identified, clock, settings } = house;
  const { organisation } = settings;
  const signing = organizerKey(demoOrganizerEntropy);
  const id = openedPetitionName(organisation, signing.publicKey);
  const day = dayOf(clock.now());
  if (today === story.started) {
    const starter = demoColleagues[0];
    if (!starter) throw new RangeError('nobody is on the demo’s roster');
    await keepOpening(anonymous, {
      organisation,
      opening: {
        ...{ key: signing.publicKey, ...text, closesDay: addDays(day, story.closes - today) },
        ...{ criticalMass: settings.criticalMass, askedUnit: null, programme: null, field: null },
        ...{ sponsorsWanted: 0, sponsorLink: null },
      },
      day,
      nullifier: toBytes32(demoIdentity(starter).nullifier(openingScope(organisation, day, 0))),
    });
  }
  if (today === story.accepted) {
    const { personNumber, name } = holderOf('moderator');
    const textDigest = toHex(petitionTextDigest(text));
    await decidePetition(
      { db: identified, clock, settings, publicUrl: pastUrl },
      {
        actor: { personNumber, name, roles: ['employee', 'moderator'] },
        petitionId: id,
        decision: { act: 'accept', reasonCode: 'meets-the-rules', words: '', textDigest },
      },
    );
  }
  if (today === story.news) {
    const said = { petition: id, number: 1, act: 'update', body: news } as const;
    const signature = toHex(signing.sign(organizerActDigest(organisation, said)));
    await acceptOrganizerAct({ db: anonymous, clock, settings }, { v: 1, ...said, signature });
  }
}
