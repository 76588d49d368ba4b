import { DateText } from '~/ui/date-text';
import { Link } from '~/ui/link';
import { RevisedLink } from '../../statements/components/revised-link';
import type { Announcement } from '../announcement';

/** By whom, when, about which petition, how often revised. @param today on the company's calendar */
export function AnnouncementFacts({ announcement, today }: { announcement: Announcement; today: string }) {
  const { id, authorName, day, revision, revisedDay, mailed, petition } = announcement;
  return (
    <p className="soft small">
      {authorName}, <DateText day={day} now={today} relative="also" />
      {petition && (
        <>
          , about <Link to={`/petitions/${petition.id}`}>{petition.title}</Link>
        </>
      )}
      . {mailed && 'It also went to everybody on the roster by mail. '}
      <RevisedLink kind="announcement" id={id} revision={revision} />
      {revision > 1 && (
        <>
          , last on <DateText day={revisedDay} now={today} />
        </>
      )}
      .
    </p>
  );
}
