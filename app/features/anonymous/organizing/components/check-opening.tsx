import { PetitionText } from '~/features/published/petitions/components/petition-text';
import { SimilarWhileTyping } from '~/features/published/petitions/components/similar-petitions';
import { TermsSummary } from '~/features/published/petitions/components/terms-summary';
import { petitionSchema } from '~/features/published/petitions/petition.schema';
import { termsProblem, type PetitionTerms, type TermsBounds } from '~/features/published/petitions/petition-terms';
import { isFieldName } from '~/features/published/programmes/programme-fields';
import { Button } from '~/ui/button';
import { Card } from '~/ui/card';
import { formatDay } from '~/ui/days';
import { Link } from '~/ui/link';
import { Notice } from '~/ui/notice';
import { Cluster, Stack } from '~/ui/page';
import type { DeviceDraft } from '../device-draft';
import type { PetitionToOpen } from '../open-petition';
import { CheckSafety, type CheckSafetyProps } from './check-safety';

/** Pages on which something can be mended. */
export type WritingStep = 'title' | 'ask' | 'background' | 'terms';

const stepOfField: Readonly<Record<string, WritingStep>> = {
  title: 'title',
  demands: 'ask',
  background: 'background',
  closesDay: 'background',
};

interface Problem {
  readonly step: WritingStep;
  readonly message: string;
}

/** A draft as it would be sent, or what is missing, with the page on which to mend it. */
export function petitionOf(
  draft: DeviceDraft,
  bounds: TermsBounds,
  today: string,
): { readonly petition: PetitionToOpen } | { readonly problems: readonly Problem[] } {
  const read = petitionSchema(today).safeParse({ ...draft, closesDay: draft.closesDay ?? undefined });
  const terms = termsOf(draft, bounds);
  const problem = termsProblem(terms, bounds);
  if (!read.success || problem) {
    const ofText = (read.error?.issues ?? []).map(({ path, message }) => ({
      step: stepOfField[String(path[0])] ?? ('title' as const),
      message,
    }));
    return { problems: [...ofText, ...(problem ? [{ step: 'terms' as const, message: problem.message }] : [])] };
  }
  const { programmeId: programme, programmeField } = draft;
  const field = programme !== null && isFieldName(programmeField) ? programmeField : null;
  return { petition: { text: read.data, terms, programme, field } };
}

const termsOf = (draft: DeviceDraft, { houseCriticalMass }: TermsBounds): PetitionTerms => ({
  criticalMass: draft.criticalMass ?? houseCriticalMass,
  askedUnit: draft.askedUnit,
  sponsorsWanted: draft.sponsorsWanted,
});

interface CheckOpeningProps extends CheckSafetyProps {
  readonly draft: DeviceDraft;
  readonly bounds: TermsBounds;
  readonly programmes: readonly { readonly id: string; readonly name: string }[];
  readonly today: string;
  readonly onMend: (step: WritingStep) => void;
  readonly onDelete: () => void;
  readonly onWords: () => void;
}

/** The petition as everybody will read it, what becomes public, the crowd and this device; then its words are made. */
export function CheckOpening(props: CheckOpeningProps) {
  const { draft, bounds, programmes, today, onMend, onDelete, onWords, ...safety } = props;
  const read = petitionOf(draft, bounds, today);
  const problems = 'problems' in read ? read.problems : [];
  const about = programmes.find(({ id }) => id === draft.programmeId);
  const terms = termsOf(draft, bounds);
  return (
    <Stack gap="loose">
      {problems.length > 0 && (
        <Notice tone="warn" title="Before it can be sent">
          <ul>
            {problems.map(({ step, message }) => (
              <li key={`${step}:${message}`}>
                {message}{' '}
                <Button
                  type="button"
                  tone="quiet"
                  small
                  onClick={() => {
                    onMend(step);
                  }}
                >
                  Mend it
                </Button>
              </li>
            ))}
          </ul>
        </Notice>
      )}
      <SimilarWhileTyping text={draft.title} />
      <Card>
        <h2>{draft.title === '' ? 'No title yet' : draft.title}</h2>
        <p className="soft small">
          Started by a verified employee
          {draft.closesDay && `. Open until ${formatDay(draft.closesDay, today)}`}
        </p>
        {about && <p className="soft small">About {about.name}</p>}
        <div className="stack">
          <PetitionText text={draft} />
        </div>
      </Card>
      <TermsSummary terms={terms} minimum={bounds.minimum} />
      <div className="stack">
        <h2>What becomes public, and what nobody learns</h2>
        <ul className="plain-list stack">
          <li>
            Public: all that stands above, if a moderator accepts it, with the day; and a key that was made for this
            petition alone. If it is rejected, the reason.
          </li>
          <li>
            Not kept anywhere: the proof that an employee starts it. For today the server remembers that some key has
            started a petition, not which petition; tomorrow not even that.
          </li>
          <li>
            Nobody can write to you. You come back with twelve words to see what was decided, to post news, or to end
            it.
          </li>
          <li>Starting a petition does not sign it: that you do unseen, like everybody.</li>
        </ul>
        <p className="small">
          <Link to="/petitions/rules">What it has to keep to</Link>
        </p>
      </div>
      <CheckSafety {...safety} />
      <Cluster>
        <Button type="button" disabled={problems.length > 0} onClick={onWords}>
          Make the words of this petition
        </Button>
        <Button
          type="button"
          tone="secondary"
          onClick={() => {
            onMend('title');
          }}
        >
          Change it
        </Button>
        <Button type="button" tone="grave" onClick={onDelete}>
          Delete this draft
        </Button>
      </Cluster>
    </Stack>
  );
}
