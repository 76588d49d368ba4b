import { Count } from '~/ui/count';
import { Table } from '~/ui/table';
import type { OfficeRecord } from '../record';
import { answerPlaces, pledgePlaces, type Place } from '../record-words';

/** What became of answers and pledges, each figure with what counts in it; all of them in the same type. */
export function RecordFigures({ record: { answers, pledges, takenOver } }: { record: OfficeRecord }) {
  return (
    <>
      <div className="record">
        <Figures caption="Answers" places={answerPlaces} figures={answers} />
        <Figures caption="Pledges" places={pledgePlaces} figures={pledges} />
      </div>
      {takenOver > 0 && (
        <p className="small soft">
          Beside these, <Count value={takenOver} /> taken over when the due day was over. They count on the record of
          whoever answered for them on that day.
        </p>
      )}
    </>
  );
}

function Figures<K extends string>({
  caption,
  places,
  figures,
}: {
  caption: string;
  places: readonly Place<K>[];
  figures: Readonly<Record<K, number>>;
}) {
  return (
    <Table
      caption={caption}
      narrow
      rows={places}
      rowKey={({ place }) => place}
      columns={[
        {
          key: 'label',
          header: 'What became of it',
          cell: ({ label, counts }) => (
            <>
              {label}
              <span className="record-note">{counts}</span>
            </>
          ),
        },
        { key: 'figure', header: 'How many', numeric: true, cell: ({ place }) => <Count value={figures[place]} /> },
      ]}
    />
  );
}
