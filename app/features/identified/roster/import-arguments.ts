import { parseArgs } from 'node:util';

export interface ImportArguments {
  readonly file: string;
  /** Apply without asking, as far as nothing needs a decision of its own. */
  readonly yes: boolean;
  readonly withoutRefused: boolean;
  /** How many people may leave, where that is more than a tenth: exactly so many. */
  readonly removeMany: number | null;
}

export const importUsage = [
  'Usage: npm run import-roster -- FILE [--yes] [--without-refused] [--remove-many N]',
  '',
  'Shows what the roster file (CSV, UTF-8) would change, and asks before it changes anything.',
  '  --yes              do not ask',
  '  --without-refused  apply although rows were refused; the people in them stay as they are',
  '  --remove-many N    exactly N people may leave, although they are more than a tenth of the roster',
].join('\n');

/** Reads the arguments of the command; null where they are not what {@link importUsage} says. */
export function parseImportArguments(args: readonly string[]): ImportArguments | null {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        yes: { type: 'boolean', default: false },
        'without-refused': { type: 'boolean', default: false },
        'remove-many': { type: 'string' },
      },
    });
    const [file] = positionals;
    const removeMany = values['remove-many'];
    if (file === undefined || positionals.length !== 1) return null;
    if (removeMany !== undefined && !/^\d{1,7}$/.test(removeMany)) return null;
    return {
      file,
      yes: values.yes,
      withoutRefused: values['without-refused'],
      removeMany: removeMany === undefined ? null : Number(removeMany),
    };
  } catch {
    return null;
  }
}
