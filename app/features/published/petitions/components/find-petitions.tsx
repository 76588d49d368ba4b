import { Button } from '~/ui/button';
import { Field } from '~/ui/field';
import { Link } from '~/ui/link';
import { Cluster } from '~/ui/page';
import { listHref, searchLength } from '../petition-list';

const WAYS = [
  { to: listHref({ filter: 'closing', sort: 'closing', search: '' }), label: 'Closing soon' },
  { to: listHref({ filter: 'awaiting', sort: 'longest', search: '' }), label: 'Waiting longest for a response' },
  { to: listHref({ filter: 'answered', sort: 'answered', search: '' }), label: 'Answered' },
  { to: listHref({ filter: 'all', sort: 'newest', search: '' }), label: 'All petitions' },
];

/** The way into the list of petitions from elsewhere: a search, and what people look for most. */
export function FindPetitions() {
  return (
    <search>
      <form method="get" action="/petitions">
        <Cluster>
          <Field label="Search petitions" name="q" kind="search" maxLength={searchLength} />
          <Button tone="secondary">Search</Button>
        </Cluster>
      </form>
      <ul className="ways">
        {WAYS.map(({ to, label }) => (
          <li key={to}>
            <Link to={to}>{label}</Link>
          </li>
        ))}
      </ul>
    </search>
  );
}
