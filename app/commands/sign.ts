import { randomBytes } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { identityFromWords, type SemaphoreIdentity } from '~/crypto/semaphore/key';
import { newWords, WordsError } from '~/crypto/words';
import { KeyFileError, readSecretFile, writeSecretFile } from '~/platform/keys';
import { act, standFor, type ActTools } from '~/signer/act';
import { enrolByTicket } from '~/signer/enrol';
import { houseAt, type House } from '~/signer/house';
import { readLedger, rememberedHouse, type Ledger, type RememberedHouse } from '~/signer/ledger';
import { readMinimum, readPetition, type Petition } from '~/signer/petitions';
import { proverFrom } from '~/signer/proving';
import { findReceipt, keptReceipt } from '~/signer/receipt';
import { SignerError } from '~/signer/signer-error';

/*
 * `npm run sign -- …`, and sign.mjs: enrols, signs, withdraws and looks after receipts without a browser, from the protocol
 * alone. Ends with 0 where it is done, 3 where a receipt is not counted that should be, 2 where nothing was done.
 */

const usage = `Usage: sign new-words FILE
       sign enrol ADDRESS --words FILE --ticket TICKET
       sign sign ADDRESS --words FILE --petition NAME [--receipt FILE] [--yes]
       sign withdraw ADDRESS --words FILE --petition NAME [--receipt FILE] [--yes]
       sign check ADDRESS --receipt FILE

  ADDRESS          where the house is: https://petitions.company.example
  --words FILE     twelve words, readable by you alone (mode 0600)
  --ticket TICKET  what the QR code says after the #
  --petition NAME  as in its address
  --receipt FILE   keeps what shows later that you were counted. It is evidence of what you signed
  --state FILE     remembers the ledger between runs, and nothing else
  --yes            does not ask
  --again          signs also after having withdrawn

Ends with 0: done, or counted. 3: not counted though it should be. 2: nothing was done.
`;

const verbs = ['new-words', 'enrol', 'sign', 'withdraw', 'check'] as const;
type Verb = (typeof verbs)[number];
const missing = 3;
const nothingDone = 2;

const { verb, target, options } = readArguments();
try {
  process.exitCode = await run(verb);
} catch (error) {
  const isOurs = error instanceof SignerError || error instanceof KeyFileError || error instanceof WordsError;
  if (!isOurs) throw error;
  say(`Not done: ${error.message}.`);
  process.exitCode = nothingDone;
}

async function run(what: Verb): Promise<number> {
  if (what === 'new-words') return makeWords(target);
  const house = houseAt(target);
  const ledger = await readLedger(house, await recall());
  await remember(ledger.remember);
  if (what === 'check') return check(house, ledger);
  const identity = identityFromWords(await readSecretFile(given('words')));
  return what === 'enrol' ? enrol(house, ledger, identity) : sign(what, house, ledger, identity);
}

async function makeWords(file: string): Promise<number> {
  const words = newWords();
  await writeSecretFile(file, words);
  if ((await readSecretFile(file)) !== words)
    throw new KeyFileError('not-a-file', `there is something in ${file} already, and it was left alone`);
  say(`Twelve words are in ${file}. Write them down: who has them can sign as you, and see what you signed.`);
  return 0;
}

async function enrol(house: House, { organisation }: Ledger, identity: SemaphoreIdentity): Promise<number> {
  const ticket = given('ticket').replace(/^.*#/, '');
  const generation = await enrolByTicket(house, await proverFrom(house), { organisation, ticket, identity });
  say(`Enrolled at ${organisation}, your key number ${String(generation)}. It can act from the next publication on.`);
  return 0;
}

async function sign(
  action: 'sign' | 'withdraw',
  house: House,
  ledger: Ledger,
  identity: SemaphoreIdentity,
): Promise<number> {
  const petition = await readPetition(house, given('petition'));
  // Everything that needs no decision first: what is fetched does not say whether anybody signs.
  const tools: ActTools = {
    house,
    ledger,
    prover: await proverFrom(house),
    identity,
    minimum: await readMinimum(house),
  };
  const place = await standFor(petition, action, tools);
  say(describe(petition));
  say(
    `You would be one of ${place.edition.live.toLocaleString('en-GB')} keys on the register, and nobody can tell which.`,
  );
  if (!(await isWanted(action))) return nothingDone;
  const result = await act(petition, action, place, tools, options.again);
  if (result.kind === 'nothing-to-withdraw') say('There is nothing to withdraw: this key has not signed.');
  if (result.kind === 'stands') say(action === 'sign' ? 'You have signed already.' : 'You have withdrawn already.');
  if (result.kind === 'withdrawn-before')
    say(
      'You signed and withdrew before. All of that stays public, so few others look like you: --again signs all the same.',
    );
  if (result.kind === 'withdrawn-before') return nothingDone;
  if (result.kind !== 'done') return 0;
  say(
    action === 'sign' ? 'Signed. It counts from the next publication on.' : 'Withdrawn, from the next publication on.',
  );
  const { receipt } = options;
  if (receipt !== undefined) {
    await writeWhole(receipt, `${JSON.stringify(result.receipt, null, 2)}\n`);
    say(`The receipt is in ${receipt}.`);
  }
  return 0;
}

async function check(house: House, ledger: Ledger): Promise<number> {
  const file = given('receipt');
  const where = await findReceipt(house, ledger, await readJson(file, keptReceipt));
  if (where.kind === 'counted')
    say(`Counted: entry ${where.entry.toLocaleString('en-GB')} of the ledger, ${where.day}.`);
  if (where.kind === 'waits') say('Not counted yet: it waits for a publication, or for others to sign.');
  if (where.kind !== 'missing') return 0;
  await writeWhole(`${file}.missing.json`, where.evidence);
  say(
    `Not counted, though the house signed that it was taken. ${file}.missing.json proves both. Show it to somebody you trust.`,
  );
  return missing;
}

function describe({ title, demands, background }: Petition): string {
  const list = demands.map((demand, place) => `  ${String(place + 1)}. ${demand}`);
  return ['', title, '', ...list, ...(background === '' ? [] : ['', background]), ''].join('\n');
}

async function isWanted(action: 'sign' | 'withdraw'): Promise<boolean> {
  if (options.yes) return true;
  if (!process.stdin.isTTY) {
    say('Nobody to ask: --yes does not ask.');
    return false;
  }
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(es)?$/i.test(
      (await prompt.question(`${action === 'sign' ? 'Sign' : 'Withdraw from'} this? (yes/no) `)).trim(),
    );
  } finally {
    prompt.close();
  }
}

async function recall(): Promise<RememberedHouse | null> {
  const { state } = options;
  if (state === undefined) return null;
  const isThere = await readFile(state).then(
    () => true,
    () => false,
  );
  return isThere ? readJson(state, rememberedHouse) : null;
}

async function remember(house: RememberedHouse): Promise<void> {
  if (options.state !== undefined) await writeWhole(options.state, `${JSON.stringify(house, null, 2)}\n`);
}

async function readJson<T>(file: string, form: { parse: (value: unknown) => T }): Promise<T> {
  const text = await readFile(file, 'utf8').catch(() => {
    throw new KeyFileError('missing', `there is no file ${file}`);
  });
  try {
    return form.parse(JSON.parse(text));
  } catch {
    throw new SignerError('malformed', `${file} is not one of this program’s files`);
  }
}

/** Replaces a file at once, or not at all. */
async function writeWhole(file: string, text: string): Promise<void> {
  const draft = `${file}.${randomBytes(4).toString('hex')}`;
  await writeFile(draft, text, { mode: 0o600, flag: 'wx', flush: true });
  await rename(draft, file);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function given(name: 'words' | 'ticket' | 'petition' | 'receipt'): string {
  const value = options[name];
  return value ?? refuse(`--${name} is missing.\n\n`);
}

function readArguments() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        words: { type: 'string' },
        ticket: { type: 'string' },
        petition: { type: 'string' },
        receipt: { type: 'string' },
        state: { type: 'string' },
        yes: { type: 'boolean' },
        again: { type: 'boolean' },
      },
    });
    const [first, target, ...more] = positionals;
    const verb = verbs.find((known) => known === first);
    if (verb === undefined || target === undefined || more.length > 0) return refuse('');
    if (verb !== 'new-words' && !/^https?:\/\//.test(target)) return refuse(`${target} is no address.\n\n`);
    return { verb, target, options: values };
  } catch (error) {
    return refuse(`${error instanceof Error ? error.message : String(error)}\n\n`);
  }
}

function refuse(why: string): never {
  process.stderr.write(why + usage);
  process.exit(nothingDone);
}
