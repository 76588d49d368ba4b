import { promisify } from 'node:util';
import { init } from 'license-checker-rseidelsohn';

/*
 * `npm run licences`: everything that runs in production must have a licence that AGPL-3.0-or-later may be combined with.
 */

const allowed = [
  '0BSD',
  'AGPL-3.0-or-later',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'GPL-3.0',
  'GPL-3.0-or-later',
  'ISC',
  'LGPL-3.0',
  'LGPL-3.0-or-later',
  'MIT',
  'MIT-0',
  'MPL-2.0',
  'OFL-1.1',
  'PostgreSQL',
  'Python-2.0',
  'Unlicense',
];

const packages = await promisify(init)({ start: process.cwd(), production: true, excludePrivatePackages: true });
const refused = Object.entries(packages).filter(([, { licenses }]) => !isAllowed(licenses));
for (const [name, { licenses }] of refused) process.stderr.write(`${name}: ${String(licenses)}\n`);
process.stdout.write(
  `${String(Object.keys(packages).length)} packages, ${String(refused.length)} with a licence that does not fit\n`,
);
process.exit(refused.length === 0 ? 0 : 1);

/** @param {string | string[] | undefined} licences "MIT", "(MIT OR Apache-2.0)", or a list of alternatives */
function isAllowed(licences) {
  const expressions = Array.isArray(licences) ? licences : [licences ?? ''];
  return expressions.some((expression) =>
    expression
      .replace(/[()*]/g, '')
      .split(/ OR /i)
      .some((choice) => choice.split(/ AND /i).every((licence) => allowed.includes(licence.trim()))),
  );
}
