import { Button } from '~/ui/button';
import { Notice } from '~/ui/notice';
import { Section, Stack } from '~/ui/page';
import type { AnsweringAnswer } from '../answering-answer';

interface BeginAnswerProps {
  answerable: boolean;
  /** Something is published already. */
  isRevision: boolean;
  answer: AnsweringAnswer | undefined;
  /** Why it cannot be answered, where it cannot. */
  otherwise: string;
}

/** The way into a draft, where there is none. */
export function BeginAnswer({ answerable, isRevision, answer, otherwise }: BeginAnswerProps) {
  const refused = answer?.result.error?.['']?.[0];
  return (
    <Section title={isRevision ? 'Revising it' : 'Your answer'}>
      <Stack>
        {refused !== undefined && <Notice tone="error" title={refused} />}
        {answerable ? (
          <form method="post">
            <Stack>
              <p>
                {isRevision
                  ? 'What is published stays for everybody to read. A revision stands beside it, with a reason and what changed.'
                  : 'You write it as a draft. Nobody but leadership, and the reviewers whom you name, sees it before it is published.'}
              </p>
              <div>
                <Button name="act" value="start" tone={isRevision ? 'secondary' : 'primary'}>
                  {isRevision ? 'Revise the answer' : 'Write the answer'}
                </Button>
              </div>
            </Stack>
          </form>
        ) : (
          <Notice title="It cannot be answered now">{otherwise}</Notice>
        )}
      </Stack>
    </Section>
  );
}
