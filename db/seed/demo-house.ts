import type { ParsedProof } from '~/crypto/semaphore/proof';
import type { NoteSigner } from '~/crypto/tlog/note';
import type { Clock, ManualClock } from '~/platform/clock';
import type { Settings } from '~/platform/settings';
import type { AnonymousDatabase } from '../anonymous-client';
import type { IdentifiedDatabase } from '../identified-client';
import type { PublishedDatabase } from '../published-client';
import type { ProofSource } from './demo-proofs';

/** What the demo's past is lived in. */
export interface SeedDemoDeps {
  readonly identified: IdentifiedDatabase;
  readonly published: PublishedDatabase;
  readonly anonymous: AnonymousDatabase;
  /** The past ends now. */
  readonly clock: Clock;
  /** Of the demo: on any others nothing is seeded. */
  readonly settings: Settings;
  /** The server's own: receipts are handed to nobody, checkpoints stay. */
  readonly receipts: NoteSigner;
  readonly checkpointSigner: NoteSigner;
  /** Told once there is something to do, which then takes some seconds. */
  readonly onBegin?: () => void;
}

/** The same on one of its past days. */
export interface DemoHouse extends SeedDemoDeps {
  /** Stands at the moment that is being lived. */
  readonly clock: ManualClock;
  readonly proofs: ProofSource;
  /** Real verification, with the real key. */
  readonly isValid: (proof: ParsedProof) => Promise<boolean>;
}

/** Mail of the past was read in the past and is not sent again, so its links lead nowhere. */
export const pastUrl = 'http://localhost';
