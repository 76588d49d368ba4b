import { ButtonLink } from '~/ui/button';
import { plural } from '~/ui/count';
import { Cluster, Section, Stack } from '~/ui/page';
import { askPath, questionsPath } from '../question';
import type { QuestionsOnPetition } from '../questions.queries.server';

/** On a petition's page: what is asked about it, and the way to ask. */
export function QuestionsSection({ petitionId, open, answered, asks }: QuestionsOnPetition) {
  if (open === 0 && !asks) return null;
  return (
    <Section title="Questions to leadership" id="questions">
      <Stack>
        <p>
          {open === 0
            ? 'Nobody’s question is open yet.'
            : `${plural(open, 'question')}, ${answered === 0 ? 'none answered yet' : `${String(answered)} answered`}.`}
        </p>
        <Cluster>
          {open > 0 && (
            <ButtonLink to={questionsPath(petitionId)} tone="secondary">
              Read the questions
            </ButtonLink>
          )}
          {asks && (
            <ButtonLink to={askPath(petitionId)} tone={open > 0 ? 'quiet' : 'secondary'}>
              Ask one, unseen
            </ButtonLink>
          )}
        </Cluster>
      </Stack>
    </Section>
  );
}
