import { createServer, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join, normalize } from 'node:path';
import { parseTilePath } from '~/crypto/tlog/tile-path';
import type { History } from './witnessed-ledger';

/** A small server; `url` has no trailing slash. */
export interface SmallServer {
  readonly url: string;
  readonly close: () => Promise<void>;
}

/**
 * What the operator of a house shows to somebody who is to be deceived: another history, signed with the house's own key.
 * Takes whatever is handed in, and keeps silent about it.
 */
export async function startLyingHouse(real: string, history: History, skey: string): Promise<SmallServer> {
  const keys = await (await fetch(`${real}/ledger/keys`)).text();
  return serve((path, send) => {
    if (path === '/ledger/keys') return send(keys);
    if (path === '/ledger/checkpoint') return send(history.note(skey));
    const tile = parseTilePath(path.replace('/ledger/', ''));
    if (tile && tile.level !== 'entries') return send(history.tile(tile.level, tile.number, tile.width));
    return send('{}');
  });
}

/** A web site that shows a folder, as a witness's does. */
export function startStaticSite(folder: string): Promise<SmallServer> {
  return serve(async (path, send) => send(await readFile(join(folder, normalize(path)))));
}

async function serve(
  answer: (path: string, send: (body: string | Uint8Array) => void) => unknown,
): Promise<SmallServer> {
  const server = createServer((req, res: ServerResponse) => {
    req.resume();
    Promise.resolve(answer(req.url ?? '/', (body) => res.end(body))).catch(() => {
      res.writeHead(404);
      res.end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
