import { useId } from 'react';
import { classNames } from '~/ui/class-names';
import { DateText } from '~/ui/date-text';
import { Link } from '~/ui/link';
import { Table } from '~/ui/table';
import type { PledgeStatus } from '../pledge';
import type { PledgeTimeline, TimelineFrame, TimelineRow } from '../pledge-timeline';
import { pledgeStanding } from '../pledge-words';

export interface PledgeTimelineChartProps {
  /** From `drawTimeline` in the loader. */
  timeline: PledgeTimeline;
  /** The company's day. */
  today: string;
  title?: string;
}

/** Pledges in time: a picture, the same in a sentence, how to read it, and the days behind it as a table. */
export function PledgeTimelineChart({ timeline, today, title = 'Pledges in time' }: PledgeTimelineChartProps) {
  const { wide, narrow, summary, pledges } = timeline;
  const numbered = pledges.map((pledge, index) => ({ ...pledge, number: index + 1 }));
  return (
    <figure className="chart pledge-chart">
      <Drawing frame={wide} className="chart__drawing--wide" {...{ title, summary }} />
      <Drawing frame={narrow} className="chart__drawing--narrow" {...{ title, summary }} />
      <figcaption>
        <p>{summary}</p>
        <p>
          A line runs from the day on which a pledge was made to the upright stroke where it is due; a dotted stroke is
          the day that was first promised, a diamond a milestone. The mark at the end is what leadership says became of
          it: <Key status="kept" /> kept, <Key status="partly-kept" /> partly kept, <Key status="broken" /> broken,{' '}
          <Key status="superseded" /> superseded. Dashes run on where it is overdue.
        </p>
      </figcaption>
      <details>
        <summary>The days as a table</summary>
        <Table
          caption={title}
          captionHidden
          rows={numbered}
          rowKey={({ id }) => id}
          isLate={(pledge) => pledgeStanding(pledge, today).tone === 'late'}
          columns={[
            {
              key: 'pledge',
              header: 'Pledge',
              cell: ({ id, number, text }) => (
                <>
                  {number}. <Link to={`/pledges/${id}`}>{text}</Link>
                </>
              ),
            },
            { key: 'made', header: 'Made', cell: ({ madeDay }) => <DateText day={madeDay} now={today} /> },
            {
              key: 'milestones',
              header: 'Milestones',
              cell: ({ milestones }) => (milestones.length === 0 ? 'None' : <Milestones {...{ milestones, today }} />),
            },
            { key: 'due', header: 'Due', cell: (pledge) => <DueText {...pledge} today={today} /> },
            { key: 'standing', header: 'Where it stands', cell: (pledge) => pledgeStanding(pledge, today).words },
          ]}
        />
      </details>
    </figure>
  );
}

function Milestones({ milestones, today }: { milestones: readonly { text: string; day: string }[]; today: string }) {
  return (
    <ul className="plain-list">
      {milestones.map(({ text, day }) => (
        <li key={text}>
          {text}: <DateText day={day} now={today} />
        </li>
      ))}
    </ul>
  );
}

/** When it is due, and when it was due at first where that was another day. */
export function DueText({ dueDay, firstDueDay, today }: { dueDay: string; firstDueDay: string; today: string }) {
  return (
    <>
      <DateText day={dueDay} now={today} />
      {firstDueDay !== dueDay && (
        <span className="soft">
          {' '}
          (first promised for <DateText day={firstDueDay} now={today} />)
        </span>
      )}
    </>
  );
}

interface DrawingProps {
  frame: TimelineFrame;
  className: string;
  title: string;
  summary: string;
}

function Drawing({ frame, className, title, summary }: DrawingProps) {
  const id = useId();
  const { width, height, top, bottom, todayX, todayAnchor, ticks, rows } = frame;
  return (
    <svg
      className={classNames('chart__drawing', 'pledge-timeline', className)}
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-labelledby={`${id}-title ${id}-desc`}
    >
      <title id={`${id}-title`}>{title}</title>
      <desc id={`${id}-desc`}>{summary}</desc>
      {ticks.map(({ x, words, anchor }) => (
        <g key={x}>
          <path className="chart__grid" d={`M${x} ${top}V${bottom}`} />
          <text className={textClass(anchor)} x={x} y={bottom + 18}>
            {words}
          </text>
        </g>
      ))}
      <path className="pledge-timeline__today" d={`M${todayX} ${top}V${bottom}`} />
      <text className={classNames(textClass(todayAnchor), 'pledge-timeline__now')} x={todayX} y={top - 8}>
        today
      </text>
      {rows.map((row) => (
        <Row key={row.id} row={row} />
      ))}
    </svg>
  );
}

function Row({ row }: { row: TimelineRow }) {
  const { label, labelY, y, madeX, dueX, firstDueX, goneX, lateX, milestones, end } = row;
  return (
    <g>
      <text className="chart__text pledge-timeline__label" x={12} y={labelY}>
        {label}
      </text>
      <path className="pledge-timeline__track" d={`M${madeX} ${y}H${dueX}`} />
      <path className="pledge-timeline__gone" d={`M${madeX} ${y}H${goneX}`} />
      {lateX !== null && <path className="pledge-timeline__late" d={`M${dueX} ${y}H${lateX}`} />}
      {firstDueX !== null && <path className="pledge-timeline__first-due" d={`M${firstDueX} ${y - 9}V${y + 9}`} />}
      <path className="pledge-timeline__due" d={`M${dueX} ${y - 9}V${y + 9}`} />
      {milestones.map((x, index) => (
        <path key={index} className="pledge-timeline__milestone" d={`M${x} ${y - 5}l5 5l-5 5l-5 -5z`} />
      ))}
      {end && <Mark x={end.x} y={y} status={end.status} />}
    </g>
  );
}

/** Told apart by shape, not by colour, and of one size: a promise that was kept is as plain to see as one that was broken. */
function Mark({ x, y, status }: { x: number; y: number; status: PledgeStatus }) {
  return (
    <g>
      <circle className={classNames('pledge-mark', status === 'kept' && 'pledge-mark--full')} cx={x} cy={y} r={8} />
      {status === 'kept' && <path className="pledge-mark__tick" d={`M${x - 4} ${y}l3 3l5 -6`} />}
      {status === 'partly-kept' && <path className="pledge-mark__half" d={`M${x} ${y - 8}a8 8 0 0 0 0 16z`} />}
      {status === 'broken' && <path className="pledge-mark__line" d={`M${x - 4} ${y - 4}l8 8m0 -8l-8 8`} />}
      {status === 'superseded' && <path className="pledge-mark__line" d={`M${x - 4} ${y}h8`} />}
    </g>
  );
}

/** The mark by itself, beside its word. */
export function Key({ status }: { status: PledgeStatus }) {
  return (
    <svg className="pledge-key" viewBox="0 0 20 20" width="16" height="16" aria-hidden="true">
      <Mark x={10} y={10} status={status} />
    </svg>
  );
}

const textClass = (anchor: 'start' | 'middle' | 'end') =>
  classNames('chart__text', anchor !== 'start' && `chart__text--${anchor}`);
