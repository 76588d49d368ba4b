import { Tag } from '~/ui/tag';
import { collectedWords, type CollectedKind } from '../programme';

/** What is collected, a tag each. */
export function CollectedTags({ kinds }: { kinds: readonly CollectedKind[] }) {
  return (
    <ul className="tag-list" aria-label="Collected">
      {kinds.map((kind) => (
        <li key={kind}>
          <Tag>{collectedWords[kind]}</Tag>
        </li>
      ))}
    </ul>
  );
}
