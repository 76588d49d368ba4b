import type { HandlerKey } from '~/features/published/handlers/handler-key';
import { partLabels, isFieldName } from '~/features/published/programmes/programme-fields';
import { plural } from '~/ui/count';
import { Facts } from '~/ui/facts';
import { answersOf, type ConcernDraft } from '../concern-draft';
import { guidedFields, kindWords } from '../concern-words';
import { sizeInWords } from '../file-list';

/** Everything as it will be encrypted and sent. */
export function StepCheck({ draft, handlers }: { draft: ConcernDraft; handlers: readonly HandlerKey[] }) {
  const { programme, field, kind, guided, files, leftOut } = draft;
  const readers = handlers.filter(({ fingerprint }) => !leftOut.includes(fingerprint));
  return (
    <div className="stack">
      <Facts
        stacked
        facts={[
          {
            term: 'About',
            detail: `${programme?.name ?? 'A programme that is not listed'}${programme && isFieldName(field) ? `: ${partLabels[field].toLowerCase()}` : ''}`,
          },
          ...(kind ? [{ term: 'Kind', detail: kindWords[kind].label }] : []),
          { term: 'To', detail: readers.map(({ name }) => name).join(', ') },
        ]}
      />
      <div className="said">
        <h3>{guidedFields[0].label}</h3>
        <p className="said__text">{guided.what.trim()}</p>
        {answersOf(draft).map(({ question, answer }) => (
          <div key={question}>
            <h3>{question}</h3>
            <p className="said__text">{answer}</p>
          </div>
        ))}
      </div>
      <h3>{files.length === 0 ? 'No files' : plural(files.length, 'file')}</h3>
      {files.length > 0 && (
        <ul className="plain-list">
          {files.map(({ name, bytes }) => (
            <li key={name}>
              {name} <span className="soft small">{sizeInWords(bytes.size)}</span>
            </li>
          ))}
        </ul>
      )}
      <p className="small soft">
        Before it is encrypted everything is padded, so that not even its length says much. Only the programme and the
        day stay readable.
      </p>
    </div>
  );
}
