import type { Settings } from '~/platform/settings';
import { shownValue } from '../figures/figure';
import type { SignerUnitFigure } from '../figures/signer-unit-figures.queries.server';
import type { PetitionView } from '../petitions/petition-page.queries.server';
import { startedBy } from '../petitions/petition-words';
import { answerWords } from '../responses/response';

/** What a pack says of a petition: `petition.json`, and what its tables and its PDF are made of. */
export interface PackFacts {
  readonly v: 1;
  /** Name that every scope is bound to, and the company's as people read it. */
  readonly organisation: string;
  readonly company: string;
  readonly address: string;
  /** The state of the ledger that all of this is under. */
  readonly checkpoint: { readonly size: number; readonly day: string };
  readonly petition: {
    readonly id: string;
    readonly state: string;
    readonly title: string;
    readonly demands: readonly string[];
    /** Markdown. */
    readonly background: string;
    /** Hex; what a signature binds to (protocol 4). */
    readonly textDigest: string;
    readonly startedBy: string;
    readonly opened: string;
    readonly closes: string;
    readonly closed: string | null;
    readonly criticalMass: number;
    readonly threshold: number | null;
    readonly register: number | null;
    /** Closed under its critical mass: its signatures were deleted. */
    readonly deleted: boolean;
  };
  /** Null where no number may be shown: there is none, in no file of the pack. */
  readonly signers: number | null;
  /** From how many on there is a number; null where there is one. */
  readonly countsFrom: number | null;
  readonly reached: string | null;
  readonly due: string | null;
  /** Days on which a publication changed the count, ascending. */
  readonly history: readonly { readonly day: string; readonly signers: number }[];
  /** Units that signers disclosed, as far as they may be shown. */
  readonly units: readonly SignerUnitFigure[];
  readonly updates: readonly { readonly number: number; readonly day: string; readonly body: string }[];
  readonly response: {
    readonly author: string;
    readonly day: string;
    readonly revision: number;
    /** Markdown; may be empty. */
    readonly body: string;
    readonly items: readonly {
      readonly demand: string;
      readonly answer: string | null;
      readonly reason: string | null;
    }[];
  } | null;
  readonly moderation: readonly { readonly number: number; readonly day: string; readonly act: string; readonly reason: string; readonly words: string | null; readonly moderator: string }[]; // prettier-ignore
}

interface Surroundings {
  readonly settings: Pick<Settings, 'organisation' | 'organisationName'>;
  readonly publicUrl: string;
  readonly checkpoint: PackFacts['checkpoint'];
  readonly units: readonly SignerUnitFigure[];
}

/**
 * Everything that a pack says, from what the petition's page is made of.
 * @returns null for a petition that never opened, or whose text is shown to nobody
 */
export function packFacts(view: PetitionView, surroundings: Surroundings): PackFacts | null {
  const { id, state, text, textDigest, openedDay, figures, response } = view;
  if (openedDay === null || text === null) return null;
  const { settings, publicUrl, checkpoint, units } = surroundings;
  const signers = figures ? shownValue(figures.signers) : null;
  return {
    v: 1,
    organisation: settings.organisation,
    company: settings.organisationName,
    address: `${publicUrl}/petitions/${id}`,
    checkpoint,
    petition: {
      ...{ id, state, ...text, textDigest, startedBy: startedBy(view), opened: openedDay },
      ...{ closes: view.closesDay, closed: view.closedDay, criticalMass: view.criticalMass, threshold: view.threshold },
      ...{ register: view.registerId, deleted: view.deleted },
    },
    signers,
    countsFrom: figures?.signers.kind === 'withheld' ? figures.signers.minimum : null,
    reached: figures?.reachedDay ?? null,
    due: figures?.dueDay ?? null,
    history: view.history.flatMap(({ day, signers: of }) => (of.kind === 'shown' ? [{ day, signers: of.value }] : [])),
    units: signers === null ? [] : units,
    updates: view.updates,
    response: response && {
      ...{ author: response.authorName, day: response.day, revision: response.revision, body: response.body },
      items: text.demands.map((demand, place) => {
        const item = response.items[place] ?? null;
        return { demand, answer: item && answerWords[item.answer], reason: item?.reason ?? null };
      }),
    },
    moderation: view.moderation.map(({ number, day, act, reasonCode, words, moderatorName }) => ({
      ...{ number, day, act, reason: reasonCode, words, moderator: moderatorName },
    })),
  };
}
