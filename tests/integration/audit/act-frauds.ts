import type { Entry } from '~/crypto/tlog/entry';
import type { CopiedHouse } from '~tests/support/copied-house';
import type { Fraud } from './fraud';

/* Signatures that whoever holds the house's own key adds, deletes and moves. */

const kindIs = (kind: string) => (entry: Entry) => entry.kind === kind;

/** The last entry of a key's first signature on a petition that goes on, so that one more may follow. */
const lastSignature = (house: CopiedHouse) => house.entries.findLastIndex(kindIs('signature'));

/** One more act after the last, everything that shows it with it, and the ledger signed anew. */
function addAct(house: CopiedHouse, change: Record<string, Entry[string]>, moved = 1): void {
  const at = lastSignature(house) + 1;
  house.entries.splice(at, 0, { ...(house.entries[at - 1] as Entry), ...change });
  house.signAnew({ at: at - 1, moved });
}

/** Counts and files of a petition follow its ledger: whatever is found then is not found by them. */
function countAnew(house: CopiedHouse, petition: string): void {
  const keys = new Map<string, { n: number; edition: number }>();
  const history = new Map<string, number>();
  for (const entry of house.entries) {
    if (!['signature', 'withdrawal'].includes(entry.kind) || entry['petition'] !== petition) continue;
    keys.set(entry['nullifier'] as string, { n: entry['n'] as number, edition: entry['edition'] as number });
    history.set(entry['day'] as string, [...keys.values()].filter(({ n }) => n % 2 === 0).length);
  }
  const records = [...keys].sort().map(([nullifier, { n, edition }]) => {
    const record = Buffer.alloc(38);
    record.write(nullifier, 'hex');
    record.writeUInt16BE(n + 1, 32);
    record.writeUInt32BE(edition, 34);
    return record;
  });
  house.put(`/petitions/${petition}/nullifiers`, Buffer.concat(records));
  house.editItem(
    'petitions',
    ({ id }) => id === petition,
    (item) => {
      item['signers'] = [...keys.values()].filter(({ n }) => n % 2 === 0).length;
      item['history'] = [...history].filter(([, signers]) => signers >= 3).map(([day, signers]) => ({ day, signers }));
    },
  );
}

/** A signature that was not among the first of its petition, and not the only entry of its publication. */
function laterSignature(house: CopiedHouse): number {
  const isSigned = (entry: Entry | undefined, petition: unknown) =>
    entry?.kind === 'signature' && entry['petition'] === petition;
  return house.entries.findLastIndex(({ kind, petition, day }, place) => {
    const first = house.entries.find((entry) => isSigned(entry, petition));
    return kind === 'signature' && first?.['day'] !== day && isSigned(house.entries[place + 1], petition);
  });
}

const petitionOfLast = (house: CopiedHouse) => house.entries[lastSignature(house)]?.['petition'] as string;

export const actFrauds: readonly Fraud[] = [
  {
    name: 'a signature that was deleted from the ledger, the counts with it, and all signed anew but for what was signed before',
    cheat(house) {
      const at = laterSignature(house);
      const [gone] = house.entries.splice(at, 1);
      countAnew(house, gone?.['petition'] as string);
      house.signAnew({ at, moved: -1, keepOld: true });
    },
    finds: ['checkpoints: history-rewritten', 'checkpoints: checkpoint-shrank'],
  },
  {
    name: 'the same, every state signed anew, before somebody who kept one',
    cheat(house) {
      const [, kept] = house.checkpoints().slice(-2);
      const at = laterSignature(house);
      const [gone] = house.entries.splice(at, 1);
      countAnew(house, gone?.['petition'] as string);
      house.signAnew({ at, moved: -1 });
      return { checkpoints: [kept?.note ?? ''] };
    },
    finds: ['kept-checkpoints: history-rewritten'],
  },
  {
    name: 'a ledger that was put back to an older state',
    cheat(house) {
      const kept = house.checkpoints().at(-1);
      const older = house.checkpoints().at(-2);
      house.put('/ledger/checkpoint', older?.note ?? '');
      return { checkpoints: [kept?.note ?? ''] };
    },
    finds: ['checkpoints: checkpoint-shrank'],
  },
  {
    name: 'a signature that was added, with the proof of another',
    cheat(house) {
      addAct(house, { nullifier: '2'.padEnd(64, 'f') });
      countAnew(house, petitionOfLast(house));
    },
    finds: ['proofs: proof-invalid'],
  },
  {
    name: 'a signature that was added without any proof',
    cheat(house) {
      addAct(house, { nullifier: '2'.padEnd(64, 'f'), proof: 'ab'.repeat(32) });
      countAnew(house, petitionOfLast(house));
    },
    finds: ['proofs: proof-missing'],
  },
  {
    name: 'a signature whose proof is of another petition',
    cheat(house) {
      const [one, other] = [house.indexOf(kindIs('signature')), lastSignature(house)];
      const entry = { ...(house.entries[other] as Entry), proof: house.entries[one]?.['proof'] as string };
      house.entries[other] = entry;
      house.signAnew();
    },
    finds: ['proofs: proof-invalid'],
  },
  {
    name: 'a proof that no entry names',
    cheat(house) {
      const path = '/data/proofs/000';
      house.put(path, Buffer.concat([house.bytes(path), Buffer.alloc(256, 3)]));
    },
    finds: ['proofs: proof-added'],
  },
  {
    name: 'a proof that was deleted',
    cheat: (house) => house.put('/data/proofs/000', house.bytes('/data/proofs/000').subarray(256)),
    finds: ['proofs: proof-missing'],
  },
  {
    name: 'a key that signs twice',
    cheat(house) {
      addAct(house, {});
    },
    finds: ['acts: act-out-of-sequence', 'acts: acts-not-sorted'],
  },
  {
    name: 'a signature in a register that is not the petition’s',
    cheat(house) {
      house.editEntry(kindIs('petition-opened'), { register: 2 });
      const id = house.entries[house.indexOf(kindIs('petition-opened'))]?.['petition'];
      house.editItem(
        'petitions',
        (item) => item['id'] === id,
        (item) => void (item['register'] = 2),
      );
      house.signAnew();
    },
    finds: ['acts: act-in-wrong-register'],
  },
  {
    name: 'a signature after its petition closed',
    cheat(house) {
      const closed = house.indexOf(kindIs('petition-closed'));
      const petition = house.entries[closed]?.['petition'] as string;
      const signed = house.entries.findLastIndex((each) => each.kind === 'signature' && each['petition'] === petition);
      const [late] = house.entries.splice(signed, 1) as [Entry];
      house.signAnew({ at: signed, moved: -1 });
      const end = house.entries.length - 1;
      house.entries.splice(end, 0, { ...late, day: house.entries[end]?.['day'] as string });
      countAnew(house, petition);
      house.signAnew({ at: end, moved: 1 });
    },
    finds: ['acts: act-out-of-time'],
  },
  {
    name: 'signatures in the order in which they came',
    cheat(house) {
      const at = house.entries.findIndex((entry, place) => {
        const next = house.entries[place + 1];
        return entry.kind === 'signature' && next?.kind === 'signature' && next['petition'] === entry['petition'];
      });
      house.entries.splice(at, 2, house.entries[at + 1] as Entry, house.entries[at] as Entry);
      house.signAnew();
    },
    finds: ['acts: acts-not-sorted'],
  },
];
