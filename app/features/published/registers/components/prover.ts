import { useEffect, useState } from 'react';
import type { WireProof } from '~/crypto/semaphore/proof';
import type { ProofInput, ProofStage } from '~/crypto/semaphore/prover';
import { createProver, type ProverClient } from '~/crypto/semaphore/prover-client';
import { PROVING_FILES } from '~/crypto/semaphore/proving-files';

/** How far the making of one proof is, 0 to 1. */
export type ReportShare = (share: number) => void;

/** Gives the function that makes proofs; `report` hears how far each is. */
export type Prover = (report?: ReportShare) => (input: ProofInput) => Promise<WireProof>;

/** Where each stage begins, as a share of the whole: measured, rounded. */
const begins: Readonly<Record<ProofStage, number>> = { loading: 0.05, witness: 0.15, proof: 0.3, checking: 0.9 };

/**
 * Proving on this device, warmed up while the person reads. Null until it is ready. Where warming up failed it is there
 * all the same and tries again with the first proof, whose failure is then told.
 */
export function useProver(): Prover | null {
  const [prover, setProver] = useState<Prover | null>(null);
  useEffect(() => {
    const client = createProver(PROVING_FILES);
    let gone = false;
    void client
      .warm()
      .catch(() => undefined)
      .then(() => {
        if (!gone) setProver(() => proverOf(client));
      });
    return () => {
      gone = true;
      client.dispose();
    };
  }, []);
  return prover;
}

function proverOf(client: ProverClient): Prover {
  return (report) => (input) =>
    client.prove(input, (stage) => {
      report?.(begins[stage]);
    });
}
