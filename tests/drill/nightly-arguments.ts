import { parseArgs } from 'node:util';
import type { Night } from './nightly';

const usage = `Usage: npm run nightly -- ADDRESS --folder FOLDER [options]

  ADDRESS          where the house is: https://petitions.company.example
  --folder FOLDER  keeps every night's results, and what the next one is held to
  --people N       in the drill's company (default: 1000; at least 100)
  --key VKEY       the first key of the ledger as you know it from elsewhere

Ends with 0: all in order. 1: something was found. 2: something could not be said.
`;

/** @returns what to say where the arguments make no sense */
export function readNightArguments(given: readonly string[]): Omit<Night, 'day'> | string {
  try {
    const text = { type: 'string' } as const;
    const { values, positionals } = parseArgs({
      args: [...given],
      allowPositionals: true,
      options: { folder: text, people: text, key: text },
    });
    const [address = '', ...others] = positionals;
    const people = Number(values.people ?? 1000);
    if (!/^https?:\/\/[^/]/.test(address) || others.length > 0 || values.folder === undefined) return usage;
    if (!Number.isInteger(people) || people < 100) return usage;
    return { address, folder: values.folder, people, key: values.key };
  } catch (error) {
    return `${error instanceof Error ? error.message : ''}\n\n${usage}`;
  }
}
