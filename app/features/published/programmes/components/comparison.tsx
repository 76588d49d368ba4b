import { Link } from '~/ui/link';
import { fieldNames, partLabels, type FieldName } from '../programme-fields';
import type { ProgrammeDocument } from '../programme';
import type { ReviewDocument } from '../programmes.queries.server';
import { FieldAnswer } from './field-answer';
import { Unanswered } from './unanswered';

export interface ComparedProgramme {
  id: string;
  document: ProgrammeDocument;
  documents: readonly ReviewDocument[];
  /** The day since which each open field stands open. */
  openSince: Readonly<Partial<Record<FieldName, string>>>;
}

/** Two programmes, question by question. On a phone the answers stand one below the other, each under its name. */
export function Comparison({ one, other, today }: { one: ComparedProgramme; other: ComparedProgramme; today: string }) {
  return (
    <table className="comparison" role="table">
      <caption className="visually-hidden">{`${one.document.name} and ${other.document.name}, question by question`}</caption>
      <thead role="rowgroup">
        <tr role="row">
          <th scope="col" role="columnheader">
            Question
          </th>
          {[one, other].map(({ id, document }) => (
            <th key={id} scope="col" role="columnheader">
              <Link to={`/programmes/${id}`}>{document.name}</Link>
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {fieldNames.map((field) => (
          <tr key={field} role="row">
            <th scope="row" role="rowheader">
              {partLabels[field]}
            </th>
            {[one, other].map((programme) => (
              <td key={programme.id} role="cell" data-label={programme.document.name}>
                <Cell programme={programme} field={field} today={today} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Cell({ programme, field, today }: { programme: ComparedProgramme; field: FieldName; today: string }) {
  const since = programme.openSince[field];
  if (since !== undefined) return <Unanswered since={since} today={today} />;
  return <FieldAnswer document={programme.document} field={field} documents={programme.documents} today={today} />;
}
