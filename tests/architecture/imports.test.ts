import { describe, expect, test } from 'vitest';
import { importGraph, importsOf, reachable } from './import-graph';

const graph = importGraph();
const files = [...graph.keys()];

/** Every import of a file below `from` that leads to a file which `isForbidden`. */
function directImports(from: RegExp, isForbidden: (to: string, from: string) => boolean): string[] {
  return files
    .filter((file) => from.test(file))
    .flatMap((file) =>
      (graph.get(file) ?? [])
        .filter(({ to, isPackage }) => !isPackage && isForbidden(to, file))
        .map(({ to }) => `${file} -> ${to}`),
    );
}

/** The way from each file below `from` to each that it must not reach. */
function waysTo(from: RegExp, forbidden: RegExp, withTypes: boolean): string[] {
  return files
    .filter((file) => from.test(file))
    .flatMap((file) =>
      [...reachable(graph, file, { withTypes })]
        .filter(([to]) => forbidden.test(to))
        .map(([, way]) => way.join(' -> ')),
    );
}

describe('reading imports', () => {
  test('finds every way to write one, and tells types from what is loaded', () => {
    const text = `
      import a from './import-graph';
      import type b from './import-graph';
      import { type C } from './import-graph';
      import { type D, e } from './import-graph';
      import './import-graph';
      export * from './import-graph';
      export type { F } from './import-graph';
      type G = import('./import-graph').G;
      const h = import('./import-graph');
      const i = new Worker(new URL('./import-graph.ts', import.meta.url));
      import { x } from '@scope/name/part';`;
    const found = importsOf('tests/architecture/example.ts', text);
    expect(found.map(({ isType }) => (isType ? 'type' : 'value'))).toEqual(
      ['value', 'type', 'type', 'value', 'value', 'value', 'type', 'type', 'value', 'value', 'value'], // prettier-ignore
    );
    expect(found.slice(0, -1).every(({ to }) => to === 'tests/architecture/import-graph.ts')).toBe(true);
    expect(found.at(-1)).toEqual({ to: '@scope/name', isPackage: true, isType: false });
  });

  test('follows them over any number of files', () => {
    const edge = (to: string, isType = false) => [{ to, isPackage: false, isType }];
    const small = new Map([
      ['a', edge('b')],
      ['b', edge('c', true)],
      ['c', edge('a')],
    ]);
    expect([...reachable(small, 'a', { withTypes: true }).keys()]).toEqual(['a', 'b', 'c']);
    expect([...reachable(small, 'a', { withTypes: false }).keys()]).toEqual(['a', 'b']);
    expect(reachable(small, 'a', { withTypes: true }).get('c')).toEqual(['a', 'b', 'c']);
  });

  test('sees the whole application', () => {
    expect(files.length).toBeGreaterThan(100);
    for (const folder of ['identified', 'published', 'anonymous'])
      expect(
        files.some((file) => file.startsWith(`app/features/${folder}/`)),
        folder,
      ).toBe(true);
  });
});

describe('the wings do not touch, over any number of imports, types included', () => {
  const identified =
    /^app\/features\/identified\/|^app\/platform\/session\.ts|^db\/identified-client\.ts|^db\/schema\/identified\.ts/;
  const anonymous = /^app\/features\/anonymous\/|^db\/anonymous-client\.ts|^db\/schema\/anonymous\.ts/;

  test('anonymous reaches nothing of identified', () => {
    expect(waysTo(/^app\/features\/anonymous\//, identified, true)).toEqual([]);
  });

  test('identified reaches nothing of anonymous', () => {
    expect(waysTo(/^app\/features\/identified\//, anonymous, true)).toEqual([]);
  });

  test('published reaches neither', () => {
    expect(waysTo(/^app\/features\/published\//, identified, true)).toEqual([]);
    expect(waysTo(/^app\/features\/published\//, anonymous, true)).toEqual([]);
  });

  test('nor do the clients and schemas of the database', () => {
    expect(waysTo(/^db\/(?:anonymous-client|schema\/anonymous)\.ts/, identified, true)).toEqual([]);
    expect(waysTo(/^db\/(?:identified-client|schema\/identified)\.ts/, anonymous, true)).toEqual([]);
    expect(waysTo(/^db\/(?:published-client|schema\/published)\.ts/, identified, true)).toEqual([]);
    expect(waysTo(/^db\/(?:published-client|schema\/published)\.ts/, anonymous, true)).toEqual([]);
  });

  test('sessions are known to signed-in routes, to the server and to who is signed in, and to nobody else', () => {
    // Routes' own server modules may; which routes load those is tested with the routes.
    const mayKnow = /^app\/(?:server\/|routes\/(?:in\.|.*\.server\.ts$)|features\/identified\/accounts\/)/;
    expect(directImports(/./, (to, from) => to === 'app/platform/session.ts' && !mayKnow.test(from))).toEqual([]);
  });
});

describe('layers', () => {
  test('nobody imports from routes, not even a type', () => {
    const aboveOrBeside = /^app\/(?:routes[./]|root\.tsx|entry\.)/;
    expect(directImports(/./, (to, from) => to.startsWith('app/routes/') && !aboveOrBeside.test(from))).toEqual([]);
  });

  test('nobody imports a command or the seed, but commands', () => {
    const isProgram = (path: string) => path.startsWith('app/commands/') || path.startsWith('db/seed/');
    // The server compares the demo's roster with the list of its people, which is data.
    const isData = (to: string) => to === 'db/seed/demo-roster.ts';
    expect(directImports(/./, (to, from) => isProgram(to) && !isProgram(from) && !isData(to))).toEqual([]);
  });

  test('the server is on top: routes know its load context, as types, and nothing else of it', () => {
    const above = /^app\/(?:server|commands)\/|^db\/seed\//;
    const found = files
      .filter((file) => !above.test(file))
      .flatMap((file) => (graph.get(file) ?? []).map((each) => ({ file, ...each })))
      .filter(({ to, isType, file }) => {
        const isContext = to === 'app/server/load-context.ts' && isType && file.startsWith('app/routes/');
        return to.startsWith('app/server/') && !isContext;
      });
    expect(found).toEqual([]);
  });

  test('features know neither the design of other layers above them nor Remix', () => {
    expect(directImports(/^app\/features\//, (to) => /^app\/(?:routes|server|commands|root|entry)/.test(to))).toEqual(
      [],
    );
    const remix = files
      .filter((file) => /^app\/(?:features|platform|crypto|ui)\//.test(file) || file.startsWith('db/'))
      .filter((file) => graph.get(file)?.some(({ to, isPackage }) => isPackage && to.startsWith('@remix-run/')));
    expect(remix).toEqual([]);
  });

  test('platform knows npm and itself', () => {
    expect(directImports(/^app\/platform\//, (to) => !to.startsWith('app/platform/'))).toEqual([]);
  });

  test('crypto knows npm and itself', () => {
    expect(directImports(/^app\/crypto\//, (to) => !to.startsWith('app/crypto/'))).toEqual([]);
  });

  test('what witnesses run knows npm, crypto and itself: no part of the house that it watches', () => {
    expect(directImports(/^app\/witness\//, (to) => !/^app\/(?:witness|crypto)\//.test(to))).toEqual([]);
  });

  test('the auditor knows npm, crypto and itself, and no machine: it shares nothing with what it checks', () => {
    expect(directImports(/^app\/audit\//, (to) => !/^app\/(?:audit|crypto)\//.test(to))).toEqual([]);
    const audited = [...reachable(graph, 'app/audit/audit.ts', { withTypes: true })].map(([to]) => to);
    expect(audited).toContain('app/audit/check-petitions.ts');
    expect(audited.filter((to) => to.startsWith('node:') || to.startsWith('db/'))).toEqual([]);
    const command = directImports(/^app\/commands\/audit\.ts$/, (to) => !/^app\/(?:audit|crypto)\//.test(to));
    expect(command).toEqual([]);
  });

  test('the independent signer knows npm, crypto and itself: it acts from the protocol alone', () => {
    expect(directImports(/^app\/signer\//, (to) => !/^app\/(?:signer|crypto)\//.test(to))).toEqual([]);
    const command = directImports(/^app\/commands\/sign\.ts$/, (to) => !/^app\/(?:signer|crypto)\//.test(to));
    expect(command).toEqual(['app/commands/sign.ts -> app/platform/keys.ts']);
  });

  test('the design system knows itself, and no domain', () => {
    expect(directImports(/^app\/ui\//, (to) => !to.startsWith('app/ui/'))).toEqual([]);
  });

  test('the database knows the types of crypto, and nothing above it', () => {
    expect(
      directImports(/^db\/(?!seed|factories)/, (to) => !/^db\/(?!seed|factories)|^app\/crypto\//.test(to)),
    ).toEqual([]);
  });

  test('no import goes round in a circle that loads itself', () => {
    const circles = files.filter((file) =>
      (graph.get(file) ?? []).some(
        ({ to, isPackage, isType }) =>
          !isPackage && !isType && [...reachable(graph, to, { withTypes: false }).keys()].includes(file),
      ),
    );
    expect(circles).toEqual([]);
  });
});
