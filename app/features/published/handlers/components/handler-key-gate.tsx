import { useState, type ReactNode } from 'react';
import { KeepKey } from '~/features/published/registers/components/keep-key';
import { UnlockKey } from '~/features/published/registers/components/unlock-key';
import { WordsForm } from '~/features/published/registers/components/words-form';
import type { OpenKey } from '~/platform/key-vault/vault';
import { Button } from '~/ui/button';
import { Notice } from '~/ui/notice';
import { openHandlerKeys, type OpenHandlerKeys } from '../open-handler-keys';
import type { HandlerKeyState } from './handler-key-here';

interface HandlerKeyGateProps {
  readonly organisation: string;
  /** Fingerprints of this person's keys in force. */
  readonly mine: readonly string[];
  readonly state: HandlerKeyState;
  readonly look: () => Promise<void>;
  /** What is shown once the key is open. */
  readonly children: (keys: OpenHandlerKeys) => ReactNode;
}

/** Opens a handler's key with passphrase, passkey or words, and shows what needs it. */
export function HandlerKeyGate({ organisation, mine, state, look, children }: HandlerKeyGateProps) {
  const [byWords, setByWords] = useState(false);
  if (state.kind === 'open') return children(state.keys);
  if (state.kind === 'looking') return <p className="soft needs-script">Looking for your key on this device …</p>;
  if (state.kind === 'locked' && !byWords) {
    return (
      <div className="stack needs-script">
        <UnlockKey slot="handler" summary={state.key} onOpen={() => void look()} />
        <div>
          <Button
            type="button"
            tone="quiet"
            onClick={() => {
              setByWords(true);
            }}
          >
            I have my twelve words
          </Button>
        </div>
      </div>
    );
  }
  return (
    <div className="stack needs-script">
      {state.kind === 'none' && <p>Your key is not on this device. Bring it here with its twelve words.</p>}
      <BringHandlerKey organisation={organisation} mine={mine} onOpen={() => void look()} />
    </div>
  );
}

function BringHandlerKey({
  organisation,
  mine,
  onOpen,
}: {
  organisation: string;
  mine: readonly string[];
  onOpen: () => void;
}) {
  const [key, setKey] = useState<OpenKey | null>(null);
  const [problem, setProblem] = useState<string | null>(null);

  async function read(entropy: Uint8Array) {
    const { fingerprint } = await openHandlerKeys(organisation, entropy);
    if (mine.includes(fingerprint)) setKey({ publicName: fingerprint, entropy });
    else setProblem('These words belong to another key, or to one of yours that is retired.');
  }

  if (key) {
    return <KeepKey slot={`handler-${key.publicName}`} keyToKeep={key} typed="each time you come here" onKept={onOpen} />;
  } // prettier-ignore
  return (
    <>
      {problem && <Notice tone="error">{problem}</Notice>}
      <WordsForm
        action="Use these words"
        onEntropy={(entropy) => {
          setProblem(null);
          void read(entropy);
        }}
      />
    </>
  );
}
