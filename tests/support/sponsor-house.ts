import { eq } from 'drizzle-orm';
import type { Actor } from '~/features/identified/desks/desk';
import { settlePetitions } from '~/features/identified/desks/settle-petitions.server';
import { createDraft, saveDraft } from '~/features/identified/drafts/save-draft.server';
import { submitDraft } from '~/features/identified/drafts/submit-draft.server';
import { addDays, dayOf } from '~/platform/clock';
import { draft, mailOutbox } from '~db/schema/identified';
import { petition } from '~db/schema/published';
import { openChoiceHouse, type ChoiceHouse } from './choice-house';
import { addPerson } from './people';
import { soundText } from './petition-house';

/** A choice house in which petitions look for sponsors. Ten is the floor, 18:00 UTC the hour. */
export interface SponsorHouse extends ChoiceHouse {
  readonly author: () => Promise<Actor>;
  /** A petition that looks for sponsors, and the secret in its link. */
  readonly gathering: (wanted: number, author?: Actor) => Promise<{ id: string; secret: string; author: Actor }>;
  /** So many people sponsor it, each once. */
  readonly sponsor: (id: string, size: number, name?: string) => Promise<void>;
  readonly publishOn: (day: string) => Promise<number | null>;
  readonly settle: () => Promise<void>;
  readonly stateOf: (id: string) => Promise<typeof petition.$inferSelect>;
  /** Subjects of mails left for an author. */
  readonly mails: (author: Actor) => Promise<string[]>;
}

export async function openSponsorHouse(): Promise<SponsorHouse> {
  const house = await openChoiceHouse();
  const { clock, settings, database } = house;
  const db = database.identified;
  const deps = { db, clock, settings, publicUrl: 'https://robin.example' };
  const author = async (): Promise<Actor> => {
    const { personNumber, name } = await addPerson(db);
    return { personNumber, name, roles: ['employee'] };
  };
  return {
    ...house,
    author,
    async gathering(wanted, given) {
      const who = given ?? (await author());
      const own = { author: who.personNumber };
      const draftId = await createDraft(deps, { ...own, title: soundText.title });
      const closesDay = addDays(dayOf(clock.now()), 90);
      const patch = { ...soundText, demands: [...soundText.demands], closesDay, sponsorsWanted: wanted };
      await saveDraft(deps, { ...own, draftId, patch });
      const id = await submitDraft(deps, { draftId, author: who });
      const [row] = await db.select({ secret: draft.sponsorSecret }).from(draft).where(eq(draft.id, draftId));
      return { id, secret: row?.secret ?? '', author: who };
    },
    async sponsor(id, size, name = 'person') {
      for (let i = 0; i < size; i += 1) {
        await house.choose({ kind: 'sponsor', id, person: `${name}${String(i)}`, choice: 'sponsor' });
      }
    },
    publishOn(day) {
      clock.set(`${day}T18:00:00Z`);
      return house.publish();
    },
    settle: () => settlePetitions(deps),
    async stateOf(id) {
      const [row] = await db.select().from(petition).where(eq(petition.id, id));
      if (!row) throw new Error(`no petition ${id}`);
      return row;
    },
    async mails({ personNumber }) {
      const address = `person.${personNumber.slice(1)}@example.com`;
      const rows = await db.select().from(mailOutbox).where(eq(mailOutbox.recipient, address));
      return rows.map(({ subject }) => subject);
    },
  };
}
