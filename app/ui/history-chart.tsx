import { useId, type ReactNode } from 'react';
import { classNames } from './class-names';
import { formatCount } from './count';
import { formatDay } from './days';
import { Table } from './table';

export interface HistoryPoint {
  /** YYYY-MM-DD (UTC). */
  day: string;
  count: number;
}

/** One drawing in its own units: what `drawHistory` made. */
export interface ChartDrawing {
  width: number;
  height: number;
  area: string;
  line: string;
  last: { x: number; y: number } | null;
  left: number;
  right: number;
  baseline: number;
  levels: { y: number; words: string }[];
  days: { x: number; anchor: 'start' | 'middle' | 'end'; words: string }[];
  threshold: { y: number; words: string } | null;
}

export interface HistoryDrawing {
  points: HistoryPoint[];
  summary: string;
  wide: ChartDrawing;
  narrow: ChartDrawing;
}

export interface HistoryChartProps {
  /** From `drawHistory` in the loader. */
  history: HistoryDrawing;
  /** What is counted, for the name of the picture: "Signatures by day". */
  title: string;
  /** More words below: how it is counted, a download. */
  note?: ReactNode;
}

/** How a count grew: a picture, the same in a sentence, and the table behind it. */
export function HistoryChart({ history, title, note }: HistoryChartProps) {
  return (
    <figure className="chart">
      <Drawing drawing={history.wide} className="chart__drawing--wide" title={title} summary={history.summary} />
      <Drawing drawing={history.narrow} className="chart__drawing--narrow" title={title} summary={history.summary} />
      <figcaption>
        <p>{history.summary}</p>
        {note && <p>{note}</p>}
      </figcaption>
      {history.points.length > 0 && (
        <details>
          <summary>The figures as a table</summary>
          <Table
            caption={title}
            captionHidden
            narrow
            columns={[
              { key: 'day', header: 'Day', cell: (point) => <time dateTime={point.day}>{formatDay(point.day)}</time> },
              { key: 'count', header: 'Count', numeric: true, cell: (point) => formatCount(point.count) },
            ]}
            rows={[...history.points].reverse()}
            rowKey={(point) => point.day}
          />
        </details>
      )}
    </figure>
  );
}

interface DrawingProps {
  drawing: ChartDrawing;
  className: string;
  title: string;
  summary: string;
}

function Drawing({ drawing, className, title, summary }: DrawingProps) {
  const id = useId();
  return (
    <svg
      className={classNames('chart__drawing', className)}
      viewBox={`0 0 ${drawing.width} ${drawing.height}`}
      role="img"
      aria-labelledby={`${id}-title ${id}-desc`}
    >
      <title id={`${id}-title`}>{title}</title>
      <desc id={`${id}-desc`}>{summary}</desc>
      {drawing.levels.map((level) => (
        <g key={level.words}>
          <path className="chart__grid" d={`M${drawing.left} ${level.y}H${drawing.right}`} />
          <text className="chart__text chart__text--end" x={drawing.left - 10} y={level.y + 4}>
            {level.words}
          </text>
        </g>
      ))}
      <path className="chart__area" d={drawing.area} />
      {drawing.threshold && (
        <>
          <path className="chart__threshold" d={`M${drawing.left} ${drawing.threshold.y}H${drawing.right}`} />
          <text className="chart__text chart__text--threshold" x={drawing.left + 2} y={drawing.threshold.y - 7}>
            {drawing.threshold.words}
          </text>
        </>
      )}
      <path className="chart__line" d={drawing.line} />
      {drawing.last && <circle className="chart__last" cx={drawing.last.x} cy={drawing.last.y} r={4.5} />}
      {drawing.days.map((day) => (
        <text
          key={`${day.x}`}
          className={classNames('chart__text', day.anchor !== 'start' && `chart__text--${day.anchor}`)}
          x={day.x}
          y={drawing.baseline}
        >
          {day.words}
        </text>
      ))}
    </svg>
  );
}
