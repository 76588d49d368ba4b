import { createServer, connect, type AddressInfo, type Socket } from 'node:net';
import type { Connection } from '~db/database';

/** A way to the test database over TCP that can be made to fail as networks do. */
export interface FragileProxy {
  readonly connection: Connection;
  /** Passes nothing on any more and closes nothing, for the connections that stand now. */
  silence(): void;
  /** Refuses connections, and closes those that stand. */
  close(): Promise<void>;
  /** Accepts connections again, on the same port. */
  reopen(): Promise<void>;
}

export async function openFragileProxy(to: Connection): Promise<FragileProxy> {
  const sockets = new Set<Socket>();
  const pairs = new Set<readonly [Socket, Socket]>();
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => socket.destroy());
    return socket;
  };
  const server = createServer((from) => {
    const pair = [keep(from), keep(connect(`${to.host}/.s.PGSQL.${String(to.port)}`))] as const;
    pairs.add(pair);
    pair[0].pipe(pair[1]).pipe(pair[0]);
  });
  const listen = (port: number) =>
    new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(port, '127.0.0.1', () => resolve());
    });
  await listen(0);
  const { port } = server.address() as AddressInfo;
  return {
    connection: { ...to, host: '127.0.0.1', port },
    silence() {
      for (const [one, other] of pairs) {
        one.unpipe(other).resume();
        other.unpipe(one).resume();
      }
    },
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
    reopen: () => listen(port),
  };
}
