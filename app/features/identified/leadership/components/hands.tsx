import { AnswersFor } from '~/features/published/answers/components/answers-for';
import type { OwnerSince } from '~/features/published/answers/due';
import type { Clarification } from '~/features/published/clarifications/clarification';
import { ClarificationList } from '~/features/published/clarifications/components/clarification-list';
import { plural } from '~/ui/count';
import { Link } from '~/ui/link';
import { Cluster, Stack } from '~/ui/page';
import type { AnswerSubject } from '../assignment';
import { assignPath } from '../desk-row';

interface HandsProps {
  readonly subject: AnswerSubject;
  readonly id: string;
  readonly owners: readonly OwnerSince[];
  readonly dueDay: string | null;
  /** What the organizer was asked; null where there is none to ask. */
  readonly asked: { readonly clarifications: readonly Clarification[]; readonly organizerName: string } | null;
  /** On the company's calendar. */
  readonly today: string;
}

/** Above an answer that is being written: who answers for it, and what the organizer was asked. */
export function Hands({ subject, id, owners, dueDay, asked, today }: HandsProps) {
  return (
    <Stack>
      <AnswersFor {...{ owners, dueDay, today }} />
      <Cluster>
        <Link to={assignPath({ subject, id })}>{owners.length === 0 ? 'Say who answers' : 'Change who answers'}</Link>
        {asked && <Link to={`/in/desk/leadership/ask/${id}`}>Ask the organizer</Link>}
      </Cluster>
      {asked && asked.clarifications.length > 0 && (
        <details>
          <summary>{`What the organizer was asked: ${plural(asked.clarifications.length, 'question')}`}</summary>
          <ClarificationList {...asked} today={today} />
        </details>
      )}
    </Stack>
  );
}
