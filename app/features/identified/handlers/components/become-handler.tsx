import { useState } from 'react';
import { Fingerprint } from '~/features/published/handlers/components/fingerprint';
import { Button } from '~/ui/button';
import { DateText } from '~/ui/date-text';
import { Notice } from '~/ui/notice';
import { askInBrowser, type SigningPlace } from '../act-in-browser';
import type { WaitingHandler } from '../handler-desk.queries.server';
import { MakeHandlerKey } from './make-handler-key';

interface BecomeHandlerProps {
  readonly name: string;
  readonly asked: WaitingHandler | null;
  /** Nobody can let anybody in: the key that is made now is the first. */
  readonly isFirst: boolean;
  readonly place: SigningPlace;
  readonly onChanged: () => void;
}

/** For somebody with the role and without a key in force: make one, and have it let in. */
export function BecomeHandler({ name, asked, isFirst, place, onChanged }: BecomeHandlerProps) {
  const [again, setAgain] = useState(false);
  if (asked && !again) {
    return (
      <div className="stack">
        <Notice title="Your key waits for another handler">
          <p>
            You asked <DateText day={asked.day} now={place.day} relative="also" />. Meet one of the handlers, or call
            them, and read them these eight groups. They let you in when the groups are the same on their screen.
          </p>
        </Notice>
        <Fingerprint fingerprint={asked.fingerprint} size="large" />
        <div className="cluster">
          <form method="post">
            <Button tone="secondary">Take it back</Button>
          </form>
          <Button
            type="button"
            tone="quiet"
            onClick={() => {
              setAgain(true);
            }}
          >
            I have lost it: make another
          </Button>
        </div>
      </div>
    );
  }
  return (
    <div className="stack needs-script">
      <p>
        {isFirst
          ? 'There is no handler yet: your key is the first, and is in force at once. All others will rest on it.'
          : 'A key is made here, on this device. Then a handler whose key is in force compares its fingerprint with you and lets you in.'}
      </p>
      <MakeHandlerKey
        organisation={place.organisation}
        label="Steps of becoming a handler"
        last={isFirst ? 'Begin' : 'Ask'}
        headingLevel={3}
        about={
          isFirst
            ? 'Only the public halves of your key are sent. They stand in the public ledger, with your name.'
            : 'Only the public halves of your key are sent. The handlers get a mail with your name and the fingerprint.'
        }
        action={isFirst ? 'Put my key in force' : 'Ask to be let in'}
        send={async (keys) => {
          await askInBrowser(place, keys, name);
        }}
        onSent={() => {
          setAgain(false);
          onChanged();
        }}
        done={null}
      />
    </div>
  );
}
