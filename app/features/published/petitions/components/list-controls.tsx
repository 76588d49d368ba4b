import { Button } from '~/ui/button';
import { Field } from '~/ui/field';
import { Cluster } from '~/ui/page';
import { SectionNav } from '~/ui/section-nav';
import type { ListChoices } from '../list-choices.queries.server';
import {
  closingSoonDays,
  listFilters,
  listHref,
  searchLength,
  sortsOf,
  usualFilter,
  wholeCompany,
  type ListChoice,
  type ListFilter,
  type ListSort,
} from '../petition-list';

const filterNames: Readonly<Record<ListFilter, string>> = {
  open: 'Open',
  closing: 'Closing soon',
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
  answered: 'Answered last',
  relevance: 'Best match',
};

/** Search, filters and order of the list of petitions: an address each, so that it works without a script and can be passed on. */
export function ListControls({ address, choices }: { address: ListChoice; choices: ListChoices }) {
  const { filter, sort, search, unit, programme } = address;
  const own = (to: ListFilter) => listHref({ ...address, filter: to, sort: sortsOf(to, search)[0] ?? 'newest' });
  return (
    <search>
      <form method="get" action="/petitions" key={listHref(address)}>
        {(filter !== 'open' || filter !== usualFilter(search)) && <input type="hidden" name="show" value={filter} />}
        <Cluster>
          <Field label="Search petitions" name="q" kind="search" defaultValue={search} maxLength={searchLength} />
          <Button tone="secondary">Show</Button>
        </Cluster>
        <details className="list-narrow" open={unit !== '' || programme !== '' || sort !== sortsOf(filter, search)[0]}>
          <summary>Narrow and order</summary>
          <NarrowingFields address={address} choices={choices} />
        </details>
      </form>
      <SectionNav
        label="Which petitions"
        currentPath={own(filter)}
        items={listFilters.map((to) => ({ to: own(to), label: filterNames[to] }))}
      />
    </search>
  );
}

function NarrowingFields({ address, choices }: { address: ListChoice; choices: ListChoices }) {
  const { filter, sort, search, unit, programme } = address;
  const [usual = 'newest', ...others] = sortsOf(filter, search);
  // What an address names that there is not stays chosen, so that it can be seen and taken away.
  const units = unit === '' || unit === wholeCompany || choices.units.includes(unit) ? [] : [unit];
  const unknown = programme === '' || choices.programmes.some(({ id }) => id === programme) ? [] : [programme];
  return (
    <Cluster>
      <Field
        kind="select"
        label="Whom it asks"
        name="unit"
        defaultValue={unit}
        placeholder="Anybody"
        options={[
          { value: wholeCompany, label: 'The company’s leadership' },
          ...[...choices.units, ...units].map((value) => ({ value, label: value })),
        ]}
      />
      {(choices.programmes.length > 0 || unknown.length > 0) && (
        <Field
          kind="select"
          label="Programme"
          name="programme"
          defaultValue={programme}
          placeholder="All, and none"
          options={[
            ...choices.programmes.map(({ id, name }) => ({ value: id, label: name })),
            ...unknown.map((value) => ({ value, label: 'A programme that no petition is about' })),
          ]}
        />
      )}
      {others.length > 0 && (
        <Field
          kind="select"
          label="Order"
          name="sort"
          // The usual order is not named, so that a search that is typed now is ordered by what it finds.
          defaultValue={sort === usual ? '' : sort}
          placeholder={sortNames[usual]}
          options={others.map((value) => ({ value, label: sortNames[value] }))}
        />
      )}
      <Button tone="secondary">Apply</Button>
    </Cluster>
  );
}

/** Where a list has nothing, and why. */
export const emptyWords: Readonly<Record<ListFilter, string>> = {
  open: 'No petition is open right now.',
  closing: `No petition closes within the next ${String(closingSoonDays)} days.`,
  awaiting: 'No petition waits for a response. Leadership owes none.',
  answered: 'No petition has been answered yet.',
  closed: 'No petition has closed yet.',
  rejected: 'No petition has been rejected.',
  all: 'There are no petitions yet.',
};
