import { DateText } from '~/ui/date-text';
import { Link } from '~/ui/link';
import { Notice } from '~/ui/notice';
import { announcementPath, type Announcement } from '../announcement';

/** The last announcement, on the home page. @param today on the company's calendar */
export function NewestAnnouncement({ announcement, today }: { announcement: Announcement; today: string }) {
  const { id, title, authorName, day } = announcement;
  return (
    <div className="announced">
      <Notice title={<Link to={announcementPath(id)}>{title}</Link>}>
        <p className="small">
          Announced by {authorName}, <DateText day={day} now={today} relative="also" />.{' '}
          <Link to="/announcements">All announcements</Link>
        </p>
      </Notice>
    </div>
  );
}
