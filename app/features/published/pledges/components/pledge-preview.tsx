import { Card } from '~/ui/card';
import { Stack } from '~/ui/page';
import { Difference } from '../../revisions/components/difference';
import type { ChangedPart, StatementPart } from '../../statements/statement-parts';

/** A new pledge as everybody will read it. */
export function PledgePreview({ parts }: { parts: readonly StatementPart[] }) {
  return (
    <Card title="As everybody will read it">
      <Stack>
        {parts.map(({ key, label, text }) => (
          <div key={key}>
            <h3 className="part-label">{label}</h3>
            <p className="plain-words">{text}</p>
          </div>
        ))}
      </Stack>
    </Card>
  );
}

/** What a change of a pledge takes away and what it adds. */
export function PledgeChangePreview({ changes }: { changes: readonly ChangedPart[] }) {
  return (
    <Card title="What would change, as everybody will read it">
      {changes.length === 0 ? (
        <p>Nothing: it says the same as before.</p>
      ) : (
        <Stack>
          {changes.map(({ key, label, words }) => (
            <div key={key}>
              <h3 className="part-label">{label}</h3>
              <Difference words={words} />
            </div>
          ))}
        </Stack>
      )}
    </Card>
  );
}
