import {
  choiceMessage,
  choiceScope,
  petitionTextDigest,
  unitMessage,
  type Choice,
  type ChoiceKind,
  type Message,
  type Scope,
} from '~/crypto/semaphore/statement';
import { choicesOf, verdictId } from '~/features/published/choices/choice';
import type { PetitionText } from '~/features/published/petitions/petition';
import { pledgeTextDigest, type PledgeDocument } from '~/features/published/pledges/pledge';
import { questionTextDigest, type QuestionText } from '~/features/published/questions/question';
import { responseItemDigest, type ResponseItem } from '~/features/published/responses/response';

/**
 * Something that one chooses on unseen, as it stands on the screen: its digest is computed from these very words, never
 * taken from a server.
 */
export interface Choosable<C extends string> {
  /** Where a choice is posted, and where everything published of it is read. */
  readonly postPath: string;
  readonly nullifiersPath: string;
  /** In the order in which pages offer them and the file of nullifiers numbers them. */
  readonly choices: readonly C[];
  /** The choice that takes an earlier one back, where there is one. */
  readonly takesBack: C | null;
  /** The one register that it is pinned to. */
  readonly register: number;
  /** What is posted beside the choice and its proof: which thing it is. */
  readonly names: Readonly<Record<string, string | number>>;
  readonly scope: (organisation: string) => Scope;
  readonly message: (choice: C, n: number) => Message;
  /** What a second proof says where a unit may be disclosed; null where none may. */
  readonly unitMessage: ((path: string) => Message) | null;
}

/** Which words, and where they are pinned. */
interface Pinned {
  readonly register: number;
  /** Revision of the words on the screen. */
  readonly revision: number;
}

const namedBy = (kind: ChoiceKind, id: string, { register, revision }: Pinned, textDigest: Uint8Array) => ({
  postPath: '/unseen/choices',
  nullifiersPath: `/choices/${kind}/${id}/nullifiers`,
  register,
  names: { kind, id, revision },
  scope: (organisation: string) => choiceScope(organisation, kind, id),
  message: (choice: Choice, n: number) => choiceMessage(textDigest, choice, n),
});

export type Verdict = (typeof choicesOf.verdict)[number];

/** The answer to one demand, to be judged (protocol 11). */
export interface AnswerOnScreen extends Pinned {
  readonly petitionId: string;
  /** Number of the demand, from 1. */
  readonly number: number;
  readonly demand: string;
  readonly item: ResponseItem;
}

export function answerToJudge({ petitionId, number, demand, item, ...pinned }: AnswerOnScreen): Choosable<Verdict> {
  const digest = responseItemDigest(petitionId, number, demand, item);
  return {
    ...namedBy('verdict', verdictId(petitionId, number), pinned, digest),
    ...{ choices: choicesOf.verdict, takesBack: null, unitMessage: null },
  };
}

export type Witnessing = (typeof choicesOf.witness)[number];

/** A pledge, to be witnessed (protocol 11). */
export interface PledgeOnScreen extends Pinned {
  readonly pledgeId: string;
  readonly pledge: Pick<PledgeDocument, 'text' | 'howSeen' | 'witnessed'>;
}

export function pledgeToWitness({ pledgeId, pledge, ...pinned }: PledgeOnScreen): Choosable<Witnessing> {
  const digest = pledgeTextDigest(pledgeId, pledge);
  return {
    ...namedBy('witness', pledgeId, pinned, digest),
    ...{ choices: choicesOf.witness, takesBack: null, unitMessage: (path) => unitMessage(digest, path) },
  };
}

export type Support = (typeof choicesOf.support)[number];

/** A question, to be supported (protocol 11). */
export interface QuestionOnScreen extends Pinned {
  readonly questionId: string;
  readonly question: QuestionText;
}

export function questionToSupport({ questionId, question, ...pinned }: QuestionOnScreen): Choosable<Support> {
  const digest = questionTextDigest(question);
  return {
    ...namedBy('support', questionId, pinned, digest),
    ...{ choices: choicesOf.support, takesBack: 'none', unitMessage: null },
  };
}

export type Sponsoring = (typeof choicesOf.sponsor)[number];

/** A petition that looks for sponsors (protocol 11). */
export interface PetitionOnScreen extends Pinned {
  readonly petitionId: string;
  readonly text: PetitionText;
}

export function petitionToSponsor({ petitionId, text, ...pinned }: PetitionOnScreen): Choosable<Sponsoring> {
  const { title, demands, background } = text;
  const digest = petitionTextDigest({ title, demands, background });
  return {
    ...namedBy('sponsor', petitionId, pinned, digest),
    ...{ choices: choicesOf.sponsor, takesBack: 'none', unitMessage: null },
  };
}
