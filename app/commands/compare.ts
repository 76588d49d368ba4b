import { clientFolder } from '~/server/built-files';
import { describeClient } from '~/server/served-client';
import { loadStaticFiles } from '~/server/static-files';
import { compareUsage, parseCompareArguments } from './compare/compare-arguments';
import { compareClient } from './compare/compare-client';
import { comparisonWords } from './compare/comparison-words';
import { releaseInLedger } from './compare/release-in-ledger';

/** `npm run compare -- ADDRESS`: what a server serves to browsers against a build of this source. */
const asked = parseCompareArguments(process.argv.slice(2));
if (asked === null) {
  process.stderr.write(`${compareUsage}\n`);
  process.exit(2);
}
const { address, key, pages, json } = asked;
const { stderr, stdout } = process;
const get = (path: string) => fetch(address + path, { redirect: 'manual' });
try {
  const { manifest } = describeClient(loadStaticFiles(clientFolder));
  const comparison = await compareClient(
    {
      get,
      inLedger: (release) => releaseInLedger(get, release, key),
      onProgress(done, of) {
        if (stderr.isTTY) stderr.write(`\r\u001b[K${done === of ? '' : `${String(done)} of ${String(of)}`}`);
      },
    },
    { address, manifest, pages },
  );
  stdout.write(json ? `${JSON.stringify(comparison, null, 2)}\n` : comparisonWords(comparison));
  process.exitCode = comparison.findings.length === 0 ? 0 : 1;
} catch (error) {
  const cause = error instanceof Error && error.cause instanceof Error ? `: ${error.cause.message}` : '';
  stderr.write(`It could not be compared: ${error instanceof Error ? error.message : 'unknown'}${cause}\n`);
  process.exitCode = 2;
}
