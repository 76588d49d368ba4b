import { eq } from 'drizzle-orm';
import type { Actor } from '~/features/identified/desks/desk';
import { leaderRecord, type LeaderRecord } from '~/features/identified/leadership/leader-record.server';
import { appendEntry } from '~/features/published/ledger/append-entry.server';
import type { PledgeDocument, PledgeStatus } from '~/features/published/pledges/pledge';
import { randomId } from '~/features/published/petitions/random-id.server';
import type { ResponseItem } from '~/features/published/responses/response';
import { publishResponse } from '~/features/published/responses/publish-response.server';
import { publishRevision } from '~/features/published/statements/publish-revision.server';
import { answerOwner, answerReopened, pledge } from '~db/schema/published-answers';
import { inTransaction } from '~db/transaction';
import { openPetitionHouse, type PetitionHouse } from './petition-house';

/** What a demand gets, told apart by its reason. */
export const item = (reason: string): ResponseItem => ({ answer: 'declined', reason: `${reason}, and that is why.` });

interface PledgeRow {
  readonly petitionId: string;
  readonly owner: LeaderRecord;
  readonly dueDay: string;
  readonly firstDueDay?: string;
  readonly status?: PledgeStatus;
  readonly endedDay?: string;
  readonly day?: string;
}

/** A petition house in which leadership owes answers, by the functions that publish them. */
export interface OwedHouse extends PetitionHouse {
  readonly author: Actor;
  readonly leader: (unit?: string) => Promise<Actor & { readonly record: LeaderRecord }>;
  /** A petition that is counted and whose answer is due. */
  readonly due: (dueDay: string, since?: string) => Promise<string>;
  readonly respond: (petitionId: string, items: readonly (ResponseItem | null)[], day: string) => Promise<void>;
  readonly own: (
    subject: 'petition' | 'summary' | 'pledge',
    id: string,
    owner: LeaderRecord,
    day: string,
  ) => Promise<void>;
  readonly reopen: (petitionId: string, demand: number, days: { day: string; dueDay: string }) => Promise<void>;
  readonly pledge: (row: PledgeRow) => Promise<string>;
  readonly close: () => Promise<void>;
}

export async function openOwedHouse(): Promise<OwedHouse> {
  const house = await openPetitionHouse();
  const { identified, published } = house.database;
  const revisions = new Map<string, number>();
  const owners = new Map<string, number>();
  const next = (map: Map<string, number>, key: string) => {
    const number = (map.get(key) ?? 0) + 1;
    map.set(key, number);
    return number;
  };
  const own: OwedHouse['own'] = async (subject, subjectId, { id: leaderId, unit }, day) => {
    const number = next(owners, `${subject} ${subjectId}`);
    await identified.insert(answerOwner).values({ subject, subjectId, number, leaderId, unit, day });
  };
  return {
    ...house,
    own,
    author: await house.person('organizer'),
    async leader(unit = 'Company / Board') {
      const actor = await house.person('leadership');
      const record = await inTransaction(identified, (tx) => leaderRecord(tx, actor.personNumber, house.today()));
      return { ...actor, record: { ...record, unit } };
    },
    async due(dueDay, since = house.today()) {
      const id = await house.open(await house.person('organizer'));
      await house.count(id, 600, since);
      await house.reach(id, dueDay);
      return id;
    },
    async respond(petitionId, items, day) {
      await inTransaction(identified, async (tx) => {
        const base = next(revisions, petitionId) - 1;
        const entry = await publishResponse(
          { tx, settings: house.settings },
          {
            ...{ petitionId, base, day, authorName: 'Lee Leader', reason: base === 0 ? '' : 'We know more today.' },
            text: { body: '', items },
          },
        );
        await appendEntry(tx, entry);
      });
    },
    async reopen(petitionId, demand, days) {
      const revision = revisions.get(petitionId) ?? 0;
      await published.insert(answerReopened).values({ petitionId, demand, revision, ...days });
    },
    async pledge({ petitionId, owner, dueDay, firstDueDay = dueDay, status = 'not-started', endedDay, day }) {
      const id = randomId();
      const made = day ?? house.today();
      const document: PledgeDocument = {
        ...{
          text: 'The logger is switched off.',
          howSeen: 'The red light is out.',
          witnessed: 'stops',
          status,
          dueDay,
        },
        ...{ ownerName: owner.name, unit: owner.unit, milestones: [], evidence: [] },
      };
      await inTransaction(identified, async (tx) => {
        const entry = await publishRevision(tx, {
          ...{ kind: 'pledge', id, base: 0, document, authorName: owner.name, reason: '', day: made },
        });
        await tx.insert(pledge).values({
          ...{ id, petitionId, leaderId: owner.id, unit: owner.unit, revision: 1, status, dueDay: firstDueDay },
          ...{ firstDueDay, day: made, ...(endedDay !== undefined && { endedDay }) },
        });
        await tx.update(pledge).set({ dueDay }).where(eq(pledge.id, id));
        await appendEntry(tx, entry);
      });
      await own('pledge', id, owner, made);
      return id;
    },
  };
}
