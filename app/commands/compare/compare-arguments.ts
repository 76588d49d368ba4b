/** What `npm run compare` was asked for. */
export interface CompareArguments {
  /** Origin of the server, without a trailing slash. */
  readonly address: string;
  /** C2SP vkey of the ledger, as somebody kept it; null: whatever the server names. */
  readonly key: string | null;
  /** More pages to look at. */
  readonly pages: readonly string[];
  readonly json: boolean;
}

export const compareUsage =
  'Usage: npm run compare -- ADDRESS [--key VKEY] [--page PATH]… [--json]\n' +
  'Builds this source and compares what ADDRESS serves to browsers with it.\n' +
  'Ends with 0: the same; 1: something differs; 2: it could not be compared.';

/** Reads the arguments; null where they make no sense. */
export function parseCompareArguments(given: readonly string[]): CompareArguments | null {
  const [pages, addresses]: [string[], string[]] = [[], []];
  let [key, json]: [string | null, boolean] = [null, false];
  const rest = [...given];
  for (let next = rest.shift(); next !== undefined; next = rest.shift()) {
    if (next === '--json') json = true;
    else if (next === '--key') key = rest.shift() ?? '';
    else if (next === '--page') pages.push(rest.shift() ?? '');
    else addresses.push(next);
  }
  const address = originOf(addresses[0] ?? '');
  const isPath = (page: string) => /^\/(?![/\\])/.test(page);
  if (addresses.length !== 1 || address === null || key === '' || !pages.every(isPath)) return null;
  return { address, key, pages, json };
}

function originOf(text: string): string | null {
  if (!/^https?:\/\//.test(text) || !URL.canParse(text)) return null;
  const { origin, pathname, search, hash } = new URL(text);
  return pathname === '/' && search === '' && hash === '' ? origin : null;
}
