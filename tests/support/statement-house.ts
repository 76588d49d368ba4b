import { appendEntry } from '~/features/published/ledger/append-entry.server';
import { publishAnnouncement } from '~/features/published/announcements/publish-announcement.server';
import type { PledgeDocument } from '~/features/published/pledges/pledge';
import { publishResponse } from '~/features/published/responses/publish-response.server';
import type { ResponseText } from '~/features/published/responses/response';
import { publishRevision } from '~/features/published/statements/publish-revision.server';
import type { StatementDocuments, StatementKind } from '~/features/published/statements/statement';
import { leader, pledge } from '~db/schema/published-answers';
import { question } from '~db/schema/published-questions';
import { inTransaction } from '~db/transaction';
import { openPetitionHouse, type PetitionHouse } from './petition-house';

/** What leadership said on 3 May, and what it had to say on 9 July. */
export const firstResponse: ResponseText = {
  body: 'The data is **tightly controlled**, and it always was.',
  items: [
    { answer: 'declined', reason: 'We record no more than we need.' },
    { answer: 'partly', reason: 'Readers are named in the [register](https://example.com/register).' },
  ],
};

export const soundPledge: PledgeDocument = {
  text: 'The logger is switched off on every laptop.',
  howSeen: 'No process called “keylog” runs any more.',
  witnessed: 'stops',
  ownerName: 'Lena Leader',
  unit: 'Company / IT',
  dueDay: '2026-09-01',
  milestones: [{ text: 'Switched off in Sales', day: '2026-08-01' }],
  status: 'not-started',
  evidence: [],
};

/** A petition house in which leadership speaks: through the one function that publishes revisions, without its desks. */
export interface StatementHouse extends PetitionHouse {
  /** A response to a petition that is counted first, or a revision of it. */
  readonly respond: (petitionId: string, text?: ResponseText, base?: number, reason?: string) => Promise<void>;
  readonly announce: (title: string, body: string, petitionId?: string | null) => Promise<string>;
  /** A pledge from a response, by its random name. */
  readonly promise: (petitionId: string, document?: PledgeDocument) => Promise<string>;
  /** An open question under a petition with an answer to it. */
  readonly answerQuestion: (petitionId: string, asked: string, body: string) => Promise<string>;
  readonly revise: <K extends StatementKind>(
    kind: K,
    id: string,
    base: number,
    document: StatementDocuments[K],
    reason?: string,
  ) => Promise<void>;
}

export async function openStatementHouse(): Promise<StatementHouse & { close: () => Promise<void> }> {
  const house = await openPetitionHouse();
  const { settings, today } = house;
  const { identified: db } = house.database;
  const authorName = 'Lena Leader';
  let number = 0;
  const name = (kind: string) => `${kind}${String((number += 1)).padStart(20, '0')}`;
  await db.insert(leader).values({ id: 'leader', name: authorName, day: today() });

  const revise: StatementHouse['revise'] = (
    kind,
    id,
    base,
    document,
    reason = base === 0 ? '' : 'We know better now.',
  ) =>
    inTransaction(db, async (tx) => {
      const said = { kind, id, base, document, authorName, reason, day: today() };
      await appendEntry(tx, await publishRevision(tx, said));
    });

  return {
    ...house,
    revise,
    async respond(petitionId, text = firstResponse, base = 0, reason = base === 0 ? '' : 'We know better now.') {
      if (base === 0) await house.count(petitionId, settings.minimum);
      await inTransaction(db, async (tx) => {
        const said = { petitionId, base, text, authorName, reason, day: today() };
        await appendEntry(tx, await publishResponse({ tx, settings }, said));
      });
    },
    announce: (title, body, petitionId = null) =>
      inTransaction(db, async (tx) => {
        const said = { title, body, petitionId, mailed: false, authorName, day: today() };
        const { id, entry } = await publishAnnouncement(tx, said);
        await appendEntry(tx, entry);
        return id;
      }),
    async promise(petitionId, document = soundPledge) {
      const id = name('pledge');
      const { status, dueDay, unit } = document;
      await db.insert(pledge).values({
        ...{ id, petitionId, leaderId: 'leader', unit, revision: 1, status },
        ...{ dueDay, firstDueDay: dueDay, day: today() },
      });
      await revise('pledge', id, 0, document);
      return id;
    },
    async answerQuestion(petitionId, asked, body) {
      const id = name('question');
      const open = { state: 'open', openedDay: today() } as const;
      await house.database.anonymous
        .insert(question)
        .values({ id, petitionId, about: 'petition', body: asked, day: today(), ...open });
      await revise('answer', id, 0, { body });
      return id;
    },
  };
}
