import { Link } from '~/ui/link';
import { Section, Stack } from '~/ui/page';
import type { PledgeInList } from '../pledges.queries.server';
import { PledgeList } from './pledge-list';

/** What leadership pledged in its response to a petition; nothing where it pledged nothing. */
export function PledgesSection({ pledges, today }: { pledges: readonly PledgeInList[]; today: string }) {
  if (pledges.length === 0) return null;
  return (
    <Section title="What leadership pledged" id="pledges">
      <Stack>
        <PledgeList pledges={pledges} today={today} petitions={false} />
        <p className="small">
          <Link to="/pledges">All pledges of leadership</Link>
        </p>
      </Stack>
    </Section>
  );
}
