import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { importGraph, reachable } from './import-graph';

/*
 * Numbers about people come from one place (threat model, rule 7): pages, feeds, exports, the public interface and
 * /data cannot differ, because none of them can read a count by itself.
 */

const graph = importGraph();
const files = [...graph.keys()].filter((file) => file.startsWith('app/'));

/** Tables that hold counts, as SQL and as the schema names them. */
const inSql = /\bpublished\.(?:figure|tally|(?:choice|corroboration)_(?:figure|tally)|concern_figure|unit_figure)\b/;
const inSchema = ['figure', 'tally', 'choiceFigure', 'choiceTally', 'corroborationFigure', 'corroborationTally', 'concernFigure', 'unitFigure']; // prettier-ignore

const imported = /import\s+(?:type\s+)?\{([^}]*)\}\s+from\s+'~db\/schema\/published[\w-]*'/g;

function countsIn(file: string): boolean {
  const text = readFileSync(file, 'utf8');
  const names = [...text.matchAll(imported)].flatMap(([, list = '']) => list.split(',').map((name) => name.trim().split(' ')[0] ?? '')); // prettier-ignore
  return inSql.test(text) || names.some((name) => inSchema.includes(name));
}

test('whatever reads a count is among the figures, or is part of a publication', () => {
  const counting = files.filter(countsIn);
  const elsewhere = counting.filter((file) => !file.startsWith('app/features/published/figures/'));
  // Step 2 counts; step 3 makes figures of it, and sees whether a count obliges somebody to answer. Neither shows anything.
  const publication =
    /^app\/features\/anonymous\/publication\/|\/ledger\/sign-checkpoint\.server\.ts$|\/answers\/note-due-days\.server\.ts$/;
  expect(elsewhere.filter((file) => !publication.test(file))).toEqual([]);
  expect(counting.length - elsewhere.length).toBeGreaterThan(5);
  expect(elsewhere.length).toBeGreaterThan(3);
});

test('the public interface asks no table of anything: it has the read models that pages have', () => {
  const own = files.filter((file) => file.startsWith('app/features/published/api/'));
  expect(own.length).toBeGreaterThan(8);
  const asking = own.filter((file) => {
    const direct = (graph.get(file) ?? []).filter(({ isType }) => !isType).map(({ to }) => to);
    return (
      direct.some((to) => to.startsWith('db/') || to === 'drizzle-orm') || /\bsql`/.test(readFileSync(file, 'utf8'))
    );
  });
  expect(asking).toEqual([]);
  for (const [stem, page] of [
    ['petitions', 'petitions'],
    ['petition', 'petition'],
    ['pledges', 'pledges'],
    ['programmes', 'programmes'],
  ] as const) {
    const models = (file: string) =>
      [...reachable(graph, `app/routes/${file}`, { withTypes: false }).keys()].filter((to) =>
        to.endsWith('.queries.server.ts'),
      );
    const shared = models(`api.v1.${stem}.ts`).filter((to) => models(`${page}.tsx`).includes(to));
    expect(shared.length, stem).toBeGreaterThan(0);
  }
});
