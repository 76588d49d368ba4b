import { Button, ButtonLink } from '~/ui/button';
import { NeedsJavaScript } from '~/ui/needs-javascript';
import { Notice } from '~/ui/notice';
import { Page, PageHeader } from '~/ui/page';
import type { LinkedPetition } from '../use-sponsored-text';

const problems = {
  incomplete: {
    title: 'A part of the link is missing',
    text: 'The link for sponsors ends in a sign # and 22 characters after it. Ask whoever gave it to you for all of it.',
  },
  unknown: {
    title: 'This link leads nowhere',
    text: 'There is no petition that it lets you read. Look whether a character got lost, or ask whoever gave it to you.',
  },
  over: {
    title: 'This petition no longer looks for sponsors',
    text: 'Either enough have come, and it is with the moderators or further on, or too few came in time. Once it is public it stands among the petitions.',
  },
  lost: {
    title: 'The petition could not be read',
    text: 'No answer came. Nothing was sent but the question for its text.',
  },
} as const;

interface LinkProblemProps {
  readonly kind: Exclude<LinkedPetition['kind'], 'text'>;
  readonly again: () => void;
}

/** What stands in place of a petition that the link does not, or not yet, lead to. */
export function LinkProblem({ kind, again }: LinkProblemProps) {
  return (
    <Page width="reading">
      <PageHeader title="Sponsor a petition" />
      <NeedsJavaScript what="Sponsoring a petition" />
      {kind === 'reading' ? (
        <p className="soft needs-script" role="status">
          Reading the petition …
        </p>
      ) : (
        <Notice tone={kind === 'lost' ? 'error' : 'info'} live title={problems[kind].title}>
          <p>{problems[kind].text}</p>
          {kind === 'lost' ? (
            <Button type="button" tone="secondary" small onClick={again}>
              Try again
            </Button>
          ) : (
            <ButtonLink to="/petitions" tone="secondary" small>
              All petitions
            </ButtonLink>
          )}
        </Notice>
      )}
    </Page>
  );
}
