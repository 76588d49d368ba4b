import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { witnessKeyPair } from '~/crypto/tlog/cosignature';
import { KEY_TYPES, readSignerKey } from '~/crypto/tlog/note-key';
import { KeyFileError, readSecretFile, writeSecretFile } from '~/platform/keys';
import { systemClock } from '~/platform/clock';
import { houseAt, publishedCheckpoint } from '~/witness/house';
import { describeContradiction, describeCosigned } from '~/witness/witness-words';
import { WitnessingError } from '~/witness/witness-error';
import { witnessOnce, type WitnessRun } from '~/witness/witness';

/*
 * `npm run witness -- ADDRESS --key FILE --state FOLDER`, and witness.mjs: watches the ledger of a house with a key that the
 * house does not have. Ends with 0 where all it saw is one history, 3 where it is not, 2 where nothing can be said.
 */

const usage = `Usage: witness ADDRESS --key FILE --state FOLDER [options]
       witness --key FILE --new-key NAME

  ADDRESS               where the house is: https://petitions.company.example
  --key FILE            secret key of this witness
  --state FOLDER        what it remembers between its runs; keep copies of it
  --new-key NAME        makes the key first: works-council.example/w
  --publish FOLDER      what to show the world, for any static site (default: public, in the state folder)
  --ledger-key VKEY     the first key of the ledger, as somebody told you; otherwise the first one seen is believed
  --compare ADDRESS     a checkpoint that another witness publishes; may be given again
  --every MINUTES       goes on, once every so many minutes

Ends with 0: one history. 3: the ledger has signed two. 2: nothing can be said.
`;

const contradicted = 3;
const nothingSaid = 2;

interface Wanted {
  readonly address: string | undefined;
  readonly keyFile: string;
  readonly folder: string | undefined;
  readonly newKey: string | undefined;
  readonly publicFolder: string | undefined;
  readonly firstKey: string | undefined;
  readonly others: readonly string[];
  readonly everyMinutes: number | null;
}

try {
  process.exitCode = await main(readArguments());
} catch (error) {
  if (!(error instanceof WitnessingError) && !(error instanceof KeyFileError)) throw error;
  process.stderr.write(`${error.message}\nNothing was cosigned.\n`);
  process.exitCode = nothingSaid;
}

async function main(wanted: Wanted): Promise<number> {
  if (wanted.newKey !== undefined) await makeKey(wanted.keyFile, wanted.newKey);
  const { address, folder } = wanted;
  if (address === undefined || folder === undefined) return 0;
  const key = await readKey(wanted.keyFile);
  const run: WitnessRun = {
    house: houseAt(address),
    key,
    folder,
    publicFolder: wanted.publicFolder ?? join(folder, 'public'),
    firstKey: wanted.firstKey,
    others: () => fetchOthers(wanted.others),
    now: () => systemClock.now(),
    pause: () => wait(2000),
  };
  for (;;) {
    const code = await runOnce(run, address, wanted.everyMinutes !== null);
    if (wanted.everyMinutes === null || code === contradicted) return code;
    await wait(wanted.everyMinutes * 60_000);
  }
}

async function runOnce(run: WitnessRun, address: string, goesOn: boolean): Promise<number> {
  try {
    const result = await witnessOnce(run);
    if (result.kind === 'contradiction') {
      process.stderr.write(describeContradiction(result, { address, publicFolder: run.publicFolder }));
      return contradicted;
    }
    process.stdout.write(describeCosigned(result, run.key.vkey));
    return result.refusal === null ? 0 : nothingSaid;
  } catch (error) {
    if (!goesOn || !(error instanceof WitnessingError)) throw error;
    process.stderr.write(`${run.now().toISOString()} ${error.message}\n`);
    return nothingSaid;
  }
}

async function fetchOthers(addresses: readonly string[]) {
  const fetched = await Promise.all(
    addresses.map(async (name) => {
      try {
        return { name, note: await publishedCheckpoint(name) };
      } catch (error) {
        if (!(error instanceof WitnessingError)) throw error;
        // Somebody else's site that is away is no reason not to watch.
        process.stderr.write(`Not compared with ${name}: ${error.message}\n`);
        return null;
      }
    }),
  );
  return fetched.filter((each) => each !== null);
}

async function makeKey(file: string, name: string): Promise<void> {
  if (!/^[\w./-]{3,100}$/.test(name))
    throw new WitnessingError(
      'wrong-key',
      'A name has letters, digits, dots, slashes and hyphens: works-council.example/w',
    );
  const made = witnessKeyPair(name, randomBytes(32));
  await writeSecretFile(file, made.skey);
  const { vkey } = await readKey(file);
  if (vkey !== made.vkey)
    throw new WitnessingError('wrong-key', `There is a key in ${file} already, and it was left alone: ${vkey}`);
  process.stdout.write(`The key of this witness, for an administrator of the house to let in:\n\n  ${vkey}\n\n`);
}

async function readKey(file: string): Promise<{ skey: string; vkey: string }> {
  const skey = await readSecretFile(file);
  try {
    return { skey, vkey: readSignerKey(skey, KEY_TYPES.cosignature).vkey };
  } catch {
    throw new WitnessingError('wrong-key', `${file} holds no key of a witness.`);
  }
}

function readArguments(): Wanted {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        key: { type: 'string' },
        state: { type: 'string' },
        'new-key': { type: 'string' },
        publish: { type: 'string' },
        'ledger-key': { type: 'string' },
        compare: { type: 'string', multiple: true },
        every: { type: 'string' },
        help: { type: 'boolean' },
      },
    });
    if (values.help) return refuse('', 0);
    const [address, ...more] = positionals;
    const every = values.every === undefined ? null : Number(values.every);
    if (values.key === undefined || more.length > 0) return refuse('');
    if ((address === undefined || values.state === undefined) && values['new-key'] === undefined) return refuse('');
    if (address !== undefined && !/^https?:\/\//.test(address)) return refuse(`${address} is no address.\n\n`);
    if (every !== null && !(every >= 1)) return refuse('--every takes a number of minutes.\n\n');
    return {
      address,
      keyFile: values.key,
      folder: values.state,
      newKey: values['new-key'],
      publicFolder: values.publish,
      firstKey: values['ledger-key'],
      others: values.compare ?? [],
      everyMinutes: every,
    };
  } catch (error) {
    return refuse(`${error instanceof Error ? error.message : String(error)}\n\n`);
  }
}

function refuse(why: string, code = nothingSaid): never {
  process.stderr.write(why + usage);
  process.exit(code);
}
