import { plural } from '~/ui/count';
import type { Comparison, Finding } from './compare-client';

const words: Readonly<Record<Finding['what'], string>> = {
  'no-manifest': 'It has no list of its files that can be read',
  'file-changed': 'By its own list, another file than the source has',
  'file-added': 'By its own list, a file that the source does not have',
  'file-missing': 'A file of the source that its list does not have',
  'file-served-otherwise': 'It serves another file',
  'rules-of-a-file': 'It serves a file with other rules for the browser',
  page: 'On a page',
  'not-in-ledger': 'The ledger does not have this release',
};

/** What a comparison found, for people. */
export function comparisonWords(comparison: Comparison): string {
  const { address, release, source, files, pages, findings, ledger } = comparison;
  const lines = [
    `${address} serves release ${release ?? '(none that it names)'}`,
    `This source makes      ${source}`,
    `Compared ${plural(files, 'file')} and the programs of ${plural(pages, 'page')}.`,
    ledgerWords(ledger),
    ...findings.map(({ what, where, found }) => `  ${words[what]}: ${where} (${found})`),
    findings.length === 0
      ? 'The same. What it serves to others, or at another time, nobody can compare from here.'
      : `${plural(findings.length, 'difference')}.`,
  ];
  return `${lines.join('\n')}\n`;
}

function ledgerWords(ledger: Comparison['ledger']): string {
  if (ledger === null) return 'The ledger was not asked.';
  if (ledger.state === 'in-ledger')
    return `The ledger has this release as entry ${String(ledger.entry)} of ${String(ledger.size)}.`;
  return `The ledger: ${ledger.why}.`;
}
