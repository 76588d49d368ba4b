import type { ReactNode } from 'react';
import { ButtonLink } from '~/ui/button';
import { Card, CardNote } from '~/ui/card';
import { Count, formatCount, plural } from '~/ui/count';
import { Crowd } from '~/ui/crowd';
import { DateText, TimeText } from '~/ui/date-text';
import { Facts, type Fact } from '~/ui/facts';
import { Split } from '~/ui/page';
import { Seal } from '~/ui/seal';
import { AboutProgrammeLink } from '../../programmes/components/about-programme';
import type { PetitionView } from '../petition-page.queries.server';
import { takesSignatures } from '../petition';
import { askedOf } from '../petition-terms';
import { dueWords, sealWords, shownCount } from '../petition-words';

/** When signatures are counted next: a moment (ISO 8601), or so often that the moment is of no interest. */
export type NextCount = { kind: 'at'; instant: string } | { kind: 'every'; seconds: number };

export interface PetitionCardProps {
  petition: Pick<
    PetitionView,
    | 'id'
    | 'about'
    | 'askedUnit'
    | 'state'
    | 'figures'
    | 'sponsors'
    | 'threshold'
    | 'crowd'
    | 'closesDay'
    | 'closedDay'
    | 'response'
    | 'deleted'
  >;
  /** The UTC day. */
  today: string;
  /** The company's day, by which its answer is due. */
  companyDay: string;
  /** Now, ISO 8601. */
  now: string;
  nextCount: NextCount;
  /** Path of the page on which it is signed; null where signing is not offered. */
  signPath: string | null;
  /** The smallest crowd in which signing is offered: given where its absence is to be explained. */
  minimum?: number;
}

/** The card beside a petition: its seal, the way to sign, what is known in numbers. */
export function PetitionCard({ petition, today, companyDay, now, nextCount, signPath, minimum }: PetitionCardProps) {
  const { id, about, figures, threshold, crowd } = petition;
  const count = shownCount(figures);
  return (
    <Card kind="seal">
      <Seal
        {...{ id, count }}
        threshold={threshold ?? 0}
        countsFrom={petition.state === 'open' && figures?.signers.kind === 'withheld' ? figures.signers.minimum : null}
        size="large"
        label={sealWords(figures)}
      />
      <Facts facts={factsOf(petition, { today, companyDay, now, nextCount })} />
      {signPath && (
        <div className="only-wide">
          <ButtonLink to={signPath} wide>
            Sign unseen
          </ButtonLink>
        </div>
      )}
      {signPath && crowd?.live.kind === 'shown' && (
        // On a phone it stands beside the way to sign, at the bottom of the screen.
        <div className="only-wide">
          <CardNote>
            <Crowd size={crowd.live.value} />
          </CardNote>
        </div>
      )}
      {takesSignatures(petition, today) && !signPath && minimum !== undefined && (
        <CardNote>
          {crowd === null
            ? 'Signing starts with the next publication, which brings the first edition of the register.'
            : `Signing has not started: fewer than ${formatCount(minimum)} people are on the register, too small a crowd to vanish in.`}
        </CardNote>
      )}
      {count === null && <Uncounted petition={petition} />}
      {about && (
        // On a phone it stands below the title, which is to be on the first screen.
        <div className="only-wide">
          <CardNote>
            About <AboutProgrammeLink about={about} />
          </CardNote>
        </div>
      )}
    </Card>
  );
}

/** A page with the card beside it. What never opened has no numbers, and so no card. */
export function BesideCard({ card, label, children }: { card: ReactNode; label: string; children: ReactNode }) {
  if (!card) return <div>{children}</div>;
  return (
    <Split aside={card} asideLabel={label} asideFirst>
      {children}
    </Split>
  );
}

function Uncounted({ petition }: Pick<PetitionCardProps, 'petition'>) {
  const { figures, state, deleted } = petition;
  if (figures?.signers.kind !== 'withheld') return null;
  const minimum = <Count value={figures.signers.minimum} />;
  if (deleted) {
    return (
      <CardNote>
        It closed with fewer than {minimum} signatures. They were deleted, and nothing about them was ever published.
      </CardNote>
    );
  }
  if (state !== 'open') return <CardNote>Fewer than {minimum} signatures stand, so no number is shown.</CardNote>;
  return (
    <CardNote>
      Counting starts at {minimum}. Below that no page shows a number to anybody; whoever runs the database could count,
      but not see who.
    </CardNote>
  );
}

interface Times {
  today: string;
  companyDay: string;
  now: string;
  nextCount: NextCount;
}

function nextCountWords(nextCount: NextCount, now: string) {
  if (nextCount.kind === 'every') return `every ${plural(nextCount.seconds, 'second')}`;
  return <TimeText instant={nextCount.instant} now={now} />;
}

function factsOf(petition: PetitionCardProps['petition'], { today, companyDay, now, nextCount }: Times): Fact[] {
  const { state, threshold, figures, crowd, response, closesDay, closedDay } = petition;
  const facts: Fact[] = [];
  if (petition.askedUnit !== null) facts.push({ term: 'Asks', detail: askedOf(petition.askedUnit) });
  if (threshold !== null) facts.push({ term: 'Response due at', detail: formatCount(threshold) });
  if (response?.answeredDay) {
    facts.push({ term: 'Answered', detail: <DateText day={response.answeredDay} now={today} /> });
  } else if (figures?.dueDay) {
    const { tone, words } = dueWords(figures.dueDay, companyDay);
    facts.push({ term: 'Response', detail: words, late: tone === 'late' });
    const day = <DateText day={figures.dueDay} now={companyDay} weekday />;
    facts.push({ term: tone === 'late' ? 'Was due on' : 'Due on', detail: day });
  }
  if (state === 'open') {
    facts.push({ term: 'Next count', detail: nextCountWords(nextCount, now) });
    facts.push({ term: 'Open until', detail: <DateText day={closesDay} now={today} /> });
  } else if (closedDay) {
    facts.push({ term: 'Closed', detail: <DateText day={closedDay} now={today} /> });
  }
  if (crowd?.live.kind === 'shown') {
    const roster = crowd.rosterSize.kind === 'shown' ? ` of ${formatCount(crowd.rosterSize.value)}` : '';
    facts.push({ term: 'May sign', detail: `${formatCount(crowd.live.value)}${roster}` });
  }
  if (petition.sponsors?.kind === 'shown')
    facts.push({ term: 'Sponsors before', detail: formatCount(petition.sponsors.value) });
  return facts;
}
