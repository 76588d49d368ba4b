import { DateText } from '~/ui/date-text';
import { Link } from '~/ui/link';
import { Section, Stack } from '~/ui/page';
import { Prose } from '~/ui/prose';
import { Difference } from '../../revisions/components/difference';
import type { ToldRevision } from '../statement-history.queries.server';
import type { ChangedPart, StatementPart } from '../statement-parts';

/** Every revision of a statement, newest first, each a place to link to; later ones by what they changed. */
export function StatementRevisions({ revisions, today }: { revisions: readonly ToldRevision[]; today: string }) {
  return revisions.map(({ revision, authorName, day, reason, digest, said, changes }) => (
    <Section
      key={revision}
      id={`revision-${String(revision)}`}
      title={revision === 1 ? 'As first published' : `Revision ${String(revision)}`}
    >
      <Stack>
        <p className="soft small">
          {authorName}, <DateText day={day} now={today} relative="also" />
        </p>
        {reason !== '' && <blockquote className="serif plain-words">“{reason}”</blockquote>}
        {said.map((part) => (
          <Said key={part.key} part={part} />
        ))}
        {changes === null ? (
          <p>
            <Link to={`?up-to=${String(revision)}#revision-${String(revision)}`}>Show what it changed</Link>
          </p>
        ) : (
          changes.map((part) => <Changed key={part.key} part={part} />)
        )}
        <p className="soft small">
          In the ledger as <code className="digest">{digest}</code>
        </p>
      </Stack>
    </Section>
  ));
}

function Said({ part: { label, text, look } }: { part: StatementPart }) {
  return (
    <div>
      <h3 className="part-label">{label}</h3>
      {look === 'markdown' ? <Prose>{text}</Prose> : <p className="plain-words">{text}</p>}
    </div>
  );
}

function Changed({ part: { label, words } }: { part: ChangedPart }) {
  return (
    <div>
      <h3 className="part-label">{label}</h3>
      <Difference words={words} />
    </div>
  );
}
