import type { PledgeStatus } from './pledge';

/** What the timeline is drawn from, a row a pledge. All days are the company's. */
export interface TimelinePledge {
  readonly id: string;
  readonly text: string;
  readonly madeDay: string;
  readonly dueDay: string;
  readonly firstDueDay: string;
  readonly endedDay: string | null;
  readonly status: PledgeStatus;
  readonly milestones: readonly { readonly text: string; readonly day: string }[];
}

/** One row of a drawing, in the drawing's own units. */
export interface TimelineRow {
  readonly id: string;
  readonly number: number;
  readonly label: string;
  /** Baseline of the label, and height of the track. */
  readonly labelY: number;
  readonly y: number;
  readonly madeX: number;
  readonly dueX: number;
  /** Where it was due as first promised, if that was another day. */
  readonly firstDueX: number | null;
  /** How far it went: to where it was over, else to today or to the due day, whichever is first. */
  readonly goneX: number;
  /** Where it is overdue up to: today; null where it is not. */
  readonly lateX: number | null;
  readonly milestones: readonly number[];
  /** The mark of what leadership says became of it, and where; null while it is open. */
  readonly end: { readonly x: number; readonly status: PledgeStatus } | null;
}

export interface TimelineFrame {
  readonly width: number;
  readonly height: number;
  readonly top: number;
  readonly bottom: number;
  readonly todayX: number;
  readonly todayAnchor: 'start' | 'middle' | 'end';
  readonly ticks: readonly {
    readonly x: number;
    readonly words: string;
    readonly anchor: 'start' | 'middle' | 'end';
  }[];
  readonly rows: readonly TimelineRow[];
}

/** The picture twice, for wide and for narrow places, what it says in a sentence, and the days behind it. */
export interface PledgeTimeline {
  readonly wide: TimelineFrame;
  readonly narrow: TimelineFrame;
  readonly summary: string;
  readonly pledges: readonly TimelinePledge[];
}
