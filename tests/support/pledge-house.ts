import type { Actor } from '~/features/identified/desks/desk';
import { makePledge, type NewPledge } from '~/features/identified/pledges/make-pledge.server';
import { revisePledge, type RevisedPledge } from '~/features/identified/pledges/revise-pledge.server';
import { appendEntry } from '~/features/published/ledger/append-entry.server';
import { randomId } from '~/features/published/petitions/random-id.server';
import type { PledgeDocument } from '~/features/published/pledges/pledge';
import { editionEntry } from '~/features/published/registers/edition-entry';
import { publishResponse } from '~/features/published/responses/publish-response.server';
import { newestRevision } from '~/features/published/statements/statements.queries.server';
import { dayIn } from '~/platform/zoned-time';
import { edition, publication, register } from '~db/schema/published';
import { inTransaction } from '~db/transaction';
import { openPetitionHouse, type PetitionHouse } from './petition-house';

/** A pledge that keeps to every rule of a house whose clock stands at 4 May 2026. */
export const soundPledge: NewPledge['words'] = {
  text: 'The logger is switched off on every laptop.',
  howSeen: 'No process of that name runs any more.',
  witnessed: 'stops',
  dueDay: '2026-06-01',
  milestones: [{ text: 'Pilot in Sales', day: '2026-05-18' }],
  status: 'not-started',
  evidence: [],
};

export interface PledgeHouse extends PetitionHouse {
  readonly leader: Actor;
  /** A petition that leadership has responded to. */
  readonly answered: () => Promise<string>;
  /** The house's day on the company's calendar. */
  readonly companyDay: () => string;
  /** Makes a pledge in the response to a petition; gives its name. */
  readonly pledge: (petitionId: string, given?: Partial<NewPledge>) => Promise<string>;
  readonly document: (id: string) => Promise<PledgeDocument>;
  /** Changes a pledge as it stands, as somebody does who looks at it now. */
  readonly revise: (
    id: string,
    change: Partial<NewPledge['words']>,
    given?: Partial<Omit<RevisedPledge, 'words'>>,
  ) => Promise<void>;
}

export async function openPledgeHouse(): Promise<PledgeHouse & { close: () => Promise<void> }> {
  const house = await openPetitionHouse();
  const { identified: db, published } = house.database;
  const { clock, settings } = house;
  const author = await house.person('organizer');
  const leader = await house.person('leadership');
  await addRegister(house);
  const companyDay = () => dayIn(settings.timeZone, clock.now());
  const deps = { db, clock, settings };

  async function current(id: string) {
    const newest = await newestRevision(published, 'pledge', id);
    if (!newest) throw new Error('no such pledge');
    return newest;
  }

  return {
    ...house,
    leader,
    companyDay,
    async answered() {
      const petitionId = await house.open(author);
      await house.count(petitionId, 120);
      const item = { answer: 'accepted', reason: 'We switch it off.' } as const;
      const text = { body: 'Thank you.', items: [item, item] };
      const said = { authorName: leader.name, reason: '', day: companyDay() };
      await inTransaction(db, async (tx) => {
        await appendEntry(tx, await publishResponse({ tx, settings }, { petitionId, base: 0, text, ...said }));
      });
      return petitionId;
    },
    async pledge(petitionId, given = {}) {
      const id = given.id ?? randomId();
      const owner = leader.personNumber;
      await makePledge(deps, { actor: leader, petitionId, words: soundPledge, owner, ...given, id });
      return id;
    },
    document: async (id) => (await current(id)).document,
    async revise(id, change, given = {}) {
      const { document, revision } = await current(id);
      const { ownerName: _, unit: __, ...words } = document;
      const reason = 'The vendor was late with it.';
      const as = { actor: leader, id, base: revision, owner: null, reason };
      await revisePledge(deps, { ...as, words: { ...words, ...change }, ...given });
    },
  };
}

/** A register that things can be pinned to, with one edition of which there is nothing but its names. */
async function addRegister({ database, clock, today }: PetitionHouse): Promise<void> {
  const { identified: db } = database;
  const done = { editionsDone: true, signaturesDone: true, checkpointDone: true };
  const files = { tiles: [], upperFile: 'a'.repeat(64), unitsFile: 'b'.repeat(64) };
  await db.insert(register).values({ id: 1, depth: 17, openedDay: today(), nextLeaf: 0 });
  await db.insert(publication).values({ number: 1, slot: clock.now(), day: today(), ...done });
  const first = {
    ...{ registerId: 1, number: 1, publication: 1, day: today(), size: 40, live: 40, rosterSize: 40, ...files },
    groupRoot: Buffer.alloc(32, 1),
  };
  await db.insert(edition).values(first);
  await appendEntry(db, editionEntry(first));
}
