import { randomBytes } from 'node:crypto';
import type { AppLoadContext } from '@remix-run/node';
import { openCheckpoint, type Checkpoint } from '~/crypto/tlog/checkpoint';
import { openTree, type LedgerTree } from '~/crypto/tlog/ledger-tree';
import { nodeNoteSigner } from '~/crypto/tlog/node-signer';
import { noteKeyPair, noteVerifier } from '~/crypto/tlog/note';
import { tilePath } from '~/crypto/tlog/tile-path';
import { appendEntries } from '~/features/published/ledger/append-entry.server';
import type { LedgerEntry } from '~/features/published/ledger/ledger-entry';
import { signCheckpoint } from '~/features/published/ledger/sign-checkpoint.server';
import { loader as checkpointRoute } from '~/routes/ledger.checkpoint';
import { loader as checkpointsRoute } from '~/routes/ledger.checkpoints';
import { loader as keysRoute } from '~/routes/ledger.keys';
import { loader as tileRoute } from '~/routes/ledger.tile';
import { productionSettings } from '~/platform/settings';
import { publication } from '~db/schema/published';
import { inTransaction } from '~db/transaction';
import type { TestDatabase } from './database';

const routes = { checkpoint: checkpointRoute, checkpoints: checkpointsRoute, keys: keysRoute };

/** A ledger in a database, as its routes serve it. */
export interface PublishedLedger {
  /** Secret key of whoever signs next; a test may put another one in its place. */
  signingKey: string;
  readonly append: (count: number) => Promise<void>;
  /** Runs the third step of the next publication. */
  readonly publish: () => Promise<void>;
  readonly get: (path: string, headers?: Record<string, string>) => Promise<Response>;
  /** The newest checkpoint, by the key in force, and the tree under it, read by its tiles. */
  readonly newest: () => Promise<{ checkpoint: Checkpoint; tree: LedgerTree }>;
}

export function publishedLedger(database: TestDatabase): PublishedLedger {
  let [appended, publications] = [0, 0];
  const settings = productionSettings({ organisation: 'acme', organisationName: 'Acme', timeZone: 'UTC' });
  const context = {
    settings,
    publicKeys: { receipt: 'acme/receipt+00000000+AA==' },
    wing: { name: 'published', db: database.published },
  } as unknown as AppLoadContext;
  const ledger: PublishedLedger = {
    signingKey: noteKeyPair('acme/ledger', randomBytes(32)).skey,
    async append(count) {
      const entries = Array.from({ length: count }, (_, place) => someEntry(appended + place));
      await inTransaction(database.identified, (tx) => appendEntries(tx, entries));
      appended += count;
    },
    async publish() {
      const number = (publications += 1);
      const slot = new Date(Date.UTC(2026, 0, number, 18));
      const day = slot.toISOString().slice(0, 10);
      await database.identified
        .insert(publication)
        .values({ number, slot, day, editionsDone: true, signaturesDone: true });
      const checkpointSigner = nodeNoteSigner(ledger.signingKey);
      await signCheckpoint({ db: database.published, checkpointSigner, settings }, { publication: number });
    },
    get(path, headers = {}) {
      const url = `https://petitions.example/ledger/${path}`;
      const [name = ''] = path.split('?', 1);
      const request = new Request(url, { headers });
      if (name.startsWith('tile/')) return tileRoute({ request, context, params: { '*': name.slice(5) } });
      return routes[name as keyof typeof routes]({ request, context, params: {} });
    },
    async newest() {
      const keys = (await (await ledger.get('keys')).json()) as { ledger: { key: string }[] };
      const note = await (await ledger.get('checkpoint')).text();
      const checkpoint = openCheckpoint(note, noteVerifier(keys.ledger.at(-1)?.key ?? ''));
      const tile = async (...place: Parameters<typeof tilePath>) => {
        const response = await ledger.get(tilePath(...place));
        if (response.status !== 200) throw new Error(String(response.status));
        return new Uint8Array(await response.arrayBuffer());
      };
      return { checkpoint, tree: openTree({ ...checkpoint, tile }) };
    },
  };
  return ledger;
}

export function someEntry(value: number): LedgerEntry {
  return { v: 1, kind: 'setting', name: 'some', value, day: '2026-01-01' };
}
