import type { ReactNode } from 'react';
import { TermsSummary } from '~/features/published/petitions/components/terms-summary';
import { moderationReason } from '~/features/published/petitions/moderation';
import { publicStates } from '~/features/published/petitions/petition';
import { sponsorPath } from '~/features/published/petitions/sponsor-link';
import { Button } from '~/ui/button';
import { CopyableText } from '~/ui/copyable-text';
import { formatDay } from '~/ui/days';
import { Link } from '~/ui/link';
import { Notice } from '~/ui/notice';
import { Section, Stack } from '~/ui/page';
import { Timeline } from '~/ui/timeline';
import type { OrganizerWords } from '../organize';
import type { OwnPetition } from '../own-petition.schema';
import { OrganizerActs } from './organizer-acts';
import { actNames, decisionNames, standsWords } from './own-petition-words';

export interface OwnPetitionViewProps {
  readonly organisation: string;
  readonly minimum: number;
  readonly publicUrl: string;
  readonly nextCount: ReactNode;
  readonly words: OrganizerWords;
  readonly petition: OwnPetition;
  /** 'YYYY-MM-DD' (UTC). */
  readonly today: string;
  readonly onReload: () => Promise<void>;
  readonly onClose: () => void;
}

/** Where one's petition stands, what was decided and why, what waits, and what can be done next. */
export function OwnPetitionView(props: OwnPetitionViewProps) {
  const { petition, minimum, publicUrl, nextCount, words, today, onReload, onClose } = props;
  const { state, title, closesDay, moderation, waiting, ending, criticalMass, askedUnit, sponsorsWanted } = petition;
  const isPublic = publicStates.some((each) => each === state);
  return (
    <Stack gap="loose">
      <Stack gap="tight">
        <h2>{isPublic ? <Link to={`/petitions/${petition.petition}`}>{title}</Link> : title}</h2>
        <p className="soft">{standsWords(petition, today)}</p>
        {state === 'open' && (
          <p className="small">
            Counts stand on <Link to={`/petitions/${petition.petition}`}>its page</Link>, for you as for everybody. This
            page has none.
          </p>
        )}
        <div className="cluster">
          <Button type="button" tone="secondary" small onClick={() => void onReload()}>
            Look again
          </Button>
          <Button type="button" tone="quiet" small onClick={onClose}>
            Close it
          </Button>
        </div>
      </Stack>
      {state === 'gathering' && (
        <CopyableText
          text={`${publicUrl}${sponsorPath(words.petition, words.sponsorSecret)}`}
          label="Link for sponsors"
          action="Copy the link"
        />
      )}
      {ending && (
        <Notice title={ending.how === 'merged' ? 'It was merged into another one' : 'It was retired'}>
          <p>{ending.reason}</p>
          {ending.into !== null && (
            <p>
              <Link to={`/petitions/${ending.into}`}>The petition that goes on</Link>
            </p>
          )}
          {state === 'open' && <p>The next publication closes it: {nextCount}.</p>}
        </Notice>
      )}
      {waiting.length > 0 && (
        <Section title="What waits for the next publication">
          <ul className="plain-list stack">
            {waiting.map(({ number, act, body }) => (
              <li key={number}>
                {actNames[act]}
                {act === 'update' || act === 'appeal' || act === 'retire' ? <>: “{body}”</> : null}
              </li>
            ))}
          </ul>
          <p className="small soft">It becomes public at {nextCount}, among everybody’s of the day.</p>
        </Section>
      )}
      <OrganizerActs key={`${state}/${String(petition.next)}`} {...props} />
      {moderation.length > 0 && (
        <Section title="What moderators decided">
          <Timeline
            entries={[...moderation].reverse().map(({ act, reason, words: said, moderator, day }, index) => ({
              key: String(index),
              when: formatDay(day, today),
              what: (
                <Stack gap="tight">
                  <p>
                    {decisionNames[act] ?? act}
                    {moderator !== '' && ` by ${moderator}, moderator`}. {moderationReason(reason)?.words}
                  </p>
                  {said !== '' && <blockquote className="serif">“{said}”</blockquote>}
                </Stack>
              ),
            }))}
          />
        </Section>
      )}
      <Section title="How it runs">
        <TermsSummary terms={{ criticalMass, askedUnit, sponsorsWanted }} minimum={minimum} />
        <p className="soft small">Its last day, as it stands: {formatDay(closesDay, today)}.</p>
      </Section>
    </Stack>
  );
}
