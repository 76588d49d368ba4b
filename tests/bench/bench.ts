import { measureAcceptance } from './measure-acceptance';
import { measureAudit } from './measure-audit';
import { measureCrypto } from './measure-crypto';
import { measureLedger } from './measure-ledger';
import { measureOrganizing } from './measure-organizing';
import { measurePages } from './measure-pages';
import { measureSigning } from './measure-signing';
import { measureStarts } from './measure-starts';
import { note } from './report';

/*
 * `npm run bench [-- crypto | signing | acceptance | ledger | audit | organizing | pages | starts …]`: figures and ratios beside the aims of the design. Prints,
 * and judges nothing: no test depends on a time.
 */
const parts = {
  crypto: measureCrypto,
  signing: measureSigning,
  acceptance: measureAcceptance,
  ledger: measureLedger,
  audit: measureAudit,
  organizing: measureOrganizing,
  pages: measurePages,
  starts: measureStarts,
} as const;
type Part = keyof typeof parts;

const isPart = (name: string): name is Part => name in parts;
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !isPart(name));
if (unknown.length > 0) {
  process.stderr.write(`No such part: ${unknown.join(', ')}. There are: ${Object.keys(parts).join(', ')}\n`);
  process.exit(2);
}
for (const part of asked.length > 0 ? asked.filter(isPart) : (Object.keys(parts) as Part[])) {
  note(`measuring ${part}`);
  await parts[part]();
}
process.exit(0);
