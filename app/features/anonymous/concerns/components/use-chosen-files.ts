import { useCallback, useEffect, useRef, useState } from 'react';
import { createConcernWorker, type ConcernWorker } from '../concern-worker-client';
import { admit, type ChosenFile, type FileProblem } from '../file-list';

/** The worker of this page, ended with it. Starts with its first task. */
export function useConcernWorker(): ConcernWorker['run'] {
  const worker = useRef<ConcernWorker | null>(null);
  useEffect(
    () => () => {
      worker.current?.dispose();
      worker.current = null;
    },
    [],
  );
  return useCallback((kind, ask, onShare) => {
    worker.current ??= createConcernWorker();
    return worker.current.run(kind, ask, onShare);
  }, []);
}

export interface ChosenFiles {
  readonly files: readonly ChosenFile[];
  readonly problem: FileProblem | null;
  readonly add: (chosen: readonly File[]) => void;
  readonly remove: (number: number) => void;
  readonly clear: () => void;
}

/** Files that were chosen, cleaned one after the other in the worker. */
export function useChosenFiles(run: ConcernWorker['run']): ChosenFiles {
  const [files, setFiles] = useState<readonly ChosenFile[]>([]);
  const [problem, setProblem] = useState<FileProblem | null>(null);
  const last = useRef(0);

  const settle = useCallback((number: number, state: ChosenFile['state']) => {
    setFiles((all) => all.map((file) => (file.number === number ? { ...file, state } : file)));
  }, []);
  const clear = useCallback(() => {
    setProblem(null);
    setFiles([]);
  }, []);
  return {
    files,
    problem,
    clear,
    add(chosen) {
      const { taken, problem: met } = admit(files, chosen);
      setProblem(met);
      const added = taken.map((file) => ({ file, number: (last.current += 1) }));
      setFiles([
        ...files,
        ...added.map(({ file, number }) => ({
          number,
          ownName: file.name,
          size: file.size,
          state: { kind: 'cleaning' } as const,
        })),
      ]);
      for (const { file, number } of added) {
        run('clean', { file, number }).then(
          (result) => {
            settle(number, result);
          },
          () => {
            settle(number, { kind: 'failed' });
          },
        );
      }
    },
    remove(number) {
      setProblem(null);
      setFiles(files.filter((file) => file.number !== number));
    },
  };
}
