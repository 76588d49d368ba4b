import { DateText } from '~/ui/date-text';
import { daysBetween } from '~/ui/days';
import { Facts, type Fact } from '~/ui/facts';
import { Notice } from '~/ui/notice';
import { closeReasonWords, concernStateWords } from '../concern-words';
import type { ReadConversation } from '../read-conversation';

/** From so many days before its deletion on, a conversation says so on top. */
const noticeDays = 30;

/** Where a concern stands, what is due and by when, and when it will be deleted. */
export function ConversationFacts({
  conversation,
  today,
  nameOf,
}: {
  conversation: ReadConversation;
  today: string;
  nameOf: (fingerprint: string) => string | null;
}) {
  const { state, closedFor, deletedOn } = conversation;
  const left = daysBetween(today, deletedOn);
  return (
    <div className="stack">
      {left <= noticeDays && (
        <Notice tone="warn" title="This conversation is deleted soon">
          <p>
            On <DateText day={deletedOn} now={today} relative="also" /> it is deleted for good, there and everywhere,
            unless you or a handler write before. Copy what you need.
          </p>
        </Notice>
      )}
      <p>
        <strong>{concernStateWords[state].label}.</strong> {concernStateWords[state].text}
        {closedFor && ` ${closeReasonWords[closedFor]}`}
      </p>
      <Facts facts={[...factsOf(conversation, today), ...hiddenFacts(conversation, nameOf)]} />
    </div>
  );
}

/** Whom it is kept from: those whom the reporter left out, and those from whom a handler hid it later. */
function hiddenFacts({ hiddenFrom }: ReadConversation, nameOf: (fingerprint: string) => string | null): Fact[] {
  if (hiddenFrom.length === 0) return [];
  const names = hiddenFrom.map((fingerprint) => nameOf(fingerprint) ?? `key ${fingerprint.slice(0, 8)}`);
  return [{ term: 'Hidden from', detail: names.join(', ') }];
}

function factsOf(conversation: ReadConversation, today: string): Fact[] {
  const { day, acknowledgeBy, acknowledgedDay, answerBy, answeredDay, state, deletedOn } = conversation;
  const on = (when: string) => <DateText day={when} now={today} relative="also" />;
  const isDue = state !== 'closed';
  return [
    { term: 'Came in', detail: on(day) },
    acknowledgedDay
      ? { term: 'Somebody read it', detail: on(acknowledgedDay) }
      : { term: 'Must be read by', detail: on(acknowledgeBy), late: isDue && acknowledgeBy < today },
    answeredDay
      ? { term: 'Answered', detail: on(answeredDay) }
      : { term: 'Must be answered by', detail: on(answerBy), late: isDue && answerBy < today },
    { term: 'Deleted, unless somebody writes', detail: on(deletedOn) },
  ];
}
