import { DateText } from '~/ui/date-text';
import { fieldLabel } from '~/features/published/programmes/programme-fields';
import { kindWords } from '../concern-words';
import type { MessageContent } from '../message-content';
import type { ReadMessage } from '../read-conversation';
import type { Receipt } from '../receipt';
import { MessageFile } from './message-file';

interface MessageViewProps {
  readonly message: ReadMessage;
  /** A handler's name by fingerprint, where it is known. */
  readonly nameOf: (fingerprint: string) => string | null;
  readonly receipt: Receipt;
  readonly organisation: string;
  readonly now: string;
  readonly today: () => string;
}

/** One message of either side. */
export function MessageView({ message, nameOf, receipt, organisation, now, today }: MessageViewProps) {
  const { number, sender, day, readDay, said } = message;
  const isMine = sender === 'reporter';
  const day0 = now.slice(0, 10);
  return (
    <li className={isMine ? 'exchange__message exchange__message--mine' : 'exchange__message'}>
      <p className="exchange__who">
        <strong>{isMine ? 'You' : (nameOf(sender) ?? `A handler (key ${sender.slice(0, 8)})`)}</strong>
        <span className="soft">
          <DateText day={day} now={day0} />
        </span>
      </p>
      {said ? (
        <>
          <Said content={said.content} />
          {said.content.files.length > 0 && (
            <ul className="exchange__files" aria-label="Files">
              {said.content.files.map((listed) => (
                <MessageFile
                  key={listed.part}
                  file={{ listed, chunks: said.parts[listed.part]?.chunks ?? [] }}
                  {...{ number, receipt, organisation, today }}
                />
              ))}
            </ul>
          )}
        </>
      ) : (
        <p className="soft">
          This message cannot be read with your words: it was damaged on the way, or is not for you.
        </p>
      )}
      {isMine && (
        <p className="exchange__read">
          {readDay ? (
            <>
              Somebody read it on <DateText day={readDay} now={day0} />.
            </>
          ) : (
            'Nobody has read it yet.'
          )}
        </p>
      )}
    </li>
  );
}

function Said({ content }: { content: MessageContent }) {
  const { kind, programmeField, text, answers } = content;
  const about = [kind && kindWords[kind].label, fieldLabel(programmeField)].filter(Boolean).join(' · ');
  return (
    <div className="said">
      {about !== '' && <p className="small soft">{about}</p>}
      {text !== '' && <p className="said__text">{text}</p>}
      {answers.map(({ question, answer }) => (
        <div key={question}>
          <h3>{question}</h3>
          <p className="said__text">{answer}</p>
        </div>
      ))}
    </div>
  );
}
