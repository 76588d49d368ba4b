import { useState } from 'react';
import { HandlerRefusal } from '../act-in-browser';
import { refusalWords } from '../handler-words';

/** Runs an act that is signed and sent: whether it is under way, and what it was refused for, in words. */
export function useSignedAct(onDone: () => void): {
  readonly busy: boolean;
  readonly problem: string | null;
  readonly run: (act: () => Promise<void>) => Promise<void>;
} {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  async function run(act: () => Promise<void>) {
    setBusy(true);
    setProblem(null);
    try {
      await act();
      onDone();
    } catch (error) {
      setProblem(refusalWords[error instanceof HandlerRefusal ? error.code : 'unexpected']);
    } finally {
      setBusy(false);
    }
  }
  return { busy, problem, run };
}
