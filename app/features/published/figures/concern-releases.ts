import { suppress, type Release } from './suppress';

/** What is counted of the concerns about one programme. Each of the three is part of the one before. */
export interface ConcernCounts {
  readonly received: number;
  readonly answered: number;
  readonly inTime: number;
  /** Days to the answer, the middle one; null while none was answered. */
  readonly medianDays: number | null;
}

/** What one release told of a programme; null for what it did not tell. */
export interface ConcernRelease {
  readonly received: number | null;
  readonly answered: number | null;
  readonly inTime: number | null;
  readonly medianDays: number | null;
}

/**
 * What may newly be told of the concerns about one programme (threat model, rule 7), or null where nothing may:
 *
 * - how many were received: from the minimum up, and anew when it differs from every number told before by at least that;
 * - how many were answered: only together with how many were received, and only where those not answered are none or at
 *   least the minimum, now and by comparison with every earlier release;
 * - how many in time: only together with how many were answered, under the same rules;
 * - the median: only together with a new number of answers.
 *
 * No total over programmes is told anywhere, so no programme can be had from the others by subtraction.
 *
 * @param earlier all earlier releases of this programme, oldest first
 */
export function concernRelease(
  counts: ConcernCounts,
  minimum: number,
  earlier: readonly ConcernRelease[],
): ConcernRelease | null {
  const received = told(counts.received, counts.received, minimum, earlier, (release) => ({
    total: release.received,
    part: release.received,
  }));
  const answered =
    received &&
    told(counts.answered, counts.received, minimum, earlier, (release) => ({
      total: release.received,
      part: release.answered,
    }));
  const inTime =
    answered &&
    told(counts.inTime, counts.answered, minimum, earlier, (release) => ({
      total: release.answered,
      part: release.inTime,
    }));
  const isNew = [received, answered, inTime].some((each) => each?.isNew === true);
  if (!isNew) return null;
  return {
    received: received?.value ?? null,
    answered: answered?.value ?? null,
    inTime: inTime?.value ?? null,
    medianDays: answered?.isNew === true ? counts.medianDays : null,
  };
}

interface Told {
  readonly value: number;
  readonly isNew: boolean;
}

/** A part of a total that was told with it. Null where it may not be told; told again where it has not changed. */
function told(
  part: number,
  total: number,
  minimum: number,
  earlier: readonly ConcernRelease[],
  read: (release: ConcernRelease) => { readonly total: number | null; readonly part: number | null },
): Told | null {
  const releases = earlier
    .map(read)
    .flatMap((release): Release[] =>
      release.total === null || release.part === null
        ? []
        : [{ total: release.total, fresh: new Map([['part', release.part]]) }],
    );
  const last = releases.at(-1);
  if (last?.fresh.get('part') === part && last.total === total) return { value: part, isNew: false };
  const { release } = suppress({ total, cells: new Map([['part', part]]) }, minimum, releases);
  return release.fresh.has('part') ? { value: part, isNew: true } : null;
}
