import { Check } from '~/ui/choices';
import { Field } from '~/ui/field';
import type { DeskQuery, DeskSort } from '../desk-query';
import { stateNames } from '../handling-words';
import { useDesk } from './desk-context';

const states = [
  ['open', 'Open'],
  ['received', stateNames.received],
  ['in-review', stateNames['in-review']],
  ['answered', stateNames.answered],
  ['closed', stateNames.closed],
  ['all', 'All'],
] as const;

const sorts: Readonly<Record<DeskSort, string>> = {
  due: 'Due first',
  newest: 'Newest first',
  oldest: 'Oldest first',
};

interface InboxFiltersProps {
  readonly query: DeskQuery;
  readonly labels: readonly string[];
  /** Asks for something else, from the first page on. */
  readonly onAsk: (change: Partial<DeskQuery>) => void;
}

/** What is shown of the inbox, and in which order. */
export function InboxFilters({ query, labels, onAsk }: InboxFiltersProps) {
  const { programmes } = useDesk();
  return (
    <search className="desk-filters no-print">
      <ul className="desk-filters__states" aria-label="Where they stand">
        {states.map(([state, name]) => (
          <li key={state}>
            <button
              type="button"
              aria-pressed={query.state === state}
              onClick={() => {
                onAsk({ state });
              }}
            >
              {name}
            </button>
          </li>
        ))}
      </ul>
      <Field
        label="Search what was written"
        name="desk-search"
        kind="search"
        hint="Looked through on this device and sent nowhere. “In quotation marks”: words in a row."
        defaultValue={query.search}
        autoComplete="off"
        onChange={(search) => {
          onAsk({ search });
        }}
      />
      <div className="desk-filters__fields">
        <Choice
          name="desk-programme"
          label="Programme"
          value={query.programme}
          options={[
            ...[...programmes].map(([value, label]) => ({ value, label })),
            { value: 'none', label: 'Not listed' },
          ]}
          onChoose={(programme) => {
            onAsk({ programme });
          }}
        />
        <Choice
          name="desk-who"
          label="Looked after by"
          value={query.who === 'all' ? null : query.who}
          options={[
            { value: 'mine', label: 'Me' },
            { value: 'nobody', label: 'Nobody yet' },
          ]}
          onChoose={(who) => {
            onAsk({ who: who === 'mine' || who === 'nobody' ? who : 'all' });
          }}
        />
        {labels.length > 0 && (
          <Choice
            name="desk-label"
            label="Label"
            value={query.label}
            options={labels.map((label) => ({ value: label, label }))}
            onChoose={(label) => {
              onAsk({ label });
            }}
          />
        )}
        <Field
          label="Order"
          name="desk-sort"
          kind="select"
          defaultValue={query.sort}
          options={Object.entries(sorts).map(([value, label]) => ({ value, label }))}
          onChange={(sort) => {
            onAsk({ sort: sort as DeskSort });
          }}
        />
      </div>
      <Check
        label="Only what is overdue"
        name="desk-late"
        defaultChecked={query.lateOnly}
        onChange={(lateOnly) => {
          onAsk({ lateOnly });
        }}
      />
    </search>
  );
}

function Choice({
  name,
  label,
  value,
  options,
  onChoose,
}: {
  name: string;
  label: string;
  value: string | null;
  options: readonly { value: string; label: string }[];
  onChoose: (value: string | null) => void;
}) {
  return (
    <Field
      label={label}
      name={name}
      kind="select"
      placeholder="All"
      defaultValue={value ?? ''}
      options={options}
      onChange={(chosen) => {
        onChoose(chosen === '' ? null : chosen);
      }}
    />
  );
}
