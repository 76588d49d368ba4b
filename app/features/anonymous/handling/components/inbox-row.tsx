import { Paperclip } from 'lucide-react';
import { memo } from 'react';
import { DateText } from '~/ui/date-text';
import { plural } from '~/ui/count';
import { StateDot, Tag } from '~/ui/tag';
import { kindWords } from '../../concerns/concern-words';
import { deadlineOf, fileCount, firstWords, isPartlyClosed, kindOf, unreadOf, type DeskConcern } from '../desk-concern';
import { hashOf } from '../desk-place';
import { deadlineWords, stateNames } from '../handling-words';
import type { DeskSurroundings } from './desk-context';

type InboxRowProps = Pick<DeskSurroundings, 'today' | 'nameOf' | 'programmes'> & { readonly concern: DeskConcern };

/** One concern in the list. Drawn anew only where it changed: the desk changes with each page that arrives. */
export const InboxRow = memo(function InboxRow({ concern, today, nameOf, programmes }: InboxRowProps) {
  const deadline = deadlineOf(concern, today);
  const kind = kindOf(concern);
  const files = fileCount(concern);
  const begins = firstWords(concern);
  const unread = unreadOf(concern).length > 0 && concern.state !== 'closed';
  const about = [
    concern.programme === null ? 'Not listed' : (programmes.get(concern.programme) ?? 'A programme'),
    ...(kind ? [kindWords[kind].label] : []),
  ];
  return (
    <li className={unread ? 'desk-list__row desk-list__row--unread' : 'desk-list__row'}>
      <div>
        <p className="desk-list__about">
          {about.join(' · ')}
          {unread && <Tag tone="accent">Unread</Tag>}
        </p>
        <h3 className="desk-list__title">
          <a href={hashOf({ kind: 'concern', key: concern.key })}>
            {begins === '' ? 'Your key cannot open how it begins' : begins}
          </a>
        </h3>
        <p className="desk-list__more">
          {concern.labels?.map((label) => (
            <Tag key={label} tone="outline">
              {label}
            </Tag>
          ))}
          {files > 0 && (
            <span className="desk-list__files">
              <Paperclip aria-hidden="true" />
              {plural(files, 'file')}
            </span>
          )}
          {begins !== '' && isPartlyClosed(concern) && <span>Parts of it your key cannot open</span>}
        </p>
      </div>
      <div className="desk-list__side">
        <StateDot state={deadline?.late ? 'late' : concern.state === 'closed' ? 'over' : 'on'}>
          {stateNames[concern.state]}
        </StateDot>
        {deadline && <span className={deadline.late ? 'late' : undefined}>{deadlineWords(deadline, today)}</span>}
        <span className="soft">
          Came in <DateText day={concern.day} now={today} />
        </span>
        <span className="soft">{concern.assignedTo === null ? 'Nobody’s yet' : nameOf(concern.assignedTo)}</span>
      </div>
    </li>
  );
});
