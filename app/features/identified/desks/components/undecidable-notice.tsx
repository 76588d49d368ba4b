import { formatCount } from '~/ui/count';
import { Notice } from '~/ui/notice';

/** Tells administrators that petitions wait for a moderator who is not there: how many, not which. */
export function UndecidableNotice({ petitions }: { petitions: number }) {
  if (petitions === 0) return null;
  const one = petitions === 1;
  return (
    <Notice
      tone="warn"
      title={
        one
          ? 'A petition waits that no moderator may decide on'
          : `${formatCount(petitions)} petitions wait that no moderator may decide on`
      }
    >
      There is no moderator, or each of them has a side in {one ? 'it' : 'them'}: organizes, is asked as leadership, or
      made the decision that is appealed against. Give the role to somebody else. Until then{' '}
      {one ? 'it waits' : 'they wait'}, and once overdue everybody sees so.
    </Notice>
  );
}
