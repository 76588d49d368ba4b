import { useEffect, useState, type ReactNode } from 'react';
import { openHandlerKeys, type OpenHandlerKeys } from '~/features/published/handlers/open-handler-keys';
import { MakeKey } from '~/features/published/registers/components/make-key';
import type { OpenKey } from '~/platform/key-vault/vault';
import { Button } from '~/ui/button';
import { Notice } from '~/ui/notice';
import { useSignedAct } from './signed-act';

interface MakeHandlerKeyProps {
  readonly organisation: string;
  readonly label: string;
  /** The last step: "Ask", "Replace". */
  readonly last: string;
  readonly headingLevel: 2 | 3 | 4;
  /** What sending means, beside the button that does it. */
  readonly about: ReactNode;
  readonly action: string;
  readonly send: (keys: OpenHandlerKeys) => Promise<void>;
  readonly onSent: () => void;
  readonly done: ReactNode;
}

/** Makes a handler's key on this device and sends its public halves. It lies aside here until it is in force. */
export function MakeHandlerKey({ organisation, label, last, headingLevel, done, ...sending }: MakeHandlerKeyProps) {
  return (
    <MakeKey
      keyOf={async (entropy) => ({ publicName: (await openHandlerKeys(organisation, entropy)).fingerprint, entropy })}
      slotOf={({ publicName }) => `handler-${publicName}`}
      power="whoever has them can read concerns and answer them as you"
      typed="each time you come to the desk"
      label={label}
      last={last}
      headingLevel={headingLevel}
      done={done}
    >
      {(key, onDone) => <SendKey organisation={organisation} made={key} {...sending} onDone={onDone} />}
    </MakeKey>
  );
}

type SendKeyProps = Pick<MakeHandlerKeyProps, 'organisation' | 'about' | 'action' | 'send' | 'onSent'> & {
  made: OpenKey;
  onDone: () => void;
};

function SendKey({ organisation, made, about, action, send, onSent, onDone }: SendKeyProps) {
  const [keys, setKeys] = useState<OpenHandlerKeys | null>(null);
  useEffect(() => {
    let gone = false;
    void openHandlerKeys(organisation, made.entropy).then((read) => {
      if (!gone) setKeys(read);
    });
    return () => {
      gone = true;
    };
  }, [organisation, made]);
  const { busy, problem, run } = useSignedAct(() => {
    onDone();
    onSent();
  });
  return (
    <>
      <p>{about}</p>
      {problem && <Notice tone="error">{problem}</Notice>}
      <div>
        <Button
          type="button"
          disabled={busy || !keys}
          onClick={() => {
            if (keys) void run(() => send(keys));
          }}
        >
          {busy ? 'Sending …' : action}
        </Button>
      </div>
    </>
  );
}
