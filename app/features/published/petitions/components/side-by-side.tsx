import { Table } from '~/ui/table';
import type { ComparedLine, ComparedWords } from '../compare-petitions';

/** Two petitions, line by line; what only one of them says is marked, and said in words to whoever cannot see that. */
export function SideBySide({ title, lines }: { title: string; lines: readonly ComparedLine[] }) {
  return (
    <Table
      caption={`This petition beside “${title}”`}
      captionHidden
      rows={lines}
      rowKey={({ what }) => what}
      columns={[
        { key: 'what', header: 'What', cell: ({ what }) => what },
        { key: 'here', header: 'This petition', cell: ({ here }) => <Words words={here} /> },
        { key: 'there', header: 'The other one', cell: ({ there }) => <Words words={there} /> },
      ]}
    />
  );
}

function Words({ words }: { words: readonly ComparedWords[] | null }) {
  if (words === null) return <span className="soft">Nothing like it</span>;
  return (
    <span className="compared">
      {words.map(({ text, own }, place) => {
        const key = String(place);
        if (!own || text.trim() === '') return <span key={key}>{text}</span>;
        return (
          <mark key={key}>
            <span className="visually-hidden"> [only here: </span>
            {text}
            <span className="visually-hidden">] </span>
          </mark>
        );
      })}
    </span>
  );
}
