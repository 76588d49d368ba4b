import { useState, type FormEvent } from 'react';
import { passkeysPossible } from '~/platform/key-vault/passkey';
import { keepKey, useKeyOnce as openOnce, type OpenKey, type VaultSlot } from '~/platform/key-vault/vault';
import { VaultError } from '~/platform/key-vault/vault-error';
import { passphraseMinimum, type Lock } from '~/platform/key-vault/wrapping';
import { Button } from '~/ui/button';
import { RadioCards } from '~/ui/choices';
import { Field } from '~/ui/field';
import { Notice } from '~/ui/notice';

type Way = Lock['kind'] | 'not';

const WORDS: Record<VaultError['code'], string> = {
  'no-passkey': 'This device has no passkey that can lock a key. Choose a passphrase instead.',
  'no-storage': 'This browser does not let us keep anything. Choose “do not keep it here”.',
  'wrong-lock': 'The key could not be locked. Try again.',
  'no-key': 'The key could not be locked. Try again.',
};

/** How a key is kept on this device: under a passphrase, under a passkey, or not at all. */
export function KeepKey({
  slot,
  keyToKeep,
  typed,
  onKept,
}: {
  slot: VaultSlot;
  keyToKeep: OpenKey;
  /** How often a passphrase is typed: "each time you sign". */
  typed: string;
  onKept: () => void;
}) {
  const [way, setWay] = useState<Way>('passphrase');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  async function keep(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const passphrase = textOf(form.get('passphrase'));
    setProblem(null);
    if (way === 'passphrase') {
      if (passphrase.length < passphraseMinimum) {
        setProblem(
          `Use at least ${String(passphraseMinimum)} characters: four or five words that you make up are good.`,
        );
        return;
      }
      if (passphrase !== textOf(form.get('again'))) {
        setProblem('The two passphrases are not the same.');
        return;
      }
    }
    setBusy(true);
    try {
      if (way === 'not') openOnce(slot, keyToKeep);
      else await keepKey(slot, keyToKeep, way === 'passkey' ? { kind: 'passkey' } : { kind: 'passphrase', passphrase });
      onKept();
    } catch (error) {
      if (!(error instanceof VaultError)) throw error;
      setProblem(WORDS[error.code]);
    } finally {
      setBusy(false);
    }
  }

  return (
    <form className="stack" onSubmit={(event) => void keep(event)} noValidate>
      <RadioCards
        legend="How should this device keep your key?"
        name="way"
        defaultValue={way}
        onChange={(value) => {
          setWay(value as Way);
          setProblem(null);
        }}
        choices={[
          { value: 'passphrase', label: 'Under a passphrase', hint: `You type it ${typed}.` },
          ...(passkeysPossible()
            ? [
                {
                  value: 'passkey',
                  label: 'Under a passkey',
                  hint: 'Your fingerprint, face or PIN opens it. Not every device can.',
                },
              ]
            : []),
          {
            value: 'not',
            label: 'Do not keep it here',
            hint: 'You type your twelve words each time. Good on a work laptop.',
          },
        ]}
      />
      {way === 'passphrase' && (
        <>
          <Field
            label="Passphrase"
            name="passphrase"
            kind="password"
            autoComplete="new-password"
            required
            minLength={passphraseMinimum}
            hint="Nobody can reset it. If you forget it, your twelve words still work."
            errors={problem ? [problem] : undefined}
          />
          <Field label="The same passphrase again" name="again" kind="password" autoComplete="new-password" required />
        </>
      )}
      {way !== 'passphrase' && problem && <Notice tone="error">{problem}</Notice>}
      <div>
        <Button disabled={busy}>
          {busy ? 'Locking …' : way === 'not' ? 'Go on without keeping it' : 'Keep my key here'}
        </Button>
      </div>
    </form>
  );
}

function textOf(value: FormDataEntryValue | null): string {
  return typeof value === 'string' ? value : '';
}
