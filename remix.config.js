/**
 * The Remix options. `vite.config.ts` hands them to the Vite plugin, which does not read this file by itself.
 *
 * @type {import('@remix-run/dev').VitePluginConfig}
 */
const remixConfig = {
  appDirectory: 'app',
  buildDirectory: 'build',
  serverModuleFormat: 'esm',
  serverBuildFile: 'index.js',
  future: {
    v3_fetcherPersist: true,
    v3_relativeSplatPath: true,
    v3_throwAbortReason: true,
    v3_routeConfig: true,
    v3_singleFetch: true,
    // Its endpoint lets a single request occupy the process for a third of a second; without it the address is a 404.
    v3_lazyRouteDiscovery: false,
  },
};

export default remixConfig;
