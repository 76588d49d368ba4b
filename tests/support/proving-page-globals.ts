import type { identityFromWords } from '~/crypto/semaphore/key';
import type { possessionPath } from '~/crypto/semaphore/possession';
import type { createProver } from '~/crypto/semaphore/prover-client';
import type { PROVING_FILES } from '~/crypto/semaphore/proving-files';
import type { petitionScope, signMessage } from '~/crypto/semaphore/statement';
import type { newWords } from '~/crypto/words';

declare global {
  /** What the page of `serveProvingPage` offers to its tests. */
  var proving: {
    createProver: typeof createProver;
    PROVING_FILES: typeof PROVING_FILES;
    identityFromWords: typeof identityFromWords;
    newWords: typeof newWords;
    possessionPath: typeof possessionPath;
    petitionScope: typeof petitionScope;
    signMessage: typeof signMessage;
  };
}
