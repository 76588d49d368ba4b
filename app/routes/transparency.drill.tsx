import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { DrillAttackers } from '~/features/published/drill/components/drill-attackers';
import { DrillFacts } from '~/features/published/drill/components/drill-facts';
import { DrillScores } from '~/features/published/drill/components/drill-scores';
import { mannerWords, verdictOf } from '~/features/published/drill/drill-words';
import { lastDrill } from '~/features/published/drill/last-drill.server';
import { dayOf } from '~/platform/clock';
import { plural } from '~/ui/count';
import { Link } from '~/ui/link';
import { LongPage } from '~/ui/long-page';
import { Notice } from '~/ui/notice';
import { Page, PageHeader, Section, Stack } from '~/ui/page';
import { Passage } from '~/ui/passage';
import { publishedWing } from './guards.server';
import { PageError } from './page-error';

export const meta: MetaFunction = () => [
  { title: 'The leak drill · Round Robin' },
  { name: 'description', content: 'Everything given away, every attack let loose: what was found out, in figures.' },
];

export function loader({ context }: LoaderFunctionArgs) {
  publishedWing(context);
  return { drill: lastDrill(), today: dayOf(context.clock.now()) };
}

export default function LeakDrill() {
  const { drill, today } = useLoaderData<typeof loader>();
  const { attackers } = drill;
  const verdict = verdictOf(drill);
  return (
    <Page>
      <LongPage items={CONTENTS}>
        <PageHeader
          title="The leak drill"
          lead="An invented company lives on this platform for three weeks. Then everything is given away: every table, copied again and again, every backup with the key that opens it, every log, every key of the server. And every attack that we could think of is let loose on who signed."
        />
        <Section title="What came of it" id="result">
          <Stack>
            <Notice
              tone={verdict.holds ? 'success' : 'error'}
              title={
                verdict.holds ? 'Nobody was found who did as we advise' : 'Somebody was found who did as we advise'
              }
            >
              <p>{verdict.words}</p>
            </Notice>
            <DrillFacts {...{ drill, today }} />
          </Stack>
        </Section>
        <Section title={mannerWords['as-advised']} id="signed">
          <DrillScores attackers={attackers} manner="as-advised" />
        </Section>
        <Section title={mannerWords['with-unit']}>
          <DrillScores attackers={attackers} manner="with-unit" />
        </Section>
        <Section title={mannerWords.sponsor}>
          <DrillScores attackers={attackers} manner="sponsor" />
        </Section>
        <Section title={mannerWords['started-petition']}>
          <DrillScores attackers={attackers} manner="started-petition" />
        </Section>
        <Section title={mannerWords.concern} id="concerns">
          <DrillScores attackers={attackers} manner="concern" />
        </Section>
        <Section title="What does show" id="remains">
          <Passage>{WHAT_SHOWS}</Passage>
        </Section>
        {NOT_PROMISED.map((manner) => (
          <Section key={manner} title={mannerWords[manner]}>
            <DrillScores attackers={attackers} manner={manner} onlyFound />
          </Section>
        ))}
        <Section title="Who attacks, and that they can" id="attackers">
          <Stack>
            <p>
              An attacker who finds nothing may be a bad one. So each is let loose on a platform made worse on purpose
              as well, with {plural(drill.weakenedEmployees, 'person', 'people')}, and the drill fails where it does not
              find them there.
            </p>
            <DrillAttackers attackers={attackers} />
          </Stack>
        </Section>
        <Section title="How it is measured, and how to run it" id="method">
          <Passage>{METHOD}</Passage>
        </Section>
      </LongPage>
    </Page>
  );
}

const CONTENTS = [
  { id: 'result', label: 'What came of it' },
  { id: 'signed', label: 'Who signed' },
  { id: 'concerns', label: 'Who raised a concern' },
  { id: 'remains', label: 'What does show' },
  { id: 'attackers', label: 'Who attacks' },
  { id: 'method', label: 'How to run it' },
];

const NOT_PROMISED = ['after-signing-in', 'after-enrolling', 'concern-with-file', 'after-leaving'] as const;

const WHAT_SHOWS = (
  <>
    <p>
      No row links anybody to a signature. But a database that is copied at the right moments shows <em>when</em> a
      signature comes, and PostgreSQL’s own log, for as long as it is kept, shows the order of everything that was
      written. Whoever signs in at that very moment for something else is seen to be there then. So the two together
      narrow it down, at times to one person.
    </p>
    <p>
      A key that is new on the register on one day, and a signature that comes on the next, go together as well, the
      fewer others enrolled on that day. Backups show that as well, and nothing of who was signed in. And a file is
      padded, yet a large one is seen to be large: who knows the sizes of everybody’s files can tell whose might fit.
    </p>
    <p>
      What helps is what the <Link to="/safety">safety page</Link> asks for: enrol early, sign at another time than you
      sign in, from a device that is not signed in. The tables that follow are about people who did otherwise, who sent
      a file, or who had left. Attackers who did no better than chance are left out of them.
    </p>
  </>
);

const METHOD = (
  <>
    <p>
      The built server runs over a real database; people sign in with codes from their mail, enrol, sign, withdraw, lose
      keys, leave and raise concerns through the same interface as browsers. Only their proofs are made with a test key,
      in milliseconds. Its clock is moved through the days; what people do in a day is pressed into tens of minutes, and
      dumps are taken before, within and after them. A backup is made as people act on each day and after each
      publication, by the program that operators use, and restored for the attackers. Real days are quieter: that is
      kinder to attackers there than here, where others sign in at the same time, and harder in that a minute here holds
      more than a real one.
    </p>
    <p>
      For every signature and every concern each attacker names one person; where it has no clue, anybody at random. The
      intervals are Wilson’s; where an attacker tried several ways, the best one counts and its interval is widened for
      that. Of somebody who said which unit they are in, chance is one among the keys of that unit. “Named anybody who
      had signed” compares with the share of the register that signed: knowing no more than that is what the platform
      promises. Those who signed in, or enrolled, just before signed one and the same petition here: whoever finds the
      ones also names signers among the others. And what one person does on a day falls into the same ten minutes here,
      so that some of those in the upper tables may have signed in just then by coincidence: a single hit there can be
      that.
    </p>
    <p>
      <code>npm run drill</code> does all of this on your own machine and writes this page’s figures; a small form of it
      runs with every test. Not attacked here: devices, networks, and a server that was altered while people used it.
      What to think of those stands on the <Link to="/safety">safety page</Link>.
    </p>
  </>
);

export { PageError as ErrorBoundary };
