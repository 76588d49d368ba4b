import { describe, expect, test } from 'vitest';
import { asNullifier, fromBytes32 } from '~/crypto/semaphore/field';
import { encodeCanonicalJson } from '~/crypto/canonical-json';
import { fromHex, hashFields, toHex } from '~/crypto/hash';
import { signingKey } from '~/crypto/signing-key';
import { parseCheckpoint } from '~/crypto/tlog/checkpoint';
import { encodeEntry, type Entry } from '~/crypto/tlog/entry';
import { openTree } from '~/crypto/tlog/ledger-tree';
import { tilePath } from '~/crypto/tlog/tile-path';
import { formatProof } from '~/crypto/tlog/tlog-proof';
import type { CopiedHouse } from '~tests/support/copied-house';
import { noteSigner } from '~/crypto/tlog/note';
import { signReceipt } from '~/crypto/tlog/signature-receipt';
import type { AuditedDemo } from '~tests/support/audited-demo';

/** What somebody kept, held against the ledger; and an audit that goes on from an earlier one. */
export function describeKept(open: () => AuditedDemo): void {
  const receipt = (demo: AuditedDemo, change: Partial<Parameters<typeof signReceipt>[0]> = {}) => {
    const house = demo.copy();
    const entry = house.entries[house.indexOf(({ kind }) => kind === 'signature')];
    const nullifier = asNullifier(fromBytes32(fromHex(entry?.['nullifier'] as string)));
    const facts = { organisation: 'tidewater-demo', petitionId: entry?.['petition'] as string, nullifier, n: 0 };
    return signReceipt({ ...facts, action: 'sign', ...change }, noteSigner(demo.receiptKey));
  };
  const resultOf = (report: Awaited<ReturnType<AuditedDemo['audit']>>, name: string) =>
    report.checks.find((check) => check.name === name);

  describe('what somebody kept', () => {
    test('a receipt of a signature that is counted passes', async () => {
      const demo = open();
      const report = await demo.audit(demo.copy(), { receipts: [receipt(demo)] });
      expect(resultOf(report, 'receipts')).toMatchObject({ result: 'passed', subjects: 1 });
      expect(report.verdict).toBe('passed');
    });

    test('a receipt of one that is not counted is a finding once its petition is closed; before that it may wait', async () => {
      const demo = open();
      const house = demo.copy();
      const closed = house.entries.filter(({ kind }) => kind === 'petition-closed').map((entry) => entry['petition']);
      const deleted = house.entries.filter(({ kind }) => kind === 'deletion').map((entry) => entry['petition']);
      const opened = house.entries.filter(({ kind }) => kind === 'petition-opened').map((entry) => entry['petition'] as string); // prettier-ignore
      const nullifier = asNullifier(99n);
      const late = opened.find((id) => closed.includes(id) && !deleted.includes(id)) ?? '';
      const waiting = opened.find((id) => !closed.includes(id)) ?? '';
      const lost = await demo.audit(house, { receipts: [receipt(demo, { nullifier, petitionId: late })] });
      expect(resultOf(lost, 'receipts')?.findings.map(({ what }) => what)).toEqual(['receipt-not-counted']);
      expect(lost.verdict).toBe('fraud');
      const fresh = await demo.audit(house, { receipts: [receipt(demo, { nullifier, petitionId: waiting })] });
      expect(resultOf(fresh, 'receipts')).toMatchObject({ result: 'not checked', findings: [] });
      expect(fresh.verdict).toBe('incomplete');
    });

    test('a receipt that another key signed is none', async () => {
      const demo = open();
      const note = receipt(demo).replace(/ n 0/, ' n 0').replace('n 0\n', 'n 2\n');
      const report = await demo.audit(demo.copy(), { receipts: [note, 'nothing at all\n'] });
      expect(resultOf(report, 'receipts')?.findings.map(({ what }) => what)).toEqual(['receipt-not-genuine', 'receipt-not-genuine']); // prettier-ignore
    });
  });

  describe('a proof of filing', () => {
    test('passes where the ledger has its digest, years later and in a longer ledger', async () => {
      const demo = open();
      const house = demo.copy();
      const file = await fileIn(house);
      house.entries.push({ v: 1, kind: 'role', act: 'granted', role: 'moderator', name: 'Later', day: '2026-11-22' });
      house.signAnew({ at: house.entries.length - 2, moved: 1 });
      const report = await demo.audit(house, { filings: [JSON.stringify(file)] });
      expect(resultOf(report, 'filings')).toMatchObject({ result: 'passed', subjects: 1 });
      expect(resultOf(report, 'kept-checkpoints')).toMatchObject({ result: 'passed', subjects: 1 });
      expect(report.verdict).toBe('passed');
    });

    test('shows that the ledger was rewritten, where it was', async () => {
      const demo = open();
      const house = demo.copy();
      const file = await fileIn(house);
      const report = await demo.audit(demo.copy(), { filings: [JSON.stringify(file)] });
      expect(resultOf(report, 'filings')?.findings.map(({ what }) => what)).toEqual(['filing-not-in-ledger']);
      expect(resultOf(report, 'kept-checkpoints')?.findings.map(({ what }) => what)).toEqual(['history-rewritten']);
    });

    test.each<[string, (file: FilingFile) => object]>([
      ['a field too many', (file) => ({ ...file, note: '' })],
      ['another signature', (file) => ({ ...file, signature: '00'.repeat(64) })],
      ['another salt', (file) => ({ ...file, salt: '00'.repeat(32) })],
      ['another entry', (file) => ({ ...file, entry: file.entry.replace(/"day":"[^"]+"/, '"day":"2020-01-01"') })],
      ['another place', (file) => ({ ...file, inclusion: file.inclusion.replace(/\nindex \d+/, '\nindex 3') })],
      ['another organisation', (file) => ({ ...file, organisation: 'another' })],
    ])('is none with %s', async (_, change) => {
      const demo = open();
      const house = demo.copy();
      const report = await demo.audit(house, { filings: [JSON.stringify(change(await fileIn(house)))] });
      expect(resultOf(report, 'filings')?.findings.map(({ what }) => what)).toContain('filing-not-genuine');
    });

    test('that waits for its publication is not checked, and no fraud', async () => {
      const demo = open();
      const waiting = { ...(await fileIn(demo.copy())), entry: null, inclusion: null };
      const report = await demo.audit(demo.copy(), { filings: [JSON.stringify(waiting)] });
      expect(resultOf(report, 'filings')).toMatchObject({ result: 'not checked', found: 0 });
      expect(report.verdict).toBe('incomplete');
    });
  });

  describe('an audit that goes on from an earlier one', () => {
    test('verifies no proof again, and finds what was found', async () => {
      const demo = open();
      const house = demo.copy();
      house.put('/data/proofs/000', house.bytes('/data/proofs/000').subarray(256));
      const first = await demo.audit(house);
      if (!first.state) throw new Error('no state');
      expect(first.state.proofs).toBe(house.entries.length);
      house.put('/data/proofs/000', new Uint8Array());
      const second = await demo.audit(house, {}, JSON.parse(JSON.stringify(first.state)) as typeof first.state);
      expect(resultOf(second, 'proofs')).toMatchObject({ findings: resultOf(first, 'proofs')?.findings, found: 1 });
      expect(second.verdict).toBe('fraud');
    });

    test('comes back to what could not be verified: hiding words for one audit lets nothing through the next', async () => {
      const demo = open();
      const house = demo.copy();
      const verdict = house.entries[house.indexOf(({ kind }) => kind === 'verdict')];
      const id = (verdict?.['id'] as string).split('.')[0];
      house.editList('statements', (items) =>
        items.filter((item) => !(item['kind'] === 'response' && item['id'] === id)),
      );
      const hidden = await demo.audit(house);
      expect(hidden.state?.proofs).toBe(house.indexOf(({ kind, id: each }) => kind === 'verdict' && (each as string).startsWith(`${id ?? ''}.`))); // prettier-ignore
      expect(resultOf(hidden, 'proofs')).toMatchObject({ result: 'not checked' });
      const tampered = demo.copy();
      for (const path of tampered.paths('/data/proofs/')) tampered.put(path, new Uint8Array());
      const later = await demo.audit(tampered, {}, hidden.state ?? undefined);
      expect(resultOf(later, 'proofs')?.findings.map(({ what }) => what)).toContain('proof-missing');
    });

    test('finds that history was rewritten since', async () => {
      const demo = open();
      const house = demo.copy();
      const { state } = await demo.audit(house);
      house.editEntry(({ kind }) => kind === 'role', { name: 'Another Person' });
      house.signAnew();
      const report = await demo.audit(house, {}, state ?? undefined);
      expect(resultOf(report, 'kept-checkpoints')?.findings.map(({ what }) => what)).toEqual(['history-rewritten']);
    });

    test('what cannot be reached is not checked, and never passed', async () => {
      const demo = open();
      const house = demo.copy();
      house.remove('/data/petitions');
      const report = await demo.audit(house);
      expect(report.verdict).toBe('incomplete');
      for (const name of ['petitions', 'counts', 'moderation', 'deletions']) {
        expect(resultOf(report, name)?.result, name).toBe('not checked');
      }
      const nobody = await demo.audit({ address: 'http://127.0.0.1:9', get: (path) => house.get(`${path}?`) });
      expect(nobody.verdict).toBe('incomplete');
      expect(nobody.checkpoint).toBeNull();
      expect(nobody.checks.every(({ result }) => result === 'not checked')).toBe(true);
    });
  });
}

interface FilingFile {
  readonly organisation: string;
  readonly signature: string;
  readonly salt: string;
  readonly entry: string;
  readonly inclusion: string;
}

/** Has a concern filed in the copied house, and makes the file that its reporter keeps (protocol 7). */
async function fileIn(house: CopiedHouse): Promise<FilingFile & Record<string, unknown>> {
  const organisation = 'tidewater-demo';
  const key = signingKey(new Uint8Array(32).fill(8));
  const concern = toHex(key.publicKey);
  const manifest = encodeCanonicalJson({ v: 1, concern, programme: null, number: 0, sender: 'reporter', audience: 'all', parts: [] }); // prettier-ignore
  const salt = '5a'.repeat(32);
  const filed = hashFields(
    'concern-filing/v1',
    fromHex(salt),
    hashFields('concern-manifest/v1', organisation, manifest),
  );
  const index = house.indexOf(({ kind }) => kind === 'concerns-filed');
  const listed = house.entries[index] as Entry;
  house.entries[index] = {
    ...listed,
    digests: [toHex(filed), ...(listed['digests'] as string[]).slice(1)].sort(),
  };
  house.signAnew();
  const tile = (level: number, number: number, width: number) => house.get(`/ledger/${tilePath(level, number, width)}`);
  const checkpoint = Buffer.from(house.bytes('/ledger/checkpoint')).toString();
  const tree = openTree({ ...parseCheckpoint(checkpoint.slice(0, checkpoint.indexOf('\n\n') + 1)), tile });
  return {
    ...{ format: 'round-robin/proof-of-filing/v1', organisation, day: '2026-11-20', manifest, salt },
    signature: toHex(key.sign(hashFields('proof-of-filing/v1', organisation, filed))),
    entry: Buffer.from(encodeEntry(house.entries[index])).toString(),
    inclusion: formatProof({ index, proof: await tree.inclusion(index), checkpoint }),
    howToCheck: ['npm run audit -- --filing'],
  };
}
