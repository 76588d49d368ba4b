import { Button } from '~/ui/button';
import { Field } from '~/ui/field';
import { Cluster } from '~/ui/page';
import { everyPledge, pledgeFilters, pledgesHref, type PledgeAddress, type PledgeFilter } from '../pledge-list';
import { statusWords } from '../pledge-words';
import type { PledgeChoices } from '../pledges.queries.server';

const filterWords: Readonly<Record<PledgeFilter, string>> = {
  all: 'All',
  open: 'Open',
  overdue: 'Overdue',
  over: 'Over',
  ...statusWords,
};

/** What the tracker shows: each narrowing is an address of its own, so that it works without a script and can be passed on. */
export function PledgeFilters({ address, choices }: { address: PledgeAddress; choices: PledgeChoices }) {
  const { filter, owner, unit, programme } = address;
  const { owners, units, programmes } = choices;
  return (
    <search>
      <form method="get" action="/pledges" className="pledge-filters" key={pledgesHref(address)}>
        <Cluster>
          <Field
            kind="select"
            label="Which pledges"
            name="show"
            defaultValue={filter}
            options={pledgeFilters.map((value) => ({ value, label: filterWords[value] }))}
          />
          <Field
            kind="select"
            label="Who answers for it"
            name="owner"
            defaultValue={owner}
            placeholder="Everybody"
            options={owners.map((each) => ({ value: each.id, label: `${each.name}, ${each.unit}` }))}
          />
          <Field
            kind="select"
            label="Unit"
            name="unit"
            defaultValue={unit}
            placeholder="All units"
            options={units.map((value) => ({ value, label: value }))}
          />
          {programmes.length > 0 && (
            <Field
              kind="select"
              label="Programme"
              name="programme"
              defaultValue={programme}
              placeholder="All programmes"
              options={programmes.map(({ id, name }) => ({ value: id, label: name }))}
            />
          )}
          <Button tone="secondary">Show</Button>
        </Cluster>
      </form>
    </search>
  );
}

/** Where a list has nothing, and why. */
export function emptyPledges({ filter, ...address }: PledgeAddress): string {
  const narrowed = pledgesHref({ ...address, filter: 'all' }) !== pledgesHref(everyPledge);
  if (narrowed) return 'No pledge is like this.';
  return {
    all: 'Leadership has pledged nothing yet.',
    open: 'No pledge is open.',
    overdue: 'No pledge is overdue.',
    over: 'No pledge is over yet.',
    'not-started': 'No pledge has yet to be started.',
    'in-progress': 'No pledge is in progress.',
    kept: 'No pledge has been kept yet.',
    'partly-kept': 'No pledge has been kept in part.',
    broken: 'No pledge has been broken.',
    superseded: 'No pledge was superseded.',
  }[filter];
}
