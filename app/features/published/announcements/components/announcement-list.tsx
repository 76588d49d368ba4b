import { Link } from '~/ui/link';
import { Stack } from '~/ui/page';
import { announcementPath, type Announcement } from '../announcement';
import { AnnouncementFacts } from './announcement-facts';

/** Announcements by title, newest first as they come. @param today on the company's calendar */
export function AnnouncementList({ announcements, today }: { announcements: readonly Announcement[]; today: string }) {
  return (
    <ul className="announcements stack stack--loose">
      {announcements.map((each) => (
        <li key={each.id}>
          <Stack gap="tight">
            <h2>
              <Link to={announcementPath(each.id)}>{each.title}</Link>
            </h2>
            <AnnouncementFacts announcement={each} today={today} />
          </Stack>
        </li>
      ))}
    </ul>
  );
}
