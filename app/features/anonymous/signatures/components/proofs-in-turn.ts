import type { Prover } from '~/features/published/registers/components/prover';
import type { Progress } from './acting-progress';

/**
 * What proves and tells of it while one acts. @param proofs how many are made for one act, where a unit is disclosed two:
 * progress is told of all together
 */
export function proofsInTurn(prover: Prover, report: (progress: Progress) => void, proofs: number) {
  let made = 0;
  const prove = prover((share) => {
    report({ stage: 'proof', share: (made + share) / proofs });
  });
  return {
    prove: async (input: Parameters<typeof prove>[0]) => {
      const proof = await prove(input);
      made += 1;
      return proof;
    },
    onStage: (stage: Progress['stage']) => {
      if (stage === 'register') made = 0;
      report({ stage });
    },
  };
}
