import { Link } from '~/ui/link';
import { Section, Stack } from '~/ui/page';
import { FollowButton } from './follow-button';

/** The ways to follow one petition, at the end of its page. */
export function FollowSection({ id, title, today }: { id: string; title: string; today: string }) {
  return (
    <Section title="Follow it" id="follow">
      <Stack>
        <FollowButton id={id} title={title} today={today} />
        <p className="soft small">
          In a feed reader: <a href={`/petitions/${id}/feed.atom`}>its feed</a>, the same for everybody. No list
          anywhere says who follows what. <Link to="/following">All ways to follow</Link>
        </p>
      </Stack>
    </Section>
  );
}
