import { note } from '~tests/bench/report';
import { auditLargeHouse } from './heavy-audit';
import { backUpLargeHouse } from './heavy-backup';
import { buildTwice } from './heavy-build';
import { raiseConcernWithLargeFile } from './heavy-concern-file';
import { openDeskWithManyConcerns } from './heavy-desk';
import {
  fuzzAnonymousRoutes,
  fuzzCleaningOfFiles,
  fuzzConcernEndpoints,
  fuzzFormats,
  fuzzImportedProgrammes,
} from './heavy-fuzz';
import { appendManyEntries } from './heavy-ledger';
import { organizeMany } from './heavy-organizing';
import { openLargeRegister } from './heavy-register';
import { packMillionSignatures } from './heavy-pack';
import { importLargeRoster } from './heavy-roster';

/*
 * `npm run heavy [-- roster | register | ledger | fuzz | concerns | formats | cleaning | programmes | file | build | desk | backup | audit | pack | organizing …]`: what takes too long for `npm test`. Ends with an error where
 * something came out wrong; what it took is printed and not judged.
 */
const parts = {
  roster: importLargeRoster,
  register: openLargeRegister,
  ledger: appendManyEntries,
  fuzz: fuzzAnonymousRoutes,
  concerns: fuzzConcernEndpoints,
  formats: fuzzFormats,
  cleaning: fuzzCleaningOfFiles,
  programmes: fuzzImportedProgrammes,
  file: raiseConcernWithLargeFile,
  build: buildTwice,
  desk: openDeskWithManyConcerns,
  backup: backUpLargeHouse,
  audit: auditLargeHouse,
  pack: packMillionSignatures,
  organizing: organizeMany,
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
  note(`heavy: ${part}`);
  await parts[part]();
}
process.exit(0);
