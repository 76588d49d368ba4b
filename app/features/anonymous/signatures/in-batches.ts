/** Too much waits already: the caller should say so, and nothing was done. */
export class BatchesFullError extends Error {
  override readonly name = 'BatchesFullError';
  constructor() {
    super('too much waits already');
  }
}

export interface BatchLimits {
  /** Most inputs in one batch. */
  readonly most: number;
  /** Inputs that may wait before more are refused. */
  readonly waiting: number;
}

interface Waiting<I, O> {
  readonly input: I;
  readonly resolve: (output: O) => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * Does for many at once what came while the last batch was at work: the first is done at once and alone, and the busier
 * it gets the less each costs. One batch at a time.
 *
 * @param work gives one output for each input, in order; where it throws, the whole batch fails with that
 * @returns a function that throws BatchesFullError, and what `work` throws
 */
export function inBatches<I, O>(
  work: (inputs: readonly I[]) => Promise<readonly O[]>,
  { most, waiting }: BatchLimits,
): (input: I) => Promise<O> {
  const queue: Waiting<I, O>[] = [];
  let busy = false;

  async function drain(): Promise<void> {
    busy = true;
    while (queue.length > 0) {
      const batch = queue.splice(0, most);
      try {
        const outputs = await work(batch.map(({ input }) => input));
        if (outputs.length !== batch.length) throw new RangeError('a batch has one output for each input');
        batch.forEach(({ resolve }, index) => {
          resolve(outputs[index] as O);
        });
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    busy = false;
  }

  return (input) =>
    new Promise((resolve, reject) => {
      if (queue.length >= waiting) {
        reject(new BatchesFullError());
        return;
      }
      queue.push({ input, resolve, reject });
      if (!busy) void drain();
    });
}
