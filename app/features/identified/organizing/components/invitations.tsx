import { Link } from '~/ui/link';
import { Notice } from '~/ui/notice';
import type { Invitation } from '../organizers.queries.server';

/** What somebody is asked to organize with others; nothing where they are not. */
export function Invitations({
  invitations,
}: {
  invitations: readonly Pick<Invitation, 'petitionId' | 'title' | 'invitedBy'>[];
}) {
  if (invitations.length === 0) return null;
  return (
    <Notice title="You are asked to organize with others">
      <ul>
        {invitations.map(({ petitionId, title, invitedBy }) => (
          <li key={petitionId}>
            {invitedBy}: <Link to={`/in/invitations/${petitionId}`}>{title}</Link>
          </li>
        ))}
      </ul>
    </Notice>
  );
}
