import { useEffect, useState } from 'react';
import { entropyToWords, wordsToEntropy } from '~/crypto/words';
import { forgetKey, lockKey, openedKey, type OpenKey } from '~/platform/key-vault/vault';
import { Button, ButtonLink } from '~/ui/button';
import { CopyableWords } from '~/ui/copyable-words';
import { Notice } from '~/ui/notice';
import { QrCode } from '~/ui/qr-code';
import { KeepKey } from './keep-key';
import type { KeyState } from './kept-key';
import { UnlockKey } from './unlock-key';
import { memberKey, WordsForm } from './words-form';

interface DeviceKeyProps {
  readonly state: KeyState;
  readonly look: () => Promise<void>;
  readonly publicUrl: string;
}

/** The key on this device: bring it here, open it, show its words, move it, remove it. */
export function DeviceKey({ state, look, publicUrl }: DeviceKeyProps) {
  switch (state.kind) {
    case 'looking':
      return <p className="soft needs-script">Looking …</p>;
    case 'open':
      return <OpenKey kept={state.kept} look={look} publicUrl={publicUrl} />;
    case 'locked':
      return (
        <div className="stack">
          <p>A key is kept here, locked by a {state.key.lockedBy}.</p>
          <UnlockKey slot="member" summary={state.key} onOpen={() => void look()} />
          <RemoveKey look={look} />
        </div>
      );
    default:
      return <BringKey storage={state.kind === 'none'} look={look} />;
  }
}

function BringKey({ storage, look }: { storage: boolean; look: () => Promise<void> }) {
  const [key, setKey] = useState<OpenKey | null>(null);
  useEffect(() => {
    setKey(keyInAddress());
  }, []);
  if (key) {
    return <KeepKey slot="member" keyToKeep={key} typed="each time you sign" onKept={() => void look()} />;
  }
  return (
    <div className="stack">
      <p>There is no key on this device.</p>
      {!storage && (
        <Notice tone="warn">
          <p>
            This browser does not let a page keep anything (a private window, perhaps). You can still use your words,
            each time.
          </p>
        </Notice>
      )}
      <div>
        <ButtonLink to="/in/my-key">Enrol a key</ButtonLink>
      </div>
      <details>
        <summary>I have enrolled elsewhere and have my twelve words</summary>
        <WordsForm
          action="Bring my key here"
          onEntropy={(entropy) => {
            setKey(memberKey(entropy));
          }}
        />
      </details>
    </div>
  );
}

function OpenKey({ kept, look, publicUrl }: { kept: boolean; look: () => Promise<void>; publicUrl: string }) {
  const [shown, setShown] = useState<'nothing' | 'words' | 'code'>('nothing');
  const key = openedKey('member');
  if (!key) return null;
  const words = entropyToWords(key.entropy);
  return (
    <div className="stack">
      <p>
        {kept ? 'Your key is kept on this device and is open.' : 'Your key is open here, and not kept.'} It stays open
        in this tab, on other pages too, until you lock it, reload or close the tab.
      </p>
      <div className="cluster">
        <Button
          type="button"
          tone="secondary"
          onClick={() => {
            setShown(shown === 'code' ? 'nothing' : 'code');
          }}
        >
          Move it to another device
        </Button>
        <Button
          type="button"
          tone="secondary"
          onClick={() => {
            setShown(shown === 'words' ? 'nothing' : 'words');
          }}
        >
          {shown === 'words' ? 'Hide my words' : 'Show my words'}
        </Button>
        <Button
          type="button"
          tone="quiet"
          onClick={() => {
            lockKey('member');
            void look();
          }}
        >
          Lock it now
        </Button>
      </div>
      {shown === 'words' && <CopyableWords words={words.split(' ')} label="Your twelve words" />}
      {shown === 'code' && (
        <>
          <Notice tone="warn" title="This code is your key">
            <p>
              Whoever photographs it, or records this screen, has your key. On a work laptop, type the words on the
              phone instead.
            </p>
          </Notice>
          <QrCode text={`${publicUrl}/my-key#${words.replaceAll(' ', '-')}`} label="Your key as a code" />
        </>
      )}
      {kept && <RemoveKey look={look} />}
    </div>
  );
}

function RemoveKey({ look }: { look: () => Promise<void> }) {
  async function remove() {
    await forgetKey('member');
    await look();
  }
  return (
    <details>
      <summary>Remove the key from this device</summary>
      <div className="stack">
        <p>
          With your twelve words you can bring it back. Without them it is gone: you can no longer withdraw what it
          signed, and you would have to replace it.
        </p>
        <div>
          <Button type="button" tone="grave" onClick={() => void remove()}>
            Remove it
          </Button>
        </div>
      </div>
    </details>
  );
}

/** The key that another device showed as a code, in the fragment of this address; it is taken out of the address at once. */
function keyInAddress(): OpenKey | null {
  const words = window.location.hash.slice(1).replaceAll('-', ' ');
  if (words === '') return null;
  window.history.replaceState(window.history.state, '', window.location.pathname);
  try {
    return memberKey(wordsToEntropy(words));
  } catch {
    return null;
  }
}
