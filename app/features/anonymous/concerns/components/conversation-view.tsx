import { Lock, RefreshCw } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { Button } from '~/ui/button';
import { Notice } from '~/ui/notice';
import { notToBeRead, type ReadConversation } from '../read-conversation';
import type { Receipt } from '../receipt';
import { ConversationFacts } from './conversation-facts';
import { FilingProof } from './filing-proof';
import { MessageView } from './message-view';
import type { MyConcernProps } from './my-concern';
import { useHandlerNames } from './use-handlers';
import { WriteBack } from './write-back';

export interface ConversationViewProps extends MyConcernProps {
  readonly receipt: Receipt;
  readonly conversation: ReadConversation;
  readonly today: () => string;
  readonly onReload: () => Promise<void>;
  readonly onClose: () => void;
}

/** A conversation with the handlers: where it stands, what was said, and writing on. */
export function ConversationView(props: ConversationViewProps) {
  const { receipt, conversation, organisation, programmes, now, onReload, onClose, today } = props;
  const nameOf = useHandlerNames(organisation);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus({ preventScroll: true });
  }, []);
  const { programme, messages, firstManifest, state, closedFor } = conversation;
  const programmeName = programme === null ? 'A programme that is not listed' : (programmes[programme] ?? programme);
  return (
    <div className="stack stack--loose">
      <div className="cluster cluster--apart">
        <h2 ref={heading} tabIndex={-1} className="sign__heading">
          {programmeName}
        </h2>
        <div className="cluster">
          <Button
            type="button"
            tone="quiet"
            small
            icon={<RefreshCw aria-hidden="true" />}
            onClick={() => void onReload()}
          >
            Look again
          </Button>
          <Button type="button" tone="secondary" small icon={<Lock aria-hidden="true" />} onClick={onClose}>
            Close
          </Button>
        </div>
      </div>
      <ConversationFacts conversation={conversation} today={now.slice(0, 10)} nameOf={nameOf} />
      <ol className="exchange" aria-label="Messages">
        {messages.map((message) => (
          <MessageView
            key={message.number}
            message={message}
            nameOf={nameOf}
            {...{ receipt, organisation, now, today }}
          />
        ))}
      </ol>
      {state === 'closed' && closedFor === 'rubbish' ? (
        <Notice title="Nothing more can be written here" />
      ) : (
        <WriteBack
          receipt={receipt}
          programme={programme}
          next={conversation.next}
          notTo={notToBeRead(conversation)}
          {...{ organisation, today, onReload }}
        />
      )}
      {firstManifest !== null && (
        <FilingProof
          filed={{ organisation, day: conversation.day, manifest: firstManifest }}
          receipt={receipt}
          today={now.slice(0, 10)}
        />
      )}
    </div>
  );
}
