import { plural } from '~/ui/count';
import { Link } from '~/ui/link';
import { StateDot } from '~/ui/tag';
import { stateWords, type ProgrammeState } from '../programme';
import { fieldNames, openFields } from '../programme-fields';
import type { CurrentProgramme } from '../programmes.queries.server';
import { CollectedTags } from './collected-tags';

export interface ProgrammeListProps {
  programmes: readonly Pick<CurrentProgramme, 'id' | 'document'>[];
  /** Where a programme leads; its public page unless told otherwise. */
  to?: (id: string) => string;
}

/** Programmes one below the other: where each stands, what it collects, and how much of it is not answered. */
export function ProgrammeList({ programmes, to = (id) => `/programmes/${id}` }: ProgrammeListProps) {
  return (
    <ul className="programme-list">
      {programmes.map(({ id, document }) => (
        <li key={id}>
          <h2 className="programme-list__name">
            <Link to={to(id)}>{document.name}</Link>
          </h2>
          <p className="programme-list__state">
            <ProgrammeStanding state={document.status} />
            <span>
              {document.owner === null ? 'Nobody named who answers for it' : `${document.owner} answers for it`}
            </span>
            <span>{openWords(openFields(document).length)}</span>
          </p>
          {document.collected ? (
            <CollectedTags kinds={document.collected.kinds} />
          ) : (
            <p className="soft small">What it collects is not answered.</p>
          )}
        </li>
      ))}
    </ul>
  );
}

/** Where a programme stands: a dot that is filled while it collects, or is about to. */
export function ProgrammeStanding({ state }: { state: ProgrammeState }) {
  const goesOn = state === 'active' || state === 'announced';
  return <StateDot state={goesOn ? 'on' : 'over'}>{stateWords[state]}</StateDot>;
}

/** "3 of 16 questions not answered". */
export function openWords(open: number): string {
  if (open === 0) return 'Every question answered';
  return `${String(open)} of ${plural(fieldNames.length, 'question')} not answered`;
}
