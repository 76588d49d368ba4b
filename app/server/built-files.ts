import { fileURLToPath } from 'node:url';

/*
 * Where things lie. The bundled server is in build/server and its source in app/server: both two folders below the root, so
 * one relative path serves both. The bundle has no sub-folders for that reason (vite.server.config.ts).
 */
const at = (path: string) => new URL(path, import.meta.url);

export const migrationsFolder = fileURLToPath(at('../../migrations'));

/** What browsers load: Vite's output and everything in `public`. */
export const clientFolder = fileURLToPath(at('../../build/client'));

/** A bundled worker thread by its entry name in vite.server.config.ts. */
export function threadUrl(name: 'verification-thread' | 'register-thread' | 'printing-thread'): URL {
  return at(`../../build/server/${name}.js`);
}
