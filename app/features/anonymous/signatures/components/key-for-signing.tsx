import { useState } from 'react';
import type { KeyState } from '~/features/published/registers/components/kept-key';
import { UnlockKey } from '~/features/published/registers/components/unlock-key';
import { memberKey, WordsForm } from '~/features/published/registers/components/words-form';
import { useKeyOnce as openOnce } from '~/platform/key-vault/vault';
import { Button, ButtonLink } from '~/ui/button';
import { Notice } from '~/ui/notice';

/** Gets hold of the key: unlocks the one that is kept here, or takes the twelve words for this once. */
export function KeyForSigning({ state, onOpen }: { state: KeyState; onOpen: () => void }) {
  const [words, setWords] = useState(false);
  if (state.kind === 'looking') return <p className="soft">Looking for your key on this device …</p>;
  if (state.kind === 'open') return null;

  const byWords = (
    <WordsForm
      action="Use these words once"
      onEntropy={(entropy) => {
        openOnce('member', memberKey(entropy));
        onOpen();
      }}
    />
  );
  if (words) return byWords;
  if (state.kind === 'locked') {
    return (
      <div className="stack">
        <UnlockKey slot="member" summary={state.key} onOpen={onOpen} />
        <UseWords onChoose={setWords} />
      </div>
    );
  }
  return (
    <div className="stack">
      <Notice title="There is no key on this device">
        <p>
          You enrol once, signed in, and later sign without being signed in. It takes two minutes, best on your own
          phone.
        </p>
      </Notice>
      <div className="cluster">
        <ButtonLink to="/in/my-key">Enrol</ButtonLink>
        <UseWords onChoose={setWords} />
      </div>
    </div>
  );
}

function UseWords({ onChoose }: { onChoose: (chosen: boolean) => void }) {
  return (
    <Button
      type="button"
      tone="quiet"
      onClick={() => {
        onChoose(true);
      }}
    >
      I have my twelve words
    </Button>
  );
}
