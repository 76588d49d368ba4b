import { parseWithZod } from '@conform-to/zod/v4';
import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { organizes } from '~/features/identified/desks/organizer.queries.server';
import {
  linkOwnContradiction,
  previewOwnContradiction,
  withdrawOwnContradiction,
} from '~/features/identified/desks/own-contradictions.server';
import { ChooseStatements } from '~/features/published/contradictions/components/choose-statements';
import { ContradictionForm } from '~/features/published/contradictions/components/contradiction-form';
import { ContradictionList } from '~/features/published/contradictions/components/contradiction-list';
import { WithdrawalForm } from '~/features/published/contradictions/components/withdrawal-form';
import { ContradictionError, referenceName } from '~/features/published/contradictions/contradiction';
import { contradictionSchema, withdrawalSchema } from '~/features/published/contradictions/contradiction.schema';
import { contradictionsLinkedOn } from '~/features/published/contradictions/contradictions.queries.server';
import { petitionRecord } from '~/features/published/petitions/petition-page.queries.server';
import { listRevisions } from '~/features/published/statements/statement-places.queries.server';
import { dayIn } from '~/platform/zoned-time';
import { EmptyState } from '~/ui/empty-state';
import { Link } from '~/ui/link';
import { Page, PageHeader, Section } from '~/ui/page';
import { chosenSides } from './contradiction-desk.server';
import { identifiedWing, requirePerson } from './guards.server';
import { PageError } from './page-error';
import { refusalOf } from './petition-refusals';

/** Revisions offered in each list; older ones are chosen by their address. */
const LISTED = 200;

export const meta: MetaFunction = () => [{ title: 'Contradictions · My petitions · Round Robin' }];

export async function loader(args: LoaderFunctionArgs) {
  const { personNumber } = await requirePerson(args);
  const { db } = identifiedWing(args.context);
  const { clock, settings } = args.context;
  const petitionId = args.params['petitionId'] ?? '';
  const petition = (await organizes(db, { petitionId, personNumber })) ? await petitionRecord(db, petitionId) : null;
  // Somebody else's petition, and one that never opened, are on this desk as if they were not there.
  if (!petition || petition.openedDay === null) throw new Response(null, { status: 404 });
  const query = new URL(args.request.url).searchParams;
  const [own, all, linked, sides] = await Promise.all([
    listRevisions(db, { petitionId, limit: LISTED }),
    listRevisions(db, { petitionId: null, limit: LISTED }),
    contradictionsLinkedOn(db, petitionId),
    chosenSides(db, query),
  ]);
  return {
    ...{ petitionId, title: petition.text.title, own, all, linked, sides },
    looked: query.has('one'),
    today: dayIn(settings.timeZone, clock.now()),
  };
}

export async function action(args: ActionFunctionArgs) {
  const { request, context, params } = args;
  const actor = await requirePerson(args);
  const { db } = identifiedWing(context);
  const deps = { db, clock: context.clock, settings: context.settings };
  const petitionId = params['petitionId'] ?? '';
  const form = await request.formData();
  const page = `/in/desk/organizer/${petitionId}/contradictions`;
  if (form.get('act') === 'withdraw') {
    const submission = parseWithZod(form, { schema: withdrawalSchema });
    if (submission.status !== 'success') return data({ result: submission.reply(), preview: null }, { status: 400 });
    try {
      await withdrawOwnContradiction(deps, { actor, petitionId, ...submission.value });
      return redirect(`${page}#linked`);
    } catch (error) {
      const { status, message } = refusalOf(error);
      return data({ result: submission.reply({ fieldErrors: { reason: [message] } }), preview: null }, { status });
    }
  }
  const submission = parseWithZod(form, { schema: contradictionSchema });
  if (submission.status !== 'success') return data({ result: submission.reply(), preview: null }, { status: 400 });
  const { one, oneQuote, other, otherQuote, words } = submission.value;
  const sides = [{ ...one, quote: oneQuote }, { ...other, quote: otherQuote }] as const; // prettier-ignore
  try {
    if (form.get('act') !== 'publish') {
      const preview = await previewOwnContradiction(deps, { actor, petitionId, sides, words });
      return data({ result: submission.reply(), preview });
    }
    await linkOwnContradiction(deps, { actor, petitionId, sides, words });
    return redirect(`${page}#linked`);
  } catch (error) {
    const { status, message } = refusalOf(error);
    const side = error instanceof ContradictionError ? error.side : null;
    const field = side === null ? '' : side === 0 ? 'oneQuote' : 'otherQuote';
    const reply = field === '' ? { formErrors: [message] } : { fieldErrors: { [field]: [message] } };
    return data({ result: submission.reply(reply), preview: null }, { status });
  }
}

export default function OwnContradictions() {
  const { petitionId, title, own, all, linked, sides, looked, today } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const posted = answer?.result.initialValue;
  const [one, other] = sides;
  return (
    <Page>
      <PageHeader
        title="Statements that contradict each other"
        state={<Link to={`/in/desk/organizer/${petitionId}`}>{title}</Link>}
        lead="Two things that leadership said, word for word, side by side: on the pages of both and on your petition, for good."
      />
      {linked.length > 0 && (
        <Section title="Linked by you" id="linked">
          <ContradictionList
            contradictions={linked}
            today={today}
            act={({ id }) => (
              <WithdrawalForm
                id={id}
                errors={posted?.['id'] === id ? (answer?.result.error?.['reason'] ?? undefined) : undefined}
                reason={posted?.['id'] === id && typeof posted['reason'] === 'string' ? posted['reason'] : undefined}
              />
            )}
          />
        </Section>
      )}
      {own.length === 0 ? (
        <EmptyState title="Nothing has been said yet">
          Once leadership has responded, promised, answered or announced something, you can link it here.
        </EmptyState>
      ) : (
        <Section title="Link two of them">
          <ChooseStatements
            {...{ own, all }}
            one={one ? referenceName(one) : undefined}
            other={other ? referenceName(other) : undefined}
          />
          {looked && !(one && other) && <p role="alert">Please choose two statements that exist.</p>}
        </Section>
      )}
      {one && other && (
        <Section title="What they say">
          <ContradictionForm
            key={linked.length}
            sides={[one, other]}
            lastResult={posted?.['id'] === undefined ? answer?.result : undefined}
            preview={answer?.preview ?? null}
            today={today}
          />
        </Section>
      )}
    </Page>
  );
}

export { PageError as ErrorBoundary };
