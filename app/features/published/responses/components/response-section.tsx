import type { ReactNode } from 'react';
import { DateText } from '~/ui/date-text';
import { Section, Stack } from '~/ui/page';
import { Prose } from '~/ui/prose';
import type { AboutProgramme } from '../../programmes/attachments';
import { AboutProgrammeLink } from '../../programmes/components/about-programme';
import { RevisedLink } from '../../statements/components/revised-link';
import type { PublishedResponse } from '../responses.queries.server';

export interface ResponseSectionProps {
  petitionId: string;
  response: PublishedResponse;
  about: AboutProgramme | null;
  /** On the company's calendar. */
  today: string;
  /** What belongs to the response as a whole. */
  children?: ReactNode;
}

/** Leadership's words to a petition as a whole: by whom, when, how often revised. Answers stand below the demands. */
export function ResponseSection({ petitionId, response, about, today, children }: ResponseSectionProps) {
  const { authorName, body, day, firstDay, revision, items } = response;
  const open = items.filter((item) => item === null).length;
  return (
    <Section title="What leadership responded" id="response">
      <Stack>
        <p className="soft small">
          {authorName}, <DateText day={firstDay} now={today} relative="also" />.{' '}
          <RevisedLink kind="response" id={petitionId} revision={revision} />
          {revision > 1 && (
            <>
              , last on <DateText day={day} now={today} />
            </>
          )}
          . {open === 0 ? 'The answer to each demand stands below it.' : 'Answers stand below the demands.'}
          {about && (
            <>
              {' '}
              It is about <AboutProgrammeLink about={about} />.
            </>
          )}
        </p>
        {body !== '' && <Prose>{body}</Prose>}
        {children}
      </Stack>
    </Section>
  );
}
