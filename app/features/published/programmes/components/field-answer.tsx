import { formatCount, plural } from '~/ui/count';
import { DateText } from '~/ui/date-text';
import { Stack } from '~/ui/page';
import { Table } from '~/ui/table';
import { Tag } from '~/ui/tag';
import { noneWords, peopleWords, shortHash } from '../part-text';
import { reviewStateWords, stateWords, type ProgrammeDocument, type Review } from '../programme';
import type { FieldName } from '../programme-fields';
import type { ReviewDocument } from '../programmes.queries.server';
import { CollectedTags } from './collected-tags';

export interface FieldAnswerProps {
  document: ProgrammeDocument;
  field: FieldName;
  /** The documents that its reviews name. */
  documents: readonly ReviewDocument[];
  today: string;
}

/** What a programme answers to one question of the register; nothing where it does not. */
export function FieldAnswer({ document, field, documents, today }: FieldAnswerProps) {
  switch (field) {
    case 'purpose':
      return <Words text={document.purpose} />;
    case 'collected':
      return (
        document.collected && (
          <Stack gap="tight">
            <CollectedTags kinds={document.collected.kinds} />
            <Words text={document.collected.detail} />
          </Stack>
        )
      );
    case 'from-whom':
      return <Words text={document.fromWhom} />;
    case 'since':
      return document.since && <DateText day={document.since} now={today} relative="also" />;
    case 'retention':
      return document.retention && <Retention retention={document.retention} />;
    case 'readers':
      return (
        document.readers && (
          <Stack gap="tight">
            <p className="programme-figure">{peopleWords(document.readers.people)}</p>
            <Words text={document.readers.text} />
          </Stack>
        )
      );
    case 'processed-where':
      return <Words text={document.processedWhere} />;
    case 'privacy-review':
      return <ReviewAnswer review={document.reviews.privacy} documents={documents} today={today} />;
    case 'security-review':
      return <ReviewAnswer review={document.reviews.security} documents={documents} today={today} />;
    case 'works-council-review':
      return <ReviewAnswer review={document.reviews.worksCouncil} documents={documents} today={today} />;
    case 'legal-basis':
      return <ReviewAnswer review={document.reviews.legalBasis} documents={documents} today={today} />;
    case 'opt-out':
      return <Words text={document.optOut} />;
    case 'exemptions':
      return <Exemptions exemptions={document.exemptions} />;
    case 'incidents':
      return <Incidents incidents={document.incidents} today={today} />;
    case 'status':
      return <>{stateWords[document.status]}</>;
    case 'owner':
      return <>{document.owner}</>;
  }
}

/** Plain text as it was written, line by line: nothing in it is markup. */
export function Words({ text }: { text: string | null }) {
  return text && <p className="plain-words">{text}</p>;
}

function Retention({ retention: { text, days } }: { retention: NonNullable<ProgrammeDocument['retention']> }) {
  return (
    <Stack gap="tight">
      {days !== null && <p className="programme-figure">{plural(days, 'day')}</p>}
      <Words text={text} />
    </Stack>
  );
}

function ReviewAnswer({
  review,
  documents,
  today,
}: Pick<FieldAnswerProps, 'documents' | 'today'> & { review: Review | null }) {
  if (!review) return null;
  return (
    <Stack gap="tight">
      <p className="cluster">
        <Tag tone={review.state === 'done' ? 'accent' : 'plain'}>{reviewStateWords[review.state]}</Tag>
        {review.day && <DateText day={review.day} now={today} relative="also" />}
      </p>
      <Words text={review.summary} />
      {review.documents.length > 0 && (
        <ul>
          {review.documents.map((hash) => (
            <li key={hash}>
              <DocumentLink hash={hash} document={documents.find((each) => each.hash === hash)} />
            </li>
          ))}
        </ul>
      )}
    </Stack>
  );
}

function DocumentLink({ hash, document }: { hash: string; document: ReviewDocument | undefined }) {
  const kind = document?.mediaType === 'application/pdf' ? 'PDF' : 'text';
  return (
    <>
      <a href={`/programmes/documents/${hash}`} download rel="nofollow">
        {document?.title ?? `Document ${shortHash(hash)}`}
      </a>{' '}
      {document && <span className="soft small">{`(${kind}, ${sizeWords(document.bytes)})`}</span>}
    </>
  );
}

const bytesPerKilobyte = 1000;

function sizeWords(bytes: number): string {
  return `${formatCount(Math.max(1, Math.round(bytes / bytesPerKilobyte)))} kB`;
}

function Exemptions({ exemptions }: Pick<ProgrammeDocument, 'exemptions'>) {
  if (!exemptions) return null;
  if (exemptions.length === 0) return <p>{noneWords.exemptions}</p>;
  return (
    <Table
      caption="Who is exempt, by rank"
      captionHidden
      narrow
      rows={exemptions.map((row, index) => ({ ...row, key: String(index) }))}
      rowKey={({ key }) => key}
      columns={[
        { key: 'rank', header: 'Rank', cell: ({ rank }) => rank },
        { key: 'exempt', header: 'Exempt', cell: ({ exempt }) => (exempt ? 'Yes' : 'No') },
        { key: 'why', header: 'Why', cell: ({ why }) => why ?? <span className="soft">No reason given</span> },
      ]}
    />
  );
}

function Incidents({ incidents, today }: Pick<ProgrammeDocument, 'incidents'> & { today: string }) {
  if (!incidents) return null;
  if (incidents.length === 0) return <p>{noneWords.incidents}</p>;
  return (
    <ul className="entry-list">
      {incidents.map(({ day, text }, index) => (
        <li key={String(index)}>
          <span className="soft small">
            <DateText day={day} now={today} relative="also" />
          </span>
          <Words text={text} />
        </li>
      ))}
    </ul>
  );
}
