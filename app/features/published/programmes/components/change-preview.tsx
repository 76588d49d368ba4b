import { Card } from '~/ui/card';
import type { PartChange } from '../programme-difference';
import { PartChanges } from './part-changes';

/** What a form would change, before it does; nothing until that was asked for. */
export function ChangePreview({ changes, first }: { changes: readonly PartChange[] | null; first?: boolean }) {
  if (!changes) return null;
  return (
    <Card title="What would change, as everybody will read it">
      <PartChanges changes={changes} {...(first && { first })} />
    </Card>
  );
}
