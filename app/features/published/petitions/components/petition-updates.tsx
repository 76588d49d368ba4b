import { DateText } from '~/ui/date-text';
import { Stack } from '~/ui/page';
import { Prose } from '~/ui/prose';
import type { PetitionUpdate } from '../petition-page.queries.server';

/** News from the organizer, newest first. */
export function PetitionUpdates({ updates, today }: { updates: readonly PetitionUpdate[]; today: string }) {
  return (
    <Stack gap="loose">
      {[...updates].reverse().map((update) => (
        <article key={update.number} id={`update-${update.number}`} aria-label={`News, number ${update.number}`}>
          <Stack gap="tight">
            <p className="soft small">
              <DateText day={update.day} now={today} relative="also" />
            </p>
            <Prose>{update.body}</Prose>
          </Stack>
        </article>
      ))}
    </Stack>
  );
}
