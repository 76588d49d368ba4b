import { fromBase64Url, toBase64Url } from '~/crypto/hash';
import { BASE_FIELD_ORDER, fromBytes32, toBytes32 } from '~/crypto/semaphore/field';
import type { SemaphoreIdentity } from '~/crypto/semaphore/key';
import type { ProofPoints } from '~/crypto/semaphore/proof';
import type { Message, Scope } from '~/crypto/semaphore/statement';
import type { MerklePath } from '~/crypto/semaphore/tree';
import made from './demo-proofs.json';

/** A membership proof that the demo's story needs. */
export interface ProofWish {
  /** Under which it is kept. */
  readonly name: string;
  readonly identity: SemaphoreIdentity;
  readonly path: () => Promise<MerklePath>;
  readonly scope: Scope;
  readonly message: Message;
}

/** Where the demo's proofs come from: made beforehand, or made now. */
export type ProofSource = (wish: ProofWish) => Promise<ProofPoints<bigint>>;

const pointBytes = 32;
const coordinates = 8;

/** What was made beforehand does not fit the protocol, or the story, as they are now. */
export class DemoProofsError extends Error {
  override readonly name = 'DemoProofsError';
  constructor(what: string, options?: ErrorOptions) {
    super(
      `${what}. The demo's proofs were made for another state of the protocol or of the demo's story. ` +
        'Make them anew, which takes some minutes: npm run demo:proofs',
      options,
    );
  }
}

/** Proofs made beforehand by `npm run demo:proofs`. @throws DemoProofsError for one that is not there */
export function proofsMadeBefore(kept: Readonly<Record<string, string>> = made): ProofSource {
  return ({ name }) => {
    const packed = kept[name];
    return packed === undefined
      ? Promise.reject(new DemoProofsError(`There is no proof "${name}"`))
      : Promise.resolve(unpackPoints(packed));
  };
}

/** Eight coordinates of 32 bytes, in URL-safe base64. */
export function packPoints(points: ProofPoints<bigint>): string {
  return toBase64Url(Buffer.concat(points.map(toBytes32)));
}

function unpackPoints(packed: string): ProofPoints<bigint> {
  const bytes = fromBase64Url(packed);
  const points = Array.from({ length: coordinates }, (_, index) =>
    fromBytes32(bytes.subarray(index * pointBytes, (index + 1) * pointBytes), BASE_FIELD_ORDER),
  );
  return points as unknown as ProofPoints<bigint>;
}
