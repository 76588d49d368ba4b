import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { SemaphoreProof } from '@semaphore-protocol/proof';
import type { WireProof } from '~/crypto/semaphore/proof';
import type { Message, Scope } from '~/crypto/semaphore/statement';

/*
 * The stock library as an oracle (architecture, "Tests at scale"). It is installed apart, from its own lockfile:
 *
 *   npm ci --prefix tests/oracle --ignore-scripts
 */

/** Fails with the command to run where the stock library is not installed. */
export function requireStock(): void {
  const folder = fileURLToPath(new URL('node_modules/@semaphore-protocol/proof', import.meta.url));
  if (!existsSync(folder)) {
    throw new Error('The stock library is not installed: npm ci --prefix tests/oracle --ignore-scripts');
  }
}

/** Our proof as the stock library knows it: scope and message as they are before it reduces them. */
export function toSemaphoreProof(wire: WireProof, scope: Scope, message: Message): SemaphoreProof {
  return {
    merkleTreeDepth: wire.depth,
    merkleTreeRoot: wire.root,
    nullifier: wire.nullifier,
    scope: scope.toString(),
    message: message.toString(),
    points: [...wire.points] as SemaphoreProof['points'],
  };
}

/** The library starts threads that keep the process alive. */
export async function endStockThreads(): Promise<void> {
  const { curve_bn128: curve } = globalThis as { curve_bn128?: { terminate(): Promise<void> } | null };
  await curve?.terminate();
}
