import { useState, type FormEvent } from 'react';
import { toHex } from '~/crypto/hash';
import { toBytes32 } from '~/crypto/semaphore/field';
import { identityFromEntropy } from '~/crypto/semaphore/key';
import { wordsToEntropy, WordsError } from '~/crypto/words';
import type { OpenKey } from '~/platform/key-vault/vault';
import { Button } from '~/ui/button';
import { Field } from '~/ui/field';

/** Takes the twelve words of a key and gives their 16 bytes; a mistyped word is found here, on the device. */
export function WordsForm({ onEntropy, action }: { onEntropy: (entropy: Uint8Array) => void; action: string }) {
  const [problem, setProblem] = useState<string | null>(null);

  function read(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const words = new FormData(event.currentTarget).get('words');
    try {
      const entropy = wordsToEntropy(typeof words === 'string' ? words : '');
      setProblem(null);
      onEntropy(entropy);
    } catch (error) {
      if (!(error instanceof WordsError)) throw error;
      setProblem(explain(error));
    }
  }

  return (
    <form className="stack" onSubmit={read}>
      <Field
        label="Your twelve words"
        name="words"
        kind="textarea"
        rows={3}
        autoComplete="off"
        hint="With a blank between them. They stay on this device."
        errors={problem ? [problem] : undefined}
      />
      <div>
        <Button tone="secondary">{action}</Button>
      </div>
    </form>
  );
}

/** The key that signs petitions, known by the hex of its identity commitment. */
export function memberKey(entropy: Uint8Array): OpenKey {
  return { publicName: toHex(toBytes32(identityFromEntropy(entropy).commitment)), entropy };
}

function explain(error: WordsError): string {
  switch (error.code) {
    case 'wrong-count':
      return 'There are twelve words. Check that none is missing or doubled.';
    case 'unknown-word':
      return `Word ${String((error.word ?? 0) + 1)} is not one that we use. Check its spelling.`;
    case 'wrong-checksum':
      return 'These words do not belong together: one of them is another, or two have changed places.';
  }
}
