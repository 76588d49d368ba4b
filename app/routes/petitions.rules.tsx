import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { moderationFigures } from '~/features/published/figures/moderation-figures.queries.server';
import { ModerationRecord } from '~/features/published/petitions/components/moderation-record';
import { moderationReasons, type DecidedAct } from '~/features/published/petitions/moderation';
import { appealDays, daysOpen, demandCount, petitionsUnderWay } from '~/features/published/petitions/petition';
import { questionReasons } from '~/features/published/questions/question-moderation';
import { currentSettings } from '~/features/published/settings/current-settings.server';
import { plural } from '~/ui/count';
import { Link } from '~/ui/link';
import { Page, PageHeader, Section, Stack } from '~/ui/page';
import { publishedWing } from './guards.server';

export const meta: MetaFunction = () => [{ title: 'Rules for petitions · Round Robin' }];

export async function loader({ context }: LoaderFunctionArgs) {
  const { db } = publishedWing(context);
  const { clock, settings } = context;
  const { moderationDays } = await currentSettings(db, settings);
  return { moderationDays, figures: await moderationFigures(db, settings, clock.now()) };
}

export default function Rules() {
  const { moderationDays, figures } = useLoaderData<typeof loader>();
  return (
    <Page width="reading">
      <PageHeader
        title="Rules for petitions"
        lead="A moderator reads every petition before it opens. Whatever is decided is public, with the moderator’s name and one of the reasons below, and stands in the ledger."
      />
      <Section title="Who may start one">
        <p>
          Every employee, under their own name or unseen, as “a verified employee” whom nobody knows. Under one name{' '}
          {petitionsUnderWay.everybody} petitions may wait or be open at once; for those who hold the role of organizer
          it is {petitionsUnderWay.organizer}.
        </p>
      </Section>
      <Section title="What it is made of">
        <p>
          A title, {demandCount.min} to {demandCount.max} numbered demands, and a background. It is open for{' '}
          {daysOpen.min} to {daysOpen.max} days. Once it is accepted its text never changes: what people signed is what
          it says.
        </p>
      </Section>
      <Section title="Who decides, and by when" id="moderators">
        <Stack>
          <ModerationRecord figures={figures} />
          <p>
            A moderator, within {plural(moderationDays, 'working day')} of the day on which the petition comes in.
            Nobody decides on a petition that they organize or are invited to organize, nor, being in leadership, on one
            that asks them: one that asks the company’s leadership asks all of it. If no moderator is left,
            administrators have to name another one, and the petition waits in public until then.
          </p>
        </Stack>
      </Section>
      {SECTIONS.map(({ act, title, lead }) => (
        <Section key={act} title={title} id={act}>
          <p>{lead}</p>
          <ul>
            {moderationReasons
              .filter((reason) => reason.act === act)
              .map((reason) => (
                <li key={reason.code}>
                  {reason.words} <span className="soft small">({reason.code})</span>
                  {reason.hidesText && ' Its text is then shown to its organizer and the moderators only.'}
                </li>
              ))}
          </ul>
        </Section>
      ))}
      <Section title="Questions under a petition" id="questions">
        <p>
          Every employee can ask leadership a question about a petition or its response, unseen. A moderator who has no
          side in the petition reads it and decides once, with one of these reasons. The text of a rejected question is
          shown to nobody but moderators; the reason is public.
        </p>
        <ul>
          {questionReasons.map(({ code, act, words }) => (
            <li key={code}>
              {act === 'accept' ? 'Accepted: ' : 'Rejected: '}
              {words} <span className="soft small">({code})</span>
            </li>
          ))}
        </ul>
      </Section>
      <Section title="If you disagree" id="appeal">
        <Stack>
          <p>
            Its organizer may appeal against a rejection, once, within {appealDays} days. A moderator who did not reject
            it reads the text, the reason and the appeal, and decides within the same time. The appeal is public, as the
            decision is; where the text is not shown, it is not either.
          </p>
          <p>
            Rejected petitions <Link to="/petitions?show=rejected">remain listed</Link>, so that everybody can judge the
            moderators. The organizer may rework the text and send it in as a new petition at any time.
          </p>
        </Stack>
      </Section>
    </Page>
  );
}

const SECTIONS: readonly { act: DecidedAct; title: string; lead: string }[] = [
  { act: 'accept', title: 'Why a petition is accepted', lead: 'It opens with the next publication.' },
  {
    act: 'send-back',
    title: 'Why one is sent back',
    lead: 'Its organizer can change it and send it in again. Until then nobody else sees it.',
  },
  { act: 'reject', title: 'Why one is rejected', lead: 'It does not open. There is one appeal.' },
  {
    act: 'grant',
    title: 'Why an appeal is granted',
    lead: 'The petition is accepted, and opens with the next publication.',
  },
  { act: 'uphold', title: 'Why a rejection is upheld', lead: 'It does not open. That is final for this text.' },
];
