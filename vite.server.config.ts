import { defineConfig, mergeConfig, type Plugin } from 'vite';
import appConfig from './vite.config';

/** Programs that are bundled together with the application, so that both have the same classes: name -> source. */
const entries: Readonly<Record<string, string>> = {
  start: 'app/commands/start.ts',
  demo: 'app/commands/demo.ts',
  migrate: 'app/commands/migrate.ts',
  backup: 'app/commands/backup.ts',
  restore: 'app/commands/restore.ts',
  'grant-role': 'app/commands/grant-role.ts',
  'import-roster': 'app/commands/import-roster.ts',
  'new-keys': 'app/commands/new-keys.ts',
  'rotate-ledger-key': 'app/commands/rotate-ledger-key.ts',
  compare: 'app/commands/compare.ts',
  'verification-thread': 'app/crypto/semaphore/verification-thread.ts',
  'register-thread': 'app/features/identified/enrolment/register-thread.ts',
  'printing-thread': 'app/features/published/sharing/printing-thread.ts',
};

/** The Remix plugin builds one file, its server build; this adds the programs around it, which import that build. */
const programs: Plugin = {
  name: 'programs',
  enforce: 'post',
  config: () => ({
    build: {
      rollupOptions: {
        input: Object.values(entries),
        output: {
          entryFileNames: ({ facadeModuleId }) => `${nameOf(facadeModuleId) ?? 'application'}.js`,
          // No sub-folder: files find their neighbours by one relative path (app/server/built-files.ts).
          chunkFileNames: '[name]-[hash].js',
        },
      },
    },
  }),
};

function nameOf(file: string | null): string | undefined {
  return Object.keys(entries).find((name) => file?.endsWith(`/${entries[name] ?? ''}`));
}

/** Packages of hundreds of small files, each of which Node would open at every start: bundled instead, as far as used. */
const bundled = ['lucide-react', 'react-markdown', 'date-fns', 'zod', /^@conform-to\//, /^d3-/];

export default defineConfig(mergeConfig(appConfig, { plugins: [programs], ssr: { noExternal: bundled } }));
