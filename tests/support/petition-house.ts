import { decidePetition } from '~/features/identified/desks/decide-petition.server';
import type { Actor } from '~/features/identified/desks/desk';
import type { GrantableRole } from '~/features/identified/accounts/role';
import { createDraft, saveDraft } from '~/features/identified/drafts/save-draft.server';
import { submitDraft } from '~/features/identified/drafts/submit-draft.server';
import { toHex } from '~/crypto/hash';
import { petitionTextDigest } from '~/crypto/semaphore/statement';
import { closeDuePetitions } from '~/features/published/petitions/close-petitions.server';
import type { PetitionText } from '~/features/published/petitions/petition';
import { moderationReasons, type DecidedAct } from '~/features/published/petitions/moderation';
import type { Decision } from '~/features/published/petitions/moderation.schema';
import { openAcceptedPetitions } from '~/features/published/petitions/open-petitions.server';
import { petitionRecord } from '~/features/published/petitions/petition-page.queries.server';
import { addDays, dayOf, ManualClock } from '~/platform/clock';
import { productionSettings, type Settings } from '~/platform/settings';
import { ledgerEntry } from '~db/schema/published';
import { figure, thresholdReached } from '~db/schema/published';
import { inTransaction } from '~db/transaction';
import { createTestDatabase, type TestDatabase } from './database';
import { addPerson } from './people';

/** A text that keeps to every rule. */
export const soundText: PetitionText = {
  title: 'Stop recording our keystrokes and screens',
  demands: ['Pause the recording on every laptop.', 'Publish who can read the recordings.'],
  background: 'Since April a program on our laptops has recorded what we type.',
};

/** People, a clock and a database: what the life of a petition needs, without register, keys and signatures. */
export interface PetitionHouse {
  readonly database: TestDatabase;
  readonly clock: ManualClock;
  readonly settings: Settings;
  readonly publicUrl: string;
  readonly today: () => string;
  readonly person: (...roles: GrantableRole[]) => Promise<Actor>;
  /** A finished draft; parts may be given. */
  readonly draft: (author: Actor, text?: Partial<PetitionText>) => Promise<string>;
  readonly submit: (author: Actor, draftId: string) => Promise<string>;
  /** A petition that waits for moderators. */
  readonly waiting: (author: Actor, text?: Partial<PetitionText>) => Promise<string>;
  /** A decision on the text as it stands. */
  readonly decision: (petitionId: string, act: DecidedAct, reasonCode?: string) => Promise<Decision>;
  readonly decide: (moderator: Actor, petitionId: string, act: DecidedAct, reasonCode?: string) => Promise<void>;
  /** Opens what was accepted, as a publication does. */
  readonly openAccepted: (rosterSize?: number) => Promise<number>;
  readonly closeDue: () => Promise<number>;
  /** A petition that is open, by way of a moderator. */
  readonly open: (author: Actor, text?: Partial<PetitionText>) => Promise<string>;
  /** Publishes a count, as a checkpoint does. */
  readonly count: (petitionId: string, signers: number, day?: string) => Promise<void>;
  /** The threshold is reached today; the answer is due by `dueDay`. */
  readonly reach: (petitionId: string, dueDay?: string) => Promise<void>;
  /** Everything in the ledger, decoded, in order. */
  readonly ledger: () => Promise<Record<string, unknown>[]>;
}

export async function openPetitionHouse(): Promise<PetitionHouse & { close: () => Promise<void> }> {
  const database = await createTestDatabase();
  const { identified: db, published } = database;
  const clock = new ManualClock('2026-05-04T10:00:00Z');
  const settings = productionSettings({ organisation: 'acme', organisationName: 'Acme', timeZone: 'UTC' });
  const publicUrl = 'https://robin.example';
  const deps = { db, clock, settings, publicUrl };
  const today = () => dayOf(clock.now());
  const moderator = { personNumber: 'M0', name: 'Mo Moderator', roles: ['employee', 'moderator'] } satisfies Actor;
  await addPerson(db, { ...moderator, roles: ['moderator'] });

  const house: PetitionHouse = {
    database,
    clock,
    settings,
    publicUrl,
    today,
    async person(...roles) {
      const { personNumber, name } = await addPerson(db, { roles });
      return { personNumber, name, roles: ['employee', ...roles] };
    },
    async draft(author, text) {
      const patch = { ...soundText, ...text };
      const draftId = await createDraft(deps, { author: author.personNumber, title: patch.title });
      await saveDraft(deps, {
        draftId,
        author: author.personNumber,
        patch: { ...patch, demands: [...patch.demands], closesDay: addDays(today(), 30) },
      });
      return draftId;
    },
    submit: (author, draftId) => submitDraft(deps, { draftId, author }),
    waiting: async (author, text) => house.submit(author, await house.draft(author, text)),
    async decision(petitionId, act, reasonCode) {
      const record = await petitionRecord(db, petitionId);
      const digest = petitionTextDigest(record?.text ?? soundText);
      const reason = moderationReasons.find((each) => each.act === act && each.code === (reasonCode ?? each.code));
      if (!reason) throw new Error(`no reason ${reasonCode ?? ''} for ${act}`);
      return { act, reasonCode: reason.code, words: 'As the rules have it.', textDigest: toHex(digest) };
    },
    async decide(actor, petitionId, act, reasonCode) {
      await decidePetition(deps, { actor, petitionId, decision: await house.decision(petitionId, act, reasonCode) });
    },
    openAccepted: (rosterSize = 1000) =>
      inTransaction(db, (tx) => openAcceptedPetitions(tx, { day: today(), registerId: 1, rosterSize, settings })),
    closeDue: () => inTransaction(db, (tx) => closeDuePetitions(tx, { day: today(), publication: 1 })),
    async open(author, text) {
      const id = await house.waiting(author, text);
      await house.decide(moderator, id, 'accept');
      await house.openAccepted();
      return id;
    },
    async count(petitionId, signers, day = today()) {
      await published
        .insert(figure)
        .values({ petitionId, day, signers })
        .onConflictDoUpdate({ target: [figure.petitionId, figure.day], set: { signers } });
    },
    async reach(petitionId, dueDay = addDays(today(), settings.responseDays)) {
      await published.insert(thresholdReached).values({ petitionId, day: today(), dueDay });
    },
    async ledger() {
      const rows = await published.select({ bytes: ledgerEntry.bytes }).from(ledgerEntry).orderBy(ledgerEntry.index);
      return rows.map(({ bytes }) => JSON.parse(Buffer.from(bytes).toString()) as Record<string, unknown>);
    },
  };
  return { ...house, close: () => database.close() };
}

/** The code of the refusal that a promise ends in; fails where it does not end in one. */
export async function refusal(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof Error && 'code' in error) return String(error.code);
    throw error;
  }
  throw new Error('it was not refused');
}
