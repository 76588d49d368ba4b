import type { AppLoadContext, LoaderFunctionArgs } from '@remix-run/node';
import { SourceError, type AuditSource } from '~/audit/source';
import type { Settings } from '~/platform/settings';
import { loader as choiceNullifiers } from '~/routes/choice-nullifiers';
import { loader as data } from '~/routes/data';
import { loader as proofs } from '~/routes/data.proofs';
import { loader as ledgerCheckpoint } from '~/routes/ledger.checkpoint';
import { loader as ledgerCheckpoints } from '~/routes/ledger.checkpoints';
import { loader as ledgerContradictions } from '~/routes/ledger.contradictions';
import { loader as ledgerKeys } from '~/routes/ledger.keys';
import { loader as ledgerTile } from '~/routes/ledger.tile';
import { loader as petitionNullifiers } from '~/routes/petition-nullifiers';
import { loader as registerEdition } from '~/routes/register-edition';
import { loader as registerFile } from '~/routes/register-file';
import { loader as summaryNullifiers } from '~/routes/summary-nullifiers';
import type { PublishedDatabase } from '~db/published-client';

type Loader = (args: LoaderFunctionArgs) => unknown;

/** Everything that an auditor reads, by the form of its path; names of parameters as in app/routes.ts. */
const routes: readonly (readonly [RegExp, Loader])[] = [
  [/^\/ledger\/checkpoint$/, ledgerCheckpoint],
  [/^\/ledger\/checkpoints$/, ledgerCheckpoints],
  [/^\/ledger\/contradictions$/, ledgerContradictions],
  [/^\/ledger\/keys$/, ledgerKeys],
  [/^\/ledger\/tile\/(?<rest>.+)$/, ledgerTile],
  [/^\/data\/proofs\/(?<rest>.+)$/, proofs],
  [/^\/data\/(?<kind>[a-z]+)$/, data],
  [/^\/registers\/(?<id>\d+)\/editions\/(?<number>\d+)$/, registerEdition],
  [/^\/register-files\/(?<hash>[0-9a-f]{64})$/, registerFile],
  [/^\/petitions\/(?<id>[^/]+)\/nullifiers$/, petitionNullifiers],
  [/^\/summaries\/(?<id>[^/]+)\/nullifiers$/, summaryNullifiers],
  [/^\/choices\/(?<kind>[^/]+)\/(?<id>[^/]+)\/nullifiers$/, choiceNullifiers],
];

/** The public pages of a house over its database, by the routes' own loaders and without a server. */
export function houseRoutes(house: {
  readonly published: PublishedDatabase;
  readonly settings: Settings;
  /** C2SP verifier key of receipts. */
  readonly receipts: string;
}): AuditSource {
  const context = {
    settings: house.settings,
    publicKeys: { receipt: house.receipts },
    wing: { name: 'published', db: house.published },
  } as unknown as AppLoadContext;
  return {
    address: 'https://robin.example',
    async get(path) {
      const url = new URL(path, 'https://robin.example');
      for (const [form, loader] of routes) {
        const found = form.exec(url.pathname);
        if (!found) continue;
        const { rest, ...params } = found.groups ?? {};
        const all = rest === undefined ? params : { ...params, '*': rest };
        const response = await answer(loader, { request: new Request(url), params: all, context });
        if (response.status === 404) throw new SourceError('not-found', path, 'there is nothing there');
        if (response.status !== 200) throw new SourceError('unreachable', path, `answered ${String(response.status)}`);
        return new Uint8Array(await response.arrayBuffer());
      }
      throw new SourceError('not-found', path, 'no route of this test');
    },
  };
}

async function answer(loader: Loader, args: LoaderFunctionArgs): Promise<Response> {
  try {
    return (await loader(args)) as Response;
  } catch (thrown) {
    if (thrown instanceof Response) return thrown;
    throw thrown;
  }
}
