import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { asNullifier } from '~/crypto/semaphore/field';
import { noteSigner, noteVerifier } from '~/crypto/tlog/note';
import { openReceipt, signReceipt } from '~/crypto/tlog/signature-receipt';
import { issueTicket } from '~/features/identified/enrolment/issue-ticket.server';
import { addEnrolledPeople } from '~db/factories/many-people';
import { addAcceptedPetition } from '~db/factories/open-petition';
import { holderOf } from '~db/seed/demo-roster';
import { openJourneyHouse, type JourneyHouse } from '~tests/support/journey-house';

/** The one file that the house serves, against the real server, with real proofs: four of them. */

let house: JourneyHouse;
let folder: string;
const petition = 'aeaqcaibaeaqcaibaeaqcaibae';
const file = (name: string) => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rr-signer-'));
  house = await openJourneyHouse();
  const day = '2026-11-23';
  await addEnrolledPeople(house.database.identified, { count: 5, day });
  await addAcceptedPetition(house.database.identified, { id: petition, day, criticalMass: 0 });
});
afterAll(async () => {
  await house.close();
  await rm(folder, { recursive: true, force: true });
});

function signer(...args: string[]): Promise<{ code: number; said: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, ['build/client/client-tools/sign.mjs', ...args], (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code) : 0, said: stdout + stderr });
    });
  });
}

const act = (verb: string, ...more: string[]) =>
  signer(verb, house.server.url, '--words', file('words'), '--state', file('state'), ...more);
const look = (receipt: string, ...more: string[]) =>
  signer('check', house.server.url, '--receipt', file(receipt), ...more);

async function receiptKey(): Promise<string> {
  const answer = await fetch(`${house.server.url}/ledger/keys`);
  return ((await answer.json()) as { receipts: string }).receipts;
}

describe('without a browser, from the protocol alone', () => {
  test('words are made once, for nobody else to read', async () => {
    await expect(signer('new-words', file('words'))).resolves.toMatchObject({ code: 0 });
    expect((await stat(file('words'))).mode & 0o777).toBe(0o600);
    const words = await readFile(file('words'), 'utf8');
    expect(words.trim().split(' ')).toHaveLength(12);
    await expect(signer('new-words', file('words'))).resolves.toMatchObject({ code: 2 });
    expect(await readFile(file('words'), 'utf8')).toBe(words);
  });

  test('a ticket enrols the key, and the next publication puts it on the register', async () => {
    await house.publish();
    await expect(act('sign', '--petition', petition, '--yes')).resolves.toMatchObject({
      code: 2,
      said: expect.stringContaining('does not stand on the register') as string,
    });
    const clock = { now: house.now };
    const { personNumber } = holderOf('organizer');
    const { ticket } = await issueTicket({ db: house.database.identified, clock }, { personNumber, reason: 'first' });
    const enrolled = await act('enrol', '--ticket', `${house.server.url}/enrol#${ticket}`);
    expect(enrolled).toMatchObject({ code: 0, said: expect.stringContaining('key number 1') as string });
    await house.publish();
  });

  test('who signs reads the text and the crowd, and is found in the ledger after the publication', async () => {
    const signed = await act('sign', '--petition', petition, '--yes', '--receipt', file('signed'));
    expect(signed.code, signed.said).toBe(0);
    expect(signed.said).toContain('Stop the recording of keystrokes');
    expect(signed.said).toContain('one of 6 keys');
    // As long as a slot is unused its publication may come at once.
    await expect(look('signed')).resolves.toMatchObject({ code: 0 });
    await house.publish();
    await expect(look('signed')).resolves.toMatchObject({
      code: 0,
      said: expect.stringContaining('Counted: entry') as string,
    });
  });

  test('who signs again has signed already; with another proof the same act is found by its words', async () => {
    const again = await act('sign', '--petition', petition, '--yes', '--receipt', file('again'));
    expect(again.code, again.said).toBe(0);
    await expect(look('again')).resolves.toMatchObject({
      code: 0,
      said: expect.stringContaining('Counted: entry') as string,
    });
  });

  test('who withdraws is counted as that too', async () => {
    const withdrawn = await act('withdraw', '--petition', petition, '--yes', '--receipt', file('withdrawn'));
    expect(withdrawn.code, withdrawn.said).toBe(0);
    await house.publish();
    await expect(look('withdrawn')).resolves.toMatchObject({
      code: 0,
      said: expect.stringContaining('Counted: entry') as string,
    });
  });

  test('an act that was taken and is not in the ledger is said loudly, with what proves it', async () => {
    const kept = JSON.parse(await readFile(file('signed'), 'utf8')) as {
      receipt: string;
      attempts: { proof: string }[];
    };
    // The house promises to count an act of which nothing is in its ledger.
    const says = openReceipt(kept.receipt, noteVerifier(await receiptKey()));
    const lost = signReceipt(
      { ...says, nullifier: asNullifier(7n) },
      noteSigner((await readFile(house.receiptKeyFile, 'utf8')).trim()),
    );
    await writeFile(file('lost'), JSON.stringify({ ...kept, receipt: lost }));
    await expect(look('lost')).resolves.toMatchObject({ code: 3 });
    const evidence = JSON.parse(await readFile(file('lost.missing.json'), 'utf8')) as Record<string, unknown>;
    expect(evidence).toEqual({
      format: 'round-robin/missing-act/v1',
      receipt: lost,
      checkpoint: expect.stringContaining('/ledger\n') as string,
      attempts: kept.attempts,
    });
    // A receipt that nobody signed is none.
    await writeFile(
      file('forged'),
      JSON.stringify({ ...kept, receipt: kept.receipt.replace('action sign', 'action withdraw') }),
    );
    await expect(look('forged')).resolves.toMatchObject({ code: 2 });
  });

  test('a ledger that was rewritten, cut short or signed by another key gets nothing', async () => {
    const state = JSON.parse(await readFile(file('state'), 'utf8')) as { size: number; keys: string[] };
    for (const change of [
      { root: 'ab'.repeat(32) },
      { size: state.size + 1000 },
      { keys: ['tidewater-demo/ledger+00000000+AAAA'] },
      { organisation: 'somebody-else' },
    ]) {
      await writeFile(file('altered'), JSON.stringify({ ...state, ...change }));
      const refused = await look('signed', '--state', file('altered'));
      expect(refused, JSON.stringify(change)).toMatchObject({ code: 2 });
      expect(refused.said).toContain('not the ledger that was seen before');
      expect(JSON.parse(await readFile(file('altered'), 'utf8'))).toEqual({ ...state, ...change });
    }
  });
});
