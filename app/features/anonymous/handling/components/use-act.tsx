import { useState } from 'react';
import { Notice } from '~/ui/notice';
import { codeOf } from '../desk';
import { refusalWords } from '../handling-words';
import { useDesk } from './desk-context';

/** One thing at a time that is done to the desk: whether it is under way, and what came of it. */
export interface Act {
  readonly busy: boolean;
  /** Code of the refusal, if it was refused. */
  readonly refused: string | null;
  /** @returns whether it was done */
  readonly run: (work: () => Promise<void>) => Promise<boolean>;
}

export function useAct(): Act {
  const { onRetired } = useDesk();
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);
  return {
    busy,
    refused,
    async run(work) {
      setBusy(true);
      setRefused(null);
      try {
        await work();
        return true;
      } catch (error) {
        const code = codeOf(error);
        if (code === 'not-a-handler') onRetired();
        setRefused(code);
        return false;
      } finally {
        setBusy(false);
      }
    },
  };
}

/** Why an act was refused, in words. */
export function Refused({ act }: { act: Pick<Act, 'refused'> }) {
  if (act.refused === null) return null;
  const { title, text } = refusalWords(act.refused);
  return (
    <Notice tone="error" title={title}>
      <p>{text}</p>
    </Notice>
  );
}
