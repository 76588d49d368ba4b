import { DateText } from '~/ui/date-text';
import { Link } from '~/ui/link';
import { attachedPath, type Attached } from '../attachments';
import { partLabels, type FieldName } from '../programme-fields';
import { FieldAnswer, type FieldAnswerProps } from './field-answer';
import { Unanswered } from './unanswered';

export interface ProgrammeFieldProps extends FieldAnswerProps {
  programmeId: string;
  /** The day since which it stands open; null where it is answered. */
  openSince: string | null;
  /** What is about this field. */
  attached: readonly Attached[];
}

/** One question of the register with its answer, what is about it, and where to go from here. */
export function ProgrammeField(props: ProgrammeFieldProps) {
  const { programmeId, field, openSince, attached, today } = props;
  const label = partLabels[field];
  return (
    <section className="programme-field" id={field} aria-labelledby={`${field}-label`}>
      <h3 id={`${field}-label`}>{label}</h3>
      {openSince === null ? <FieldAnswer {...props} /> : <Unanswered since={openSince} today={today} />}
      <AttachedList attached={attached} today={today} />
      <FieldLinks programmeId={programmeId} field={field} label={label} />
    </section>
  );
}

const attachedWords: Readonly<Record<Attached['kind'], string>> = {
  petition: 'Petition',
  response: 'Response to',
  summary: 'Summary of concerns',
  pledge: 'Pledge',
};

/** Petitions, responses, pledges and summaries that are about a programme, or about one field of it. */
export function AttachedList({ attached, today }: { attached: readonly Attached[]; today: string }) {
  if (attached.length === 0) return null;
  return (
    <ul className="attached-list">
      {attached.map((each) => (
        <li key={`${each.kind}-${each.id}`}>
          {attachedWords[each.kind]}: <Link to={attachedPath(each)}>{each.title}</Link>{' '}
          <span className="soft">
            <DateText day={each.day} now={today} />
          </span>
        </li>
      ))}
    </ul>
  );
}

/** What a question's label is for in links that would all read alike. */
function Of({ label }: { label: string }) {
  return <span className="visually-hidden">{` (${label})`}</span>;
}

function FieldLinks({ programmeId, field, label }: { programmeId: string; field: FieldName; label: string }) {
  const query = new URLSearchParams({ programme: programmeId, field }).toString();
  return (
    <ul className="programme-field__links">
      <li>
        <Link to={`/programmes/${programmeId}/changes?field=${field}`}>
          History
          <Of label={label} />
        </Link>
      </li>
      <li>
        <Link to={`/concerns/new?${query}`}>
          Raise a concern
          <Of label={label} />
        </Link>
      </li>
      <li>
        <Link to={`/in/petitions/new?${query}`}>
          Start a petition
          <Of label={label} />
        </Link>
      </li>
    </ul>
  );
}
