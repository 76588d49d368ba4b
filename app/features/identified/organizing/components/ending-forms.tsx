import { reasonLength } from '~/features/published/petitions/petition';
import { Button } from '~/ui/button';
import { Card } from '~/ui/card';
import { RadioCards } from '~/ui/choices';
import { DateText } from '~/ui/date-text';
import { Field } from '~/ui/field';
import { Link } from '~/ui/link';
import { Cluster, Stack } from '~/ui/page';

export interface Proposal {
  readonly id: string;
  readonly title: string;
  readonly by: string;
  readonly day: string;
}

export interface FormState {
  /** Which of the page's forms was sent: an act, and of which petition. */
  readonly form: string;
  readonly problem: string | null;
  /** What was written, when it is to be looked at or written again. */
  readonly words: string;
  readonly looked: boolean;
}

/** Others propose to merge their petition into this one: both answers. */
export function AnswerProposal({
  proposal,
  state,
  today,
}: {
  proposal: Proposal;
  state: FormState | null;
  today: string;
}) {
  const { id, title, by, day } = proposal;
  return (
    <Card title={<Link to={`/petitions/${id}`}>{title}</Link>}>
      <form method="post">
        <Stack>
          <p>
            Proposed by {by} on <DateText day={day} now={today} />. If you agree, theirs closes with the next
            publication and its page leads to yours. Its signatures do not move: each petition keeps its own count.
          </p>
          <input type="hidden" name="petition" value={id} />
          <Field
            label="Why the two belong together"
            id={`reason-${id}`}
            name="reason"
            kind="textarea"
            rows={3}
            counted
            hint="Needed to agree. It stands on their page, for everybody and for good."
            errors={state?.problem ? [state.problem] : undefined}
            defaultValue={state?.words}
            maxLength={reasonLength.max}
          />
          <Cluster>
            <Button name="act" value="agree">
              Agree: merge it into this one
            </Button>
            <Button name="act" value="decline" tone="secondary">
              Decline
            </Button>
          </Cluster>
        </Stack>
      </form>
    </Card>
  );
}

/** Proposing to merge this petition into another one: one of those like it, or any by its address. */
export function ProposeForm({
  similar,
  state,
}: {
  similar: readonly { id: string; title: string }[];
  state: FormState | null;
}) {
  return (
    <form method="post">
      <Stack gap="loose">
        {similar.length > 0 && (
          <RadioCards
            legend="Petitions like this one"
            name="into"
            choices={[
              ...similar.map(({ id, title }) => ({ value: id, label: title })),
              { value: '', label: 'Another one, by its address' },
            ]}
            defaultValue=""
          />
        )}
        <Field
          label="Address of the other petition"
          name="address"
          optional={similar.length > 0}
          hint="Copy it from the page of the petition."
          errors={state?.problem ? [state.problem] : undefined}
          defaultValue={state?.words}
        />
        <Cluster>
          <Button name="act" value="propose">
            Propose it to its organizers
          </Button>
        </Cluster>
      </Stack>
    </form>
  );
}

/** Retiring a petition: the reason is looked at once as everybody will read it. */
export function RetireForm({ state }: { state: FormState | null }) {
  const looked = state?.looked ?? false;
  return (
    <form method="post">
      <Stack gap="loose">
        {looked && (
          <Card title="As everybody will read it">
            <blockquote className="serif">“{state?.words}”</blockquote>
            <p>It closes with the next publication, and nothing opens it again.</p>
          </Card>
        )}
        <Field
          label="Why you retire it"
          id="retire-reason"
          name="reason"
          kind="textarea"
          look="prose"
          rows={4}
          counted
          hint="It stands on the petition’s page and in the ledger, for good. Those who signed read it there."
          errors={state?.problem ? [state.problem] : undefined}
          defaultValue={state?.words}
          maxLength={reasonLength.max}
        />
        <Cluster>
          <Button name="act" value="look" tone={looked ? 'secondary' : 'primary'}>
            {looked ? 'Look again' : 'Look at it first'}
          </Button>
          {looked && (
            <Button name="act" value="retire" tone="grave">
              Retire the petition
            </Button>
          )}
        </Cluster>
      </Stack>
    </form>
  );
}
