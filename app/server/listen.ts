import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { second } from '~/platform/clock';
import { maxConnections, maxHeaderCount, serverLimits } from './limits';

/** How long answers that are under way may take once the process is asked to stop. */
const graceTime = 20 * second;

export interface HttpServer {
  /** Where it listens, as seen from this machine. */
  readonly localUrl: string;
  readonly isStopping: () => boolean;
  /** Begins to answer. */
  serve(listener: RequestListener): void;
  /** Accepts no more, waits for what is under way, closes what idles. */
  stop(): Promise<void>;
}

/** Takes the port. Rejects with the system's error (EADDRINUSE, EACCES) if it cannot be had. */
export async function listen({ host, port }: { host: string; port: number }): Promise<HttpServer> {
  const server = createServer(serverLimits);
  server.maxConnections = maxConnections;
  server.maxHeadersCount = maxHeaderCount;
  // Otherwise a malformed request is answered by the default handler, which is fine but says "close" a second late.
  server.on('clientError', (_error, socket) => {
    if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
    else socket.destroy();
  });
  server.listen(port, host);
  await once(server, 'listening');
  let stopping = false;
  return {
    localUrl: `http://localhost:${String((server.address() as AddressInfo).port)}`,
    isStopping: () => stopping,
    serve(listener) {
      server.on('request', listener);
    },
    async stop() {
      stopping = true;
      const closed = once(server, 'close');
      server.close();
      server.closeIdleConnections();
      const timer = setTimeout(() => server.closeAllConnections(), graceTime);
      await closed;
      clearTimeout(timer);
    },
  };
}
