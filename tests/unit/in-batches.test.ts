import { describe, expect, test } from 'vitest';
import { whatToDo, type WaitingPetition } from '~/features/anonymous/publication/critical-mass';
import { BatchesFullError, inBatches } from '~/features/anonymous/signatures/in-batches';

describe('in batches', () => {
  test('the first goes at once, what comes meanwhile goes together, and each gets its own answer', async () => {
    const batches: number[][] = [];
    let release: () => void = () => undefined;
    const gate = new Promise<void>((open) => {
      release = open;
    });
    const double = inBatches(
      async (inputs: readonly number[]) => {
        batches.push([...inputs]);
        await gate;
        return inputs.map((input) => 2 * input);
      },
      { most: 3, waiting: 10 },
    );
    const answers = Promise.all([1, 2, 3, 4, 5].map(double));
    expect(batches).toEqual([[1]]);
    release();
    expect(await answers).toEqual([2, 4, 6, 8, 10]);
    expect(batches).toEqual([[1], [2, 3, 4], [5]]);
  });

  test('a batch that fails fails those in it, and the next goes on', async () => {
    const work = inBatches(
      (inputs: readonly string[]) =>
        inputs.includes('bad') ? Promise.reject(new Error('bad')) : Promise.resolve([...inputs]),
      { most: 2, waiting: 10 },
    );
    const outcomes = await Promise.allSettled(['a', 'bad', 'b', 'c'].map(work));
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'fulfilled']);
    await expect(work('d')).resolves.toBe('d');
  });

  test('more than may wait is refused at once', async () => {
    const never = inBatches(() => new Promise<never[]>(() => undefined), { most: 1, waiting: 2 });
    void never(1);
    void never(2);
    void never(3);
    await expect(never(4)).rejects.toThrow(BatchesFullError);
  });

  test('answers that do not match the questions reach nobody', async () => {
    const short = inBatches((inputs: readonly number[]) => Promise.resolve(inputs.slice(1)), { most: 2, waiting: 2 });
    await expect(short(1)).rejects.toThrow(RangeError);
  });
});

describe('what a publication does with what waits', () => {
  const petition: WaitingPetition = {
    id: 'p',
    state: 'open',
    criticalMass: 10,
    counted: null,
    waiting: true,
    change: 9,
  };
  test.each<[string, Partial<WaitingPetition>, ReturnType<typeof whatToDo>]>([
    ['one too few', {}, 'wait'],
    ['just enough', { change: 10 }, 'publish'],
    ['one too few at the close', { state: 'closed' }, 'delete'],
    ['one too few, long closed', { state: 'archived' }, 'delete'],
    ['just enough at the close', { state: 'closed', change: 10 }, 'publish'],
    ['nobody at the close', { state: 'closed', waiting: false, change: 0 }, 'delete'],
    ['once reached, whatever is withdrawn', { counted: 10, change: -8 }, 'publish'],
    ['once reached, at the close', { counted: 10, change: -8, state: 'closed' }, 'publish'],
    ['once reached, and nothing waits', { counted: 10, change: 0, waiting: false, state: 'closed' }, 'wait'],
    ['no critical mass', { criticalMass: 0, change: 1 }, 'publish'],
    ['no critical mass, nobody, closed', { criticalMass: 0, change: 0, waiting: false, state: 'closed' }, 'wait'],
    ['signed and withdrawn, all of them', { change: 0 }, 'wait'],
  ])('%s', (_, changes, expected) => {
    expect(whatToDo({ ...petition, ...changes })).toBe(expected);
  });
});
