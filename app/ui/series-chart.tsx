import { useId } from 'react';
import { classNames } from './class-names';
import { formatCount } from './count';
import { formatDay } from './days';
import { Table } from './table';

/** One row of what is drawn: a day, and the count of each series at its end. */
export interface SeriesPoint {
  /** YYYY-MM-DD (UTC). */
  day: string;
  counts: number[];
}

/** One drawing in its own units: what `drawSeries` made. */
export interface SeriesFrame {
  width: number;
  height: number;
  left: number;
  right: number;
  top: number;
  ground: number;
  lines: string[];
  levels: { y: number; words: string }[];
  days: { x: number; anchor: 'start' | 'middle' | 'end'; words: string }[];
  marks: { x: number; y: number; anchor: 'start' | 'end'; words: string }[];
}

export interface SeriesDrawing {
  labels: string[];
  points: SeriesPoint[];
  /** Whose words the marks are: "Leadership says". */
  speaker: string;
  marks: { day: string; words: string }[];
  summary: string;
  wide: SeriesFrame;
  narrow: SeriesFrame;
}

/** Strokes differ in dashes too, not in colour alone. */
const strokes = ['chart__line', 'chart__line chart__line--other'];

/** How a few counts went over time: a picture, the same in a sentence, and the table behind it. */
export function SeriesChart({ drawing, title }: { drawing: SeriesDrawing; title: string }) {
  const { labels, points, speaker, marks, summary } = drawing;
  return (
    <figure className="chart chart--series">
      <ul className="chart__legend">
        {labels.map((label, index) => (
          <li key={label}>
            <svg className="chart__sample" viewBox="0 0 28 8" aria-hidden="true">
              <path className={strokes[index]} d="M0 4H28" />
            </svg>
            {label}
          </li>
        ))}
      </ul>
      <Frame frame={drawing.wide} className="chart__drawing--wide" {...{ title, summary }} />
      <Frame frame={drawing.narrow} className="chart__drawing--narrow" {...{ title, summary }} />
      <figcaption>
        <p>{summary}</p>
      </figcaption>
      <details>
        <summary>The figures as a table</summary>
        <Table
          caption={title}
          captionHidden
          columns={[
            { key: 'day', header: 'Day', cell: ({ day }) => <time dateTime={day}>{formatDay(day)}</time> },
            ...labels.map((label, index) => ({
              ...{ key: label, header: label, numeric: true },
              cell: ({ counts }: SeriesPoint) => formatCount(counts[index] ?? 0),
            })),
            ...(marks.length === 0
              ? []
              : [{ key: 'mark', header: speaker, cell: ({ day }: SeriesPoint) => wordsOn(marks, day) }]),
          ]}
          rows={[...points].reverse()}
          rowKey={({ day }) => day}
        />
      </details>
    </figure>
  );
}

/** What stood on a day: the last that was said by then. */
function wordsOn(marks: SeriesDrawing['marks'], day: string): string {
  return marks.filter((mark) => mark.day <= day).at(-1)?.words ?? '';
}

interface FrameProps {
  frame: SeriesFrame;
  className: string;
  title: string;
  summary: string;
}

function Frame({ frame, className, title, summary }: FrameProps) {
  const id = useId();
  return (
    <svg
      className={classNames('chart__drawing', className)}
      viewBox={`0 0 ${frame.width} ${frame.height}`}
      role="img"
      aria-labelledby={`${id}-title ${id}-desc`}
    >
      <title id={`${id}-title`}>{title}</title>
      <desc id={`${id}-desc`}>{summary}</desc>
      {frame.levels.map((level) => (
        <g key={level.words}>
          <path className="chart__grid" d={`M${frame.left} ${level.y}H${frame.right}`} />
          <text className="chart__text chart__text--end" x={frame.left - 10} y={level.y + 4}>
            {level.words}
          </text>
        </g>
      ))}
      {frame.marks.map((mark) => (
        <g key={`${mark.x} ${mark.words}`}>
          <path className="chart__mark" d={`M${mark.x} ${mark.y + 4}V${frame.ground}`} />
          <text
            className={classNames('chart__text chart__text--mark', mark.anchor === 'end' && 'chart__text--end')}
            x={mark.x}
            y={mark.y}
          >
            {mark.words}
          </text>
        </g>
      ))}
      {frame.lines.map((line, index) => (
        <path key={strokes[index]} className={strokes[index]} d={line} />
      ))}
      {frame.days.map((day) => (
        <text
          key={`${day.x}`}
          className={classNames('chart__text', day.anchor !== 'start' && `chart__text--${day.anchor}`)}
          x={day.x}
          y={frame.ground + 19}
        >
          {day.words}
        </text>
      ))}
    </svg>
  );
}
