import { Stack } from '~/ui/page';
import { Difference } from '../../revisions/components/difference';
import type { PartChange } from '../programme-difference';
import { fieldNames, partLabels } from '../programme-fields';
import { plural } from '~/ui/count';
import { Words } from './field-answer';

export interface PartChangesProps {
  changes: readonly PartChange[];
  /** Everything came with it: shown as it stands rather than as added. */
  first?: boolean;
  /** Only one part of the revision is shown. */
  filtered?: boolean;
  headingLevel?: 3 | 4;
}

/** The parts of a programme that a revision changes, each with what changed in it. */
export function PartChanges({ changes, first, filtered, headingLevel = 3 }: PartChangesProps) {
  const Heading = headingLevel === 3 ? 'h3' : 'h4';
  const open = fieldNames.length - changes.filter(({ part }) => fieldNames.some((field) => field === part)).length;
  return (
    <Stack>
      {changes.map(({ part, words }) => (
        <div key={part}>
          <Heading className="part-label">{partLabels[part]}</Heading>
          {first ? <Words text={words.map(({ text }) => text).join('')} /> : <Difference words={words} />}
        </div>
      ))}
      {first && !filtered && open > 0 && (
        <p className="soft">{`${plural(open, 'question was', 'questions were')} left open.`}</p>
      )}
    </Stack>
  );
}
