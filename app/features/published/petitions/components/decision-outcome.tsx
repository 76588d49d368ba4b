import { ButtonLink } from '~/ui/button';
import { Link } from '~/ui/link';
import { Notice } from '~/ui/notice';

/** What was decided on a petition that did not open, for its organizer, and what to do next. */
export function DecisionOutcome({ state, draftPath }: { state: string; draftPath: string | null }) {
  if (state === 'gathering') {
    return (
      <Notice title="It looks for sponsors">
        Once enough have come it goes to the moderators, and you get a mail. Until then only people with your link can
        read it.
      </Notice>
    );
  }
  if (state === 'lapsed') {
    return (
      <Notice title="Too few sponsors came in time">
        What they had sent was deleted, and how many there were was never known. Your text is back{' '}
        <Link to="/in/desk/organizer">among your drafts</Link>.
      </Notice>
    );
  }
  if (state === 'waiting') {
    return <Notice title="A moderator will read it">You get a mail when it is decided.</Notice>;
  }
  if (state === 'accepted') return <Notice tone="success" title="It opens with the next publication" />;
  if (state === 'appealed') {
    return <Notice title="Another moderator reads your appeal">You get a mail when it is decided.</Notice>;
  }
  if (state === 'rejected') {
    return (
      <Notice title="It was rejected">
        The reason stands below and in public. Your text is back <Link to="/in/desk/organizer">among your drafts</Link>:
        you can send it in anew, changed. If the reason does not hold, ask that another moderator decides.
      </Notice>
    );
  }
  if (state !== 'sent-back') return null;
  return (
    <Notice tone="warn" title="It was sent back to you">
      <p>What the moderator asks for stands below. Only you and the moderators can see this.</p>
      {draftPath && <ButtonLink to={draftPath}>Change it and send it in again</ButtonLink>}
    </Notice>
  );
}
