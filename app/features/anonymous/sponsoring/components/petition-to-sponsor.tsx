import { PetitionText } from '~/features/published/petitions/components/petition-text';
import { askedOf, massWords } from '~/features/published/petitions/petition-terms';
import { startedBy } from '~/features/published/petitions/petition-words';
import { Card } from '~/ui/card';
import { formatCount } from '~/ui/count';
import { formatDay } from '~/ui/days';
import { Facts } from '~/ui/facts';
import { Notice } from '~/ui/notice';
import { Stack } from '~/ui/page';
import type { SponsoredText } from '../sponsored-text.schema';

interface PetitionToSponsorProps {
  readonly text: SponsoredText;
  readonly minimum: number;
  /** Last day on which sponsors are looked for. */
  readonly untilDay: string;
  readonly today: string;
}

/** What a sponsor reads before they decide: the petition in its very words, how it will run, and what sponsoring tells. */
export function PetitionToSponsor({ text, minimum, untilDay, today }: PetitionToSponsorProps) {
  const wanted = formatCount(text.sponsorsWanted);
  return (
    <Stack gap="loose">
      <Card>
        <h2>{text.title}</h2>
        <p className="soft small">
          Started by {startedBy(text)}. To be open until {formatDay(text.closesDay, today)}
        </p>
        <PetitionText text={text} />
      </Card>
      <Facts
        stacked
        facts={[
          { term: 'Asks', detail: askedOf(text.askedUnit) },
          {
            term: 'Sponsors',
            detail: `It waits for ${wanted} until ${formatDay(untilDay, today)}. Then it goes to the moderators, and ends if fewer have come.`,
          },
          { term: 'Signing, later on', detail: massWords(text.criticalMass, minimum) },
        ]}
      />
      <Notice title="What sponsoring tells, and what it does not">
        <p>
          Whether you sponsored it nobody can tell, and how many have, nobody learns before there are {wanted}. But
          whoever gave you this link knows to whom they gave it: if it went to a few people only, they are the ones
          somebody will think of. Sponsoring is not signing: that you do once the petition is open, unseen as well.
        </p>
      </Notice>
    </Stack>
  );
}
