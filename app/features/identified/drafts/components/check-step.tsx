import { PetitionText } from '~/features/published/petitions/components/petition-text';
import { TermsSummary } from '~/features/published/petitions/components/terms-summary';
import { SimilarPetitions } from '~/features/published/petitions/components/similar-petitions';
import type { SimilarPetition } from '~/features/published/petitions/similar-petitions';
import type { TermsBounds } from '~/features/published/petitions/petition-terms';
import type { AboutProgramme } from '~/features/published/programmes/attachments';
import { AboutProgrammeLink } from '~/features/published/programmes/components/about-programme';
import { Button } from '~/ui/button';
import { Card } from '~/ui/card';
import { formatDay } from '~/ui/days';
import { Link } from '~/ui/link';
import { Notice } from '~/ui/notice';
import { Cluster, Stack } from '~/ui/page';
import type { Draft } from '../draft';
import { stepHref, termsOf, type DraftProblem } from '../draft-steps';

export interface CheckStepProps {
  draft: Draft;
  problems: readonly DraftProblem[];
  /** The programme that it is about. */
  about: AboutProgramme | null;
  similar: readonly SimilarPetition[];
  authorName: string;
  bounds: TermsBounds;
  today: string;
  /** Why it could not be sent in just now. */
  refusal: string | undefined;
}

/** The last page: the petition as everybody will read it, what happens next, and the button. */
export function CheckStep({ draft, problems, about, similar, authorName, bounds, today, refusal }: CheckStepProps) {
  const terms = termsOf(draft, bounds);
  const isNew = draft.petitionId === null;
  const gathers = isNew && terms.sponsorsWanted > 0;
  return (
    <Stack gap="loose">
      {refusal && <Notice tone="error" title={refusal} />}
      {problems.length > 0 && (
        <Notice tone="warn" title="Before it can be sent in">
          <ul>
            {problems.map(({ step, message }) => (
              <li key={`${step}:${message}`}>
                <Link to={stepHref(draft.id, step)}>{message}</Link>
              </li>
            ))}
          </ul>
        </Notice>
      )}
      <SimilarPetitions petitions={similar} />
      <Card>
        <h2>{draft.title === '' ? 'No title yet' : draft.title}</h2>
        <p className="soft small">
          Started by {authorName}
          {draft.closesDay && `. Open until ${formatDay(draft.closesDay, today)}`}
        </p>
        {about && (
          <p className="soft small">
            About <AboutProgrammeLink about={about} />
          </p>
        )}
        <PetitionText text={draft} />
      </Card>
      {/* Who sponsored it did so before; it is not looked for twice. */}
      <TermsSummary terms={isNew ? terms : { ...terms, sponsorsWanted: 0 }} minimum={bounds.minimum} />
      <Notice title="What happens next">
        {gathers && (
          <p>
            You get the link for sponsors. Until enough of them have come, only people with that link can read the
            petition.
          </p>
        )}
        <p>
          {gathers ? 'Then a moderator' : 'A moderator'} reads it and accepts it, sends it back or rejects it, with a
          reason that everybody can read (<Link to="/petitions/rules">the rules</Link>). Once accepted it opens with the
          next publication, under your name, and its text cannot be changed any more. Starting a petition does not sign
          it: that you do unseen, like everybody.
        </p>
      </Notice>
      <form method="post">
        <Cluster>
          <Button name="act" value="submit" disabled={problems.length > 0}>
            {!isNew ? 'Send it in again' : gathers ? 'Look for sponsors' : 'Send it in'}
          </Button>
          <Button name="act" value="later" tone="quiet">
            Keep it as a draft
          </Button>
          <Button name="act" value="delete" tone="grave">
            Delete this draft
          </Button>
        </Cluster>
      </form>
    </Stack>
  );
}
