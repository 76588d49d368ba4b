import { KeyRound } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import { openKey, type KeySummary, type VaultSlot } from '~/platform/key-vault/vault';
import { VaultError } from '~/platform/key-vault/vault-error';
import { Button } from '~/ui/button';
import { Field } from '~/ui/field';
import { Notice } from '~/ui/notice';

const WORDS: Record<VaultError['code'], string> = {
  'wrong-lock': 'That is not the passphrase of the key on this device. Nothing was lost: try again.',
  'no-passkey': 'The passkey did not answer. Try again, or use your twelve words.',
  'no-key': 'The key is no longer on this device. Use your twelve words.',
  'no-storage': 'This browser does not let us reach its storage. Use your twelve words.',
};

/** Opens the key kept on this device; afterwards it is open for as long as this document lives. */
export function UnlockKey({ slot, summary, onOpen }: { slot: VaultSlot; summary: KeySummary; onOpen: () => void }) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  async function open(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const passphrase = new FormData(event.currentTarget).get('passphrase');
    setBusy(true);
    setProblem(null);
    try {
      await openKey(
        slot,
        summary.lockedBy === 'passkey'
          ? { kind: 'passkey' }
          : { kind: 'passphrase', passphrase: typeof passphrase === 'string' ? passphrase : '' },
      );
      onOpen();
    } catch (error) {
      if (!(error instanceof VaultError)) throw error;
      setProblem(WORDS[error.code]);
    } finally {
      setBusy(false);
    }
  }

  return (
    <form className="stack" onSubmit={(event) => void open(event)}>
      {summary.lockedBy === 'passphrase' ? (
        <Field
          label="Passphrase of your key"
          name="passphrase"
          kind="password"
          autoComplete="off"
          required
          hint="It opens the key on this device. It is not sent anywhere."
          errors={problem ? [problem] : undefined}
        />
      ) : (
        problem && <Notice tone="error">{problem}</Notice>
      )}
      <div>
        <Button icon={<KeyRound aria-hidden="true" />} disabled={busy}>
          {busy ? 'Opening …' : summary.lockedBy === 'passkey' ? 'Open with your passkey' : 'Open my key'}
        </Button>
      </div>
    </form>
  );
}
