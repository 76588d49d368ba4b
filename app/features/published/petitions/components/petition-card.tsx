import { ButtonLink } from '~/ui/button';
import { Card, CardNote } from '~/ui/card';
import { Count, formatCount } from '~/ui/count';
import { Crowd } from '~/ui/crowd';
import { DateText, TimeText } from '~/ui/date-text';
import { Facts, type Fact } from '~/ui/facts';
import { Seal } from '~/ui/seal';
import type { PetitionView } from '../petition-page.queries.server';
import { dueWords, isUncounted, sealWords, shownCount } from '../petition-words';

export interface PetitionCardProps {
  petition: Pick<
    PetitionView,
    'id' | 'state' | 'figures' | 'threshold' | 'crowd' | 'closesDay' | 'closedDay' | 'response' | 'criticalMass'
  >;
  today: string;
  /** Now and the moment of the next publication, ISO 8601. */
  now: string;
  nextCount: string;
  /** Path of the page on which it is signed; null where signing is not offered. */
  signPath: string | null;
}

/** The card beside a petition: its seal, the way to sign, what is known in numbers. */
export function PetitionCard({ petition, today, now, nextCount, signPath }: PetitionCardProps) {
  const { id, figures, threshold, crowd } = petition;
  const count = shownCount(figures);
  return (
    <Card kind="seal">
      <Seal id={id} count={count} threshold={threshold ?? 0} size="large" label={sealWords(figures)} />
      <Facts facts={factsOf(petition, { today, now, nextCount })} />
      {signPath && (
        <div className="only-wide">
          <ButtonLink to={signPath} wide>
            Sign unseen
          </ButtonLink>
        </div>
      )}
      {signPath && crowd?.live.kind === 'shown' && (
        <CardNote>
          <Crowd size={crowd.live.value} />
        </CardNote>
      )}
      {count === null && <Uncounted petition={petition} />}
    </Card>
  );
}

function Uncounted({ petition }: Pick<PetitionCardProps, 'petition'>) {
  const { figures, state } = petition;
  const minimum = figures?.signers.kind === 'withheld' ? figures.signers.minimum : null;
  if (minimum === null) return null;
  if (isUncounted({ state, figures })) {
    return (
      <CardNote>
        It closed with fewer than {formatCount(minimum)} signatures. They were deleted, and nothing about them was ever
        published.
      </CardNote>
    );
  }
  return (
    <CardNote>
      Counting starts at <Count value={minimum} />. Below that no page shows a number to anybody; whoever runs the
      database could count, but not see who.
    </CardNote>
  );
}

interface Times {
  today: string;
  now: string;
  nextCount: string;
}

function factsOf(petition: PetitionCardProps['petition'], { today, now, nextCount }: Times): Fact[] {
  const { state, threshold, figures, crowd, response, closesDay, closedDay } = petition;
  const facts: Fact[] = [];
  if (threshold !== null) facts.push({ term: 'Response due at', detail: formatCount(threshold) });
  if (response) {
    facts.push({ term: 'Answered', detail: <DateText day={response.day} now={today} /> });
  } else if (figures?.dueDay) {
    const { tone, words } = dueWords(figures.dueDay, today);
    facts.push({ term: 'Response', detail: words, late: tone === 'late' });
  }
  if (state === 'open') {
    facts.push({ term: 'Next count', detail: <TimeText instant={nextCount} now={now} /> });
    facts.push({ term: 'Open until', detail: <DateText day={closesDay} now={today} /> });
  } else if (closedDay) {
    facts.push({ term: 'Closed', detail: <DateText day={closedDay} now={today} /> });
  }
  if (crowd?.live.kind === 'shown') {
    const roster = crowd.rosterSize.kind === 'shown' ? ` of ${formatCount(crowd.rosterSize.value)}` : '';
    facts.push({ term: 'May sign', detail: `${formatCount(crowd.live.value)}${roster}` });
  }
  return facts;
}
