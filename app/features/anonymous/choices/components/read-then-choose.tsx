import { useState, type ReactNode } from 'react';
import { LedgerWatch } from '~/features/published/ledger-on-device/components/ledger-watch';
import { Button, ButtonLink } from '~/ui/button';
import { formatCount } from '~/ui/count';
import { TimeText } from '~/ui/date-text';
import { NeedsJavaScript } from '~/ui/needs-javascript';
import { Notice } from '~/ui/notice';
import { Page, PageHeader } from '~/ui/page';
import { Steps } from '~/ui/steps';
import { crowdIsLargeEnough, type CrowdFacts } from '../../signatures/components/before-signing';
import { ChooseUnseen, type ChooseUnseenProps } from './choose-unseen';

interface ReadThenChooseProps<C extends string> extends Omit<ChooseUnseenProps<C>, 'crowd' | 'nextCount'> {
  readonly title: ReactNode;
  readonly lead: ReactNode;
  /** The exact words that are chosen on. */
  readonly children: ReactNode;
  /** Whether it can still be chosen on. */
  readonly open: boolean;
  /** Null while too few are on its register for the number to be shown. */
  readonly crowd: CrowdFacts | null;
  readonly minimum: number;
  /** Instants: of the next count, and now. */
  readonly nextCount: string;
  readonly now: string;
}

/** A page on which one reads something first, and then chooses on it unseen. */
export function ReadThenChoose<C extends string>(props: ReadThenChooseProps<C>) {
  const { words, title, lead, children, open, crowd, minimum, nextCount, now, back, ...rest } = props;
  const [read, setRead] = useState(false);
  const offered = open && crowdIsLargeEnough(crowd);
  return (
    <Page width="reading">
      {!read && <Steps steps={[{ label: 'Read' }, { label: 'Check' }, { label: words.step }]} current={0} />}
      <PageHeader title={title} lead={read ? undefined : lead} />
      {!read && children}
      <NeedsJavaScript what={words.doing} />
      {!open && (
        <Notice title={words.closed.title}>
          <p>{words.closed.text}</p>
          <ButtonLink to={back.to} tone="secondary" small>
            {back.words}
          </ButtonLink>
        </Notice>
      )}
      {open && !offered && (
        <Notice title="Not offered yet">
          <p>
            Fewer than {formatCount(minimum)} people have enrolled a key. In so small a crowd nobody vanishes. It is
            offered once there are more: <a href="/in/my-key">enrol</a>, and tell others to.
          </p>
        </Notice>
      )}
      {offered && !read && (
        <div className="cluster needs-script sign__go-on">
          <Button
            type="button"
            onClick={() => {
              setRead(true);
              window.scrollTo({ top: 0 });
            }}
          >
            I have read it: go on
          </Button>
          <ButtonLink to={back.to} tone="quiet">
            Back
          </ButtonLink>
        </div>
      )}
      {offered && read && (
        <LedgerWatch organisation={rest.organisation}>
          <ChooseUnseen
            {...rest}
            {...{ words, crowd, back }}
            nextCount={
              <>
                at the next count (<TimeText instant={nextCount} now={now} />)
              </>
            }
          />
        </LedgerWatch>
      )}
    </Page>
  );
}
