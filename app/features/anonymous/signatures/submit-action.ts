import { z } from 'zod';
import type { SignatureAction } from '~/crypto/semaphore/statement';
import { postAct } from '../membership/post-act';

/** What the browser posts to `/unseen/signatures` (protocol 4). Scope and message are not sent: the server computes them. */
export interface ActionBody {
  readonly v: 1;
  readonly petition: string;
  readonly register: number;
  readonly edition: number;
  readonly action: SignatureAction;
  readonly n: number;
  readonly depth: number;
  readonly root: string;
  readonly nullifier: string;
  readonly points: readonly string[];
  /** The unit that is disclosed with a first signature; the receipt says nothing of it. */
  readonly unit?: { readonly path: string; readonly root: string; readonly points: readonly string[] };
}

/** The answer to an accepted act: its receipt, and how many acts of this key stand on the petition by now. */
export interface AcceptedAction {
  readonly receipt: string;
  readonly acts: number;
}

const accepted = z.object({ receipt: z.string(), acts: z.int().min(1) });

/** Posts one act. @throws SubmitError as {@link postAct} */
export function submitAction(body: ActionBody): Promise<AcceptedAction> {
  return postAct('/unseen/signatures', body, accepted);
}
