import { fieldLabel } from '~/features/published/programmes/programme-fields';
import { DateText } from '~/ui/date-text';
import { Tag } from '~/ui/tag';
import type { DeskConcern, DeskMessage } from '../desk-concern';
import { senderName } from '../export-concern';
import type { MessageContent } from '../../concerns/message-content';
import { useDesk } from './desk-context';
import { MessageFiles } from './message-files';

/** Everything that was written, in order: both sides, and the notes among handlers. */
export function Conversation({ concern }: { concern: DeskConcern }) {
  return (
    <ol className="conversation" aria-label="Conversation">
      {concern.messages.map((message) => (
        <li key={message.number} className={classOf(message)}>
          <MessageHead message={message} />
          {message.text.kind === 'open' ? (
            <>
              <Said content={message.text.content} />
              <MessageFiles concern={concern} message={message} />
            </>
          ) : (
            <p className="soft">
              {message.text.kind === 'closed'
                ? 'Your key cannot open this message.'
                : 'This message is not what was sent, so it is not shown.'}
            </p>
          )}
        </li>
      ))}
    </ol>
  );
}

function classOf({ sender, audience }: DeskMessage): string {
  if (audience === 'handlers') return 'conversation__note';
  return sender === 'reporter' ? 'conversation__reporter' : 'conversation__handler';
}

function MessageHead({ message }: { message: DeskMessage }) {
  const { today, nameOf } = useDesk();
  return (
    <p className="conversation__head">
      <strong>{senderName(message, nameOf)}</strong>
      {message.audience === 'handlers' && <Tag>Note among handlers</Tag>}
      <span className="soft">
        <DateText day={message.day} now={today} />
        {message.sender === 'reporter' && message.readDay !== null && (
          <>
            ; the reporter sees that it was read on <DateText day={message.readDay} now={today} />
          </>
        )}
      </span>
    </p>
  );
}

function Said({ content }: { content: MessageContent }) {
  const field = fieldLabel(content.programmeField);
  return (
    <>
      {field && <p className="small soft">About this part of the programme: {field}</p>}
      {content.text !== '' && <p className="conversation__text">{content.text}</p>}
      {content.answers.length > 0 && (
        <dl className="conversation__answers">
          {content.answers.map(({ question, answer }, index) => (
            <div key={`${String(index)}:${question}`}>
              <dt>{question}</dt>
              <dd>{answer}</dd>
            </div>
          ))}
        </dl>
      )}
    </>
  );
}
