import type { MetaFunction } from '@remix-run/node';
import { moderationReasons, type ModerationAct } from '~/features/published/petitions/moderation';
import { daysOpen, demandCount, petitionsUnderWay } from '~/features/published/petitions/petition';
import { questionReasons } from '~/features/published/questions/question-moderation';
import { Link } from '~/ui/link';
import { Page, PageHeader, Section } from '~/ui/page';

export const meta: MetaFunction = () => [{ title: 'Rules for petitions · Round Robin' }];

export default function Rules() {
  return (
    <Page width="reading">
      <PageHeader
        title="Rules for petitions"
        lead="A moderator reads every petition before it opens. Whatever is decided is public, with the moderator’s name and one of the reasons below, and stands in the ledger."
      />
      <Section title="Who may start one">
        <p>
          Every employee, under their own name. A person may have {petitionsUnderWay.everybody} petitions waiting or
          open at once; those who hold the role of organizer {petitionsUnderWay.organizer}. Nobody decides on a petition
          of their own.
        </p>
      </Section>
      <Section title="What it is made of">
        <p>
          A title, {demandCount.min} to {demandCount.max} numbered demands, and a background. It is open for{' '}
          {daysOpen.min} to {daysOpen.max} days. Once it is accepted its text never changes: what people signed is what
          it says.
        </p>
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
      <Section title="If you disagree">
        <p>
          Rejected petitions <Link to="/petitions?show=rejected">remain listed</Link>, so that everybody can judge the
          moderators. The organizer may rework the text and send it in as a new petition.
        </p>
      </Section>
    </Page>
  );
}

const SECTIONS: readonly { act: ModerationAct; title: string; lead: string }[] = [
  { act: 'accept', title: 'Why a petition is accepted', lead: 'It opens with the next publication.' },
  {
    act: 'send-back',
    title: 'Why one is sent back',
    lead: 'Its organizer can change it and send it in again. Until then nobody else sees it.',
  },
  { act: 'reject', title: 'Why one is rejected', lead: 'It does not open. The decision is final for this text.' },
];
