import { moderationReason, type DecidedAct } from '~/features/published/petitions/moderation';
import { appealDays } from '~/features/published/petitions/petition';
import type { Decision } from '~/features/published/petitions/moderation.schema';

const subjects: Readonly<Record<DecidedAct, string>> = {
  accept: 'Your petition was accepted',
  'send-back': 'Your petition was sent back to you',
  reject: 'Your petition was rejected',
  grant: 'Your appeal was granted: the petition is accepted',
  uphold: 'Your appeal was not granted',
};

const next: Readonly<Record<DecidedAct, string>> = {
  accept: 'It opens with the next publication. From then on its text stands as it is.',
  'send-back': 'Change what the moderator asks for and send it in again. Only you and the moderators can see it.',
  reject: `The decision is public, with its reason. Your text is back among your drafts. Within ${String(appealDays)} days you may ask, once, that another moderator decides.`,
  grant: 'It opens with the next publication. From then on its text stands as it is.',
  uphold:
    'Another moderator has read it, and the petition stays rejected. You may rework the text and send it in as a new petition.',
};

/** What an organizer is told of a moderator's decision. Plain text. */
export function decisionMail(input: {
  readonly title: string;
  readonly decision: Decision;
  readonly publicUrl: string;
  readonly petitionId: string;
}): { subject: string; body: string } {
  const { title, decision, publicUrl, petitionId } = input;
  const reason = moderationReason(decision.reasonCode)?.words ?? '';
  const body = [
    `“${title}”`,
    reason,
    decision.words,
    next[decision.act],
    `${publicUrl}/in/desk/organizer/${petitionId}`,
  ];
  return { subject: subjects[decision.act], body: `${body.filter((line) => line !== '').join('\n\n')}\n` };
}
