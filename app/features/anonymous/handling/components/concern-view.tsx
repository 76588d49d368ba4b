import { useEffect, useRef } from 'react';
import { DateText } from '~/ui/date-text';
import { Notice } from '~/ui/notice';
import { StateDot } from '~/ui/tag';
import { kindWords } from '../../concerns/concern-words';
import { deadlineOf, isPartlyClosed, kindOf, openingOf, unreadOf, type DeskConcern } from '../desk-concern';
import { takeNote } from '../desk-acts';
import { hashOf } from '../desk-place';
import { deadlineWords, refusalWords, stateNames } from '../handling-words';
import { ConcernFacts } from './concern-facts';
import { ConcernActs } from './concern-acts';
import { Conversation } from './conversation';
import { useDesk } from './desk-context';
import { KeepRecord } from './keep-record';
import { Refused, useAct } from './use-act';
import { WriteForm } from './write-form';

/** One concern: what was said, what can be done. */
export function ConcernView({ concernKey }: { concernKey: string }) {
  const { view } = useDesk();
  const concern = view.concerns.get(concernKey);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus();
  }, [concernKey]);
  return (
    <article className="desk-concern">
      <p className="no-print">
        <a href={hashOf({ kind: 'inbox' })}>Back to all concerns</a>
      </p>
      <h2 ref={heading} tabIndex={-1} className="desk-concern__heading">
        {concern ? <Title concern={concern} /> : 'A concern'}
      </h2>
      {concern && <Standing concern={concern} />}
      {concern ? <Opened concern={concern} /> : <NotHere />}
    </article>
  );
}

function Title({ concern }: { concern: DeskConcern }) {
  const { programmes } = useDesk();
  const kind = kindOf(concern);
  const programme = concern.programme === null ? 'Not about a listed programme' : programmes.get(concern.programme);
  return (
    <>
      {kind ? kindWords[kind].label : 'A concern'}
      <small>{programme}</small>
    </>
  );
}

/** Where it stands, in a line: on a phone the facts come after the conversation. */
function Standing({ concern }: { concern: DeskConcern }) {
  const { today } = useDesk();
  const deadline = deadlineOf(concern, today);
  return (
    <p className="desk-concern__standing">
      <StateDot state={deadline?.late ? 'late' : concern.state === 'closed' ? 'over' : 'on'}>
        {stateNames[concern.state]}
      </StateDot>
      {deadline && <span className={deadline.late ? 'late' : undefined}>{deadlineWords(deadline, today)}</span>}
    </p>
  );
}

function NotHere() {
  const { view } = useDesk();
  if (view.filling.kind === 'filling') return <p className="soft">Not opened yet …</p>;
  const { title, text } = refusalWords('unknown-concern');
  return (
    <Notice title={title}>
      <p>{text}</p>
    </Notice>
  );
}

function Opened({ concern }: { concern: DeskConcern }) {
  const { today } = useDesk();
  return (
    <div className="desk">
      <div>
        <ReadNote concern={concern} />
        {isPartlyClosed(concern) && <PartlyClosed concern={concern} />}
        {concern.closedFor === 'rubbish' && (
          <Notice title="Closed as rubbish">
            <p>Its files were deleted. Nothing more can be written in it, by either side.</p>
          </Notice>
        )}
        <Conversation concern={concern} />
        <WriteForm key={concern.key} concern={concern} />
      </div>
      <aside className="desk-concern__side" aria-label="About this concern">
        <ConcernFacts concern={concern} />
        <ConcernActs concern={concern} />
        <KeepRecord concern={concern} />
        <p className="small soft">
          Everything about it is deleted on <DateText day={concern.deletedOn} now={today} />, unless either side writes
          before then.
        </p>
      </aside>
    </div>
  );
}

/** Opening a concern is reading it, and the reporter is told so. */
function ReadNote({ concern }: { concern: DeskConcern }) {
  const { desk } = useDesk();
  const act = useAct();
  const { run } = act;
  const begun = useRef('');
  const unread =
    concern.state === 'closed'
      ? ''
      : unreadOf(concern)
          .map(({ number }) => number)
          .join();
  useEffect(() => {
    const reading = `${concern.key}/${unread}`;
    if (begun.current === reading) return;
    begun.current = reading;
    void run(() => takeNote(desk, concern));
  }, [desk, concern, unread, run]);
  return <Refused act={act} />;
}

function PartlyClosed({ concern }: { concern: DeskConcern }) {
  const { desk } = useDesk();
  const others = desk.handlers.filter(
    ({ fingerprint }) => fingerprint !== desk.me.fingerprint && !concern.hiddenFrom.includes(fingerprint),
  );
  const isAll = openingOf(concern) === null;
  return (
    <Notice
      tone="warn"
      title={isAll ? 'Your key cannot open this concern' : 'Your key cannot open all of this concern'}
    >
      <p>
        It was encrypted to the handlers of that day, or not to you. A handler who can read it can give you access
        {others.length > 0 ? `: ask ${others.map(({ name }) => name).join(' or ')}.` : ', and there is none left.'}
      </p>
    </Notice>
  );
}
