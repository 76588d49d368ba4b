import { deadlineOf, unreadOf, type DeskConcern } from './desk-concern';

interface OpenConcerns {
  readonly open: number;
  readonly late: number;
}

/** What one handler has before them: counted from the concerns that they can see, and shown to nobody else. */
export interface DeskFigures extends OpenConcerns {
  readonly unread: number;
  readonly mine: number;
  readonly unassigned: number;
  /** By programme, most first; null for what is not about a listed one. */
  readonly programmes: readonly (OpenConcerns & { readonly programme: string | null })[];
}

export function deskFigures(
  concerns: Iterable<DeskConcern>,
  { me, today }: { me: string; today: string },
): DeskFigures {
  const open = [...concerns].filter(({ state }) => state !== 'closed');
  const counted = (some: readonly DeskConcern[]): OpenConcerns => ({
    open: some.length,
    late: some.filter((concern) => deadlineOf(concern, today)?.late).length,
  });
  const named = [...new Set(open.map(({ programme }) => programme))];
  return {
    ...counted(open),
    unread: open.filter((concern) => unreadOf(concern).length > 0).length,
    mine: open.filter(({ assignedTo }) => assignedTo === me).length,
    unassigned: open.filter(({ assignedTo }) => assignedTo === null).length,
    programmes: named
      .map((programme) => ({ programme, ...counted(open.filter((concern) => concern.programme === programme)) }))
      .sort(
        (one, other) => other.open - one.open || (one.programme ?? '~').localeCompare(other.programme ?? '~', 'en'),
      ),
  };
}
