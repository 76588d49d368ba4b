import { z } from 'zod';
import { identityFromEntropy, type SemaphoreIdentity } from '~/crypto/semaphore/key';
import type { WireProof } from '~/crypto/semaphore/proof';
import { questionMessage, questionScope, type Message, type Scope } from '~/crypto/semaphore/statement';
import type { MerklePath } from '~/crypto/semaphore/tree';
import { questionSlotsPerDay, questionTextDigest, type QuestionText } from '~/features/published/questions/question';
import type { Standing } from '../concerns/stand-on-register';
import { freeSlot } from '../concerns/used-slots';
import { postAct, SubmitError } from '../membership/post-act';
import type { AskingBody } from './asking.schema';
import type { UsedQuestionSlots } from './used-question-slots';

export type AskingStage = 'register' | 'proof' | 'sending';

/** Whoever asks, as a key on the register; nothing of it is sent but a proof. */
export interface AskingPerson {
  readonly entropy: Uint8Array;
  /** Hex of the identity commitment. */
  readonly commitment: string;
}

export interface AskingTools {
  readonly organisation: string;
  /** 'YYYY-MM-DD' (UTC). */
  readonly today: () => string;
  readonly slots: UsedQuestionSlots;
  readonly standOn: (day: string, commitment: string) => Promise<Standing>;
  readonly prove: (input: {
    identity: SemaphoreIdentity;
    path: MerklePath;
    scope: Scope;
    message: Message;
  }) => Promise<WireProof>;
  readonly onStage: (stage: AskingStage) => void;
}

export class AskingQuestionError extends Error {
  override readonly name = 'AskingQuestionError';
  constructor(readonly code: 'all-slots-used' | 'keeps-changing') {
    super(code);
  }
}

/** Every slot may turn out to be used, and day and register may change meanwhile. */
const attempts = questionSlotsPerDay + 3;

/** After these everything is done anew: another slot, another day, another edition. */
const again: ReadonlySet<string> = new Set(['slot-used', 'wrong-day', 'stale-edition']);

const taken = z.strictObject({});

/**
 * Proves and sends a question (protocol 12). Where it is not known whether it arrived it may be sent again: the same words
 * stand once, by whatever slot they come.
 *
 * @param text as it stands on the screen, already parsed by `questionBody`
 * @throws AskingQuestionError; SubmitError (the server's code, or `connection-lost`), PageClockError, StandingError,
 *   RegisterReadError, TreeError, and what the prover throws
 */
export async function askQuestion(text: QuestionText, person: AskingPerson, tools: AskingTools): Promise<void> {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const day = tools.today();
    const slot = await freeSlot(tools.slots, day);
    if (slot === null) throw new AskingQuestionError('all-slots-used');
    const body = await prove(text, person, tools, { day, slot });
    tools.onStage('sending');
    try {
      await postAct('/unseen/questions', body, taken);
      await tools.slots.useSlot(day, slot);
      return;
    } catch (error) {
      if (!(error instanceof SubmitError)) throw error;
      // It may have arrived: then the slot is used.
      if (error.code === 'slot-used' || error.code === 'connection-lost') await tools.slots.useSlot(day, slot);
      if (!again.has(error.code)) throw error;
    }
  }
  throw new AskingQuestionError('keeps-changing');
}

async function prove(
  text: QuestionText,
  person: AskingPerson,
  tools: AskingTools,
  { day, slot }: { readonly day: string; readonly slot: number },
): Promise<AskingBody> {
  tools.onStage('register');
  const { register, edition, path } = await tools.standOn(day, person.commitment);
  tools.onStage('proof');
  const { depth, root, nullifier, points } = await tools.prove({
    identity: identityFromEntropy(person.entropy),
    path,
    scope: questionScope(tools.organisation, day, slot),
    message: questionMessage(questionTextDigest(text)),
  });
  return { v: 1, ...text, day, slot, register, edition, depth, root, nullifier, points: [...points] };
}
