import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import ts from 'typescript';

/** One import of a file. `to` is a path below the root of the repository, or a package's name. */
export interface Import {
  readonly to: string;
  readonly isPackage: boolean;
  /** Erased when compiled: nothing is loaded. */
  readonly isType: boolean;
}

/** Every file of the application and the database, and what it imports, in whatever way an import can be written. */
export type ImportGraph = ReadonlyMap<string, readonly Import[]>;

export function importGraph(folders: readonly string[] = ['app', 'db']): ImportGraph {
  const files = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.(?:ts|tsx|mjs)$/.test(entry.name) && !entry.name.endsWith('.d.ts'))
      .map((entry) => join(entry.parentPath, entry.name)),
  );
  return new Map(files.map((file) => [file, importsOf(file, readFileSync(file, 'utf8'))]));
}

/** The imports that a source file writes. Throws where one leads to a file that does not exist. */
export function importsOf(file: string, text: string): Import[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, false, ts.ScriptKind.TSX);
  const found: Import[] = [];
  const add = (specifier: ts.Node | undefined, isType: boolean) => {
    if (!specifier || !ts.isStringLiteralLike(specifier)) return;
    const resolved = resolve(file, specifier.text);
    if (resolved) found.push({ ...resolved, isType });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, isTypeImport(node.importClause));
    else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly);
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(node.argument.literal, true);
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      add(node.arguments[0], false);
    else if (isUrlOfModule(node)) add(node.arguments?.[0], false);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** All files that loading `start` loads, or, with types, that it depends on in any way; with the way to each of them. */
export function reachable(
  graph: ImportGraph,
  start: string,
  { withTypes }: { withTypes: boolean },
): ReadonlyMap<string, readonly string[]> {
  const ways = new Map<string, readonly string[]>([[start, [start]]]);
  const queue = [start];
  for (let file = queue.shift(); file !== undefined; file = queue.shift()) {
    for (const { to, isPackage, isType } of graph.get(file) ?? []) {
      if (isPackage || (isType && !withTypes) || ways.has(to)) continue;
      ways.set(to, [...(ways.get(file) ?? []), to]);
      queue.push(to);
    }
  }
  return ways;
}

function isTypeImport(clause: ts.ImportClause | undefined): boolean {
  if (!clause) return false;
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const bindings = clause.namedBindings;
  return (
    !clause.name &&
    bindings !== undefined &&
    ts.isNamedImports(bindings) &&
    bindings.elements.length > 0 &&
    bindings.elements.every((element) => element.isTypeOnly)
  );
}

/** `new URL('./worker.ts', import.meta.url)`: how workers are named. */
function isUrlOfModule(node: ts.Node): node is ts.NewExpression {
  if (!ts.isNewExpression(node) || !ts.isIdentifier(node.expression) || node.expression.text !== 'URL') return false;
  const [specifier] = node.arguments ?? [];
  return specifier !== undefined && ts.isStringLiteralLike(specifier) && /\.tsx?$/.test(specifier.text);
}

function resolve(from: string, specifier: string): { to: string; isPackage: boolean } | null {
  const [path = ''] = specifier.split('?');
  const base = path.startsWith('~db/')
    ? join('db', path.slice('~db/'.length))
    : path.startsWith('~/')
      ? join('app', path.slice('~/'.length))
      : path.startsWith('.')
        ? normalize(join(dirname(from), path))
        : null;
  if (base === null) return { to: packageName(path), isPackage: true };
  const candidates = [base, `${base}.ts`, `${base}.tsx`, `${base}.d.ts`, `${base}/index.ts`];
  const file = candidates.find((candidate) => /\.[a-z]+$/.test(candidate) && existsSync(candidate));
  if (file === undefined) throw new Error(`${from} imports ${specifier}, which does not exist`);
  return /\.(?:ts|tsx|mjs)$/.test(file) ? { to: file, isPackage: false } : null;
}

function packageName(specifier: string): string {
  const [scope = '', name = ''] = specifier.split('/');
  return scope.startsWith('@') ? `${scope}/${name}` : scope;
}
