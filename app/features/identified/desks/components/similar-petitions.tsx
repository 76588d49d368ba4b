import { SideBySide } from '~/features/published/petitions/components/side-by-side';
import type { PetitionState } from '~/features/published/petitions/petition';
import { Stack } from '~/ui/page';
import { Tag } from '~/ui/tag';
import type { ComparedPetition } from '../moderated-petition.queries.server';

const stateWords: Readonly<Partial<Record<PetitionState, string>>> = {
  waiting: 'Waits for a moderator',
  appealed: 'Rejected, appealed',
  accepted: 'Accepted',
  open: 'Open',
  closed: 'Closed',
  archived: 'Archived',
};

/** Petitions that may ask for the same, each beside the one that is to be decided. */
export function SimilarPetitions({ petitions }: { petitions: readonly ComparedPetition[] }) {
  if (petitions.length === 0) return <p>No petition that was open, or waits, uses the same words.</p>;
  return (
    <Stack gap="loose">
      <p className="soft">
        Demands stand beside the one that they are most like. Where two texts are nearly the same, what only one of them
        says is marked.
      </p>
      {petitions.map(({ id, title, state, href, lines }) => (
        <Stack key={id}>
          <h3>
            <a href={href} target="_blank" rel="noopener noreferrer">
              {title}
            </a>{' '}
            <Tag>{stateWords[state] ?? state}</Tag>
          </h3>
          <SideBySide title={title} lines={lines} />
        </Stack>
      ))}
    </Stack>
  );
}
