import { Button } from '~/ui/button';
import { Field } from '~/ui/field';
import { Cluster } from '~/ui/page';
import { SectionNav } from '~/ui/section-nav';
import {
  listFilters,
  listHref,
  searchLength,
  sortsOf,
  type ListAddress,
  type ListFilter,
  type ListSort,
} from '../petition-list';

const filterNames: Readonly<Record<ListFilter, string>> = {
  open: 'Open',
  awaiting: 'Awaiting response',
  answered: 'Answered',
  closed: 'Closed',
  rejected: 'Rejected',
  all: 'All',
};

const sortNames: Readonly<Record<ListSort, string>> = {
  newest: 'Newest first',
  closing: 'Closing soonest',
  longest: 'Waiting longest',
  due: 'Due soonest',
  answered: 'Answered last',
  relevance: 'Best match',
};

/** Search, filters and order of the list of petitions: an address each, so that it works without a script. */
export function ListControls({ address }: { address: Omit<ListAddress, 'cursor'> }) {
  const { filter, sort, search } = address;
  const sorts = sortsOf(filter, search);
  return (
    <search>
      <form method="get" action="/petitions">
        <Cluster>
          <Field
            label="Search petitions"
            name="q"
            kind="search"
            defaultValue={search}
            maxLength={searchLength}
            key={`q-${search}`}
          />
          {search !== '' && <input type="hidden" name="show" value={filter} />}
          {sorts.length > 1 && (
            <Field
              label="Order"
              name="sort"
              kind="select"
              key={`sort-${filter}-${search}-${sort}`}
              defaultValue={sort}
              options={sorts.map((value) => ({ value, label: sortNames[value] }))}
            />
          )}
          <Button tone="secondary">Show</Button>
        </Cluster>
      </form>
      <SectionNav
        label="Which petitions"
        currentPath={listHref({ filter, sort: sortsOf(filter, search)[0] ?? 'newest', search })}
        items={listFilters.map((to) => ({
          to: listHref({ filter: to, sort: sortsOf(to, search)[0] ?? 'newest', search }),
          label: filterNames[to],
        }))}
      />
    </search>
  );
}

/** Where a list has nothing, and why. */
export const emptyWords: Readonly<Record<ListFilter, string>> = {
  open: 'No petition is open right now.',
  awaiting: 'No petition waits for a response. Leadership owes none.',
  answered: 'No petition has been answered yet.',
  closed: 'No petition has closed yet.',
  rejected: 'No petition has been rejected.',
  all: 'There are no petitions yet.',
};
