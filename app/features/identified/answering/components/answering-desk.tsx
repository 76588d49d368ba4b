import { Button, ButtonLink } from '~/ui/button';
import { Link } from '~/ui/link';
import { Notice } from '~/ui/notice';
import { Cluster, Stack } from '~/ui/page';
import { SectionNav } from '~/ui/section-nav';
import type { AnsweringAnswer } from '../answering-answer';
import { draftPageNames, draftPages, scheduleWords, type DraftPage } from '../answering-words';
import { reviewPath } from '../draft-paths';
import type { DraftView } from '../draft-view.queries.server';
import { DraftedAnswer } from './drafted-answer';
import { controlId, DraftWordsForm } from './draft-words-form';
import { PublishPage } from './publish-page';
import { ReviewPage } from './review-page';

export interface AnsweringDeskProps {
  draft: DraftView;
  page: DraftPage;
  /** The reader is named as a reviewer, and so does not write. */
  reviews: boolean;
  programmes: readonly { id: string; name: string }[];
  /** On the company's calendar. */
  today: string;
  timeZone: string;
  answer: AnsweringAnswer | undefined;
}

/** A draft on leadership's desk: written, looked at, reviewed, published. */
export function AnsweringDesk(props: AnsweringDeskProps) {
  const { draft, page, reviews, programmes, today, timeZone, answer } = props;
  if (reviews) {
    return (
      <Notice title="You review this answer">
        Whoever reviews it does not write it. <Link to={reviewPath(draft.id)}>Read it and say what you think</Link>
      </Notice>
    );
  }
  const refused = answer?.result.error?.['']?.[0];
  const lastResult = answer?.act === 'save' ? answer.result : undefined;
  const hasOwnForm = ['save', 'name', 'comment', 'schedule'].includes(answer?.act ?? '');
  return (
    <>
      <SectionNav
        label="The draft"
        items={draftPages.map((each) => ({ to: `?step=${each}`, label: draftPageNames[each] }))}
        currentPath={`?step=${page}`}
      />
      <Stack gap="loose">
        {refused !== undefined && !hasOwnForm && <Notice tone="error" title={refused} />}
        <Stale draft={draft} />
        <NotPublished draft={draft} />
        {page === 'write' && draft.schedule && (
          <Notice title={`It is published on ${scheduleWords(draft.schedule, today)}`}>
            Until then its words stand still. To change them, <Link to="?step=publish">take the schedule back</Link>.
          </Notice>
        )}
        {page === 'write' && !draft.schedule && <DraftWordsForm {...{ draft, programmes, lastResult }} />}
        {page === 'write' && lastResult && <SavedMeanwhile draft={draft} />}
        {page === 'look' && <Problems draft={draft} />}
        {page === 'look' && <DraftedAnswer draft={draft} />}
        {page === 'look' && draft.problems.length === 0 && (
          <Cluster>
            <ButtonLink to="?step=review" tone={draft.isCleared ? 'secondary' : 'primary'}>
              Have it reviewed
            </ButtonLink>
            {draft.isCleared && <ButtonLink to="?step=publish">Publish it</ButtonLink>}
          </Cluster>
        )}
      </Stack>
      {page === 'review' && <ReviewPage {...{ draft, today, answer }} />}
      {page === 'publish' && <PublishPage {...{ draft, today, timeZone, answer }} />}
    </>
  );
}

/** Somebody published another version: nothing is lost, and one click goes on from there. */
function Stale({ draft: { subjects, version } }: { draft: DraftView }) {
  if (subjects.every(({ base, newest }) => base === newest)) return null;
  return (
    <Notice tone="warn" title="Another version was published after this draft was begun">
      <form method="post">
        <input type="hidden" name="version" value={version} />
        <Stack gap="tight">
          <p>Your words are kept. Compare them with what is published now, and go on from there.</p>
          <div>
            <Button name="act" value="newest" tone="secondary" small>
              Go on from what is published now
            </Button>
          </div>
        </Stack>
      </form>
    </Notice>
  );
}

/** What the house notes about the words that stand now: that their hour came, and why they were not published. */
function NotPublished({ draft: { comments, version } }: { draft: DraftView }) {
  const last = comments.at(-1);
  if (last?.name !== null || last.version !== version) return null;
  return <Notice tone="warn" title={last.body} />;
}

/** What stands in the draft, below the words that were not saved. */
function SavedMeanwhile({ draft }: { draft: DraftView }) {
  return (
    <section aria-label="What is saved">
      <h2>What is saved</h2>
      <DraftedAnswer draft={draft} />
    </section>
  );
}

function Problems({ draft: { problems, subjects, words } }: { draft: DraftView }) {
  if (problems.length === 0) return null;
  const titles = words.petitions.map(({ petitionId }) => subjects.find(({ id }) => id === petitionId)?.title ?? '');
  return (
    <Notice tone="warn" title="Before it can be published">
      <ul>
        {problems.map(({ field, message }) => (
          <li key={`${field} ${message}`}>
            {field === '' ? message : <a href={`?step=write#${controlId(field)}`}>{placed(field, message, titles)}</a>}
          </li>
        ))}
      </ul>
    </Notice>
  );
}

/** Says which demand it is about, and of which petition where there are several. */
function placed(field: string, message: string, titles: readonly string[]): string {
  const [, petition, demand] = /^petitions\[(\d+)\]\.items\[(\d+)\]/.exec(field) ?? [];
  if (petition === undefined || demand === undefined) return message;
  const of = titles.length > 1 ? ` of “${titles[Number(petition)] ?? ''}”` : '';
  return `Demand ${String(Number(demand) + 1)}${of}: ${message}`;
}
