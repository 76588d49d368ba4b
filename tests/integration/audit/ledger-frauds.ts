import { noteKeyPair } from '~/crypto/tlog/note';
import { signNextKey } from '~/crypto/tlog/next-key';
import type { Entry } from '~/crypto/tlog/entry';
import type { Fraud } from './fraud';

/* What whoever holds the house's own key, or answers for it, can do to its ledger. */

const kindIs = (kind: string) => (entry: Entry) => entry.kind === kind;
const otherKey = noteKeyPair('tidewater-demo/ledger', new Uint8Array(32).fill(9));

interface Keys {
  organisation: string;
  ledger: { number: number; key: string; signature: string; day: string }[];
}

export const ledgerFrauds: readonly Fraud[] = [
  {
    name: 'an entry that was changed under the same root',
    cheat(house) {
      const path = '/ledger/tile/entries/000';
      const bytes = Buffer.from(house.bytes(path));
      const at = bytes.indexOf('"kind":"role"');
      const name = bytes.indexOf('"name":"', at) + 8;
      bytes[name] = (bytes[name] as number) ^ 2;
      house.put(path, bytes);
    },
    finds: ['entries: entry-differs-from-leaf'],
  },
  {
    name: 'an entry that was cut out under the same root',
    cheat(house) {
      const path = '/ledger/tile/entries/000';
      const bytes = house.bytes(path);
      const length = 2 + 256 * (bytes[0] as number) + (bytes[1] as number);
      house.put(path, bytes.subarray(length));
    },
    finds: ['entries: entry-missing'],
  },
  {
    name: 'a tile that would have a browser find what is not there',
    cheat(house) {
      const tile = house.bytes('/ledger/tile/0/000');
      tile[0] = (tile[0] as number) ^ 1;
      house.put('/ledger/tile/0/000', tile);
    },
    finds: ['tiles: tile-differs'],
  },
  {
    name: 'a root that is not that of the entries',
    cheat(house) {
      const size = house.entries.length;
      const note = house.sign(
        size,
        house.entries.map(() => new Uint8Array(32)),
      );
      house.put('/ledger/checkpoint', note);
      const signed = house.checkpoints();
      house.put('/ledger/checkpoints?from=0', JSON.stringify(signed.map((each) => (each.size === size ? { ...each, note } : each)))); // prettier-ignore
    },
    finds: ['checkpoints: checkpoint-root-differs'],
  },
  {
    name: 'two states of one size',
    cheat: (house) =>
      house.put(
        '/ledger/checkpoint',
        house.sign(
          house.entries.length,
          house.entries.map(() => new Uint8Array(32)),
        ),
      ),
    finds: ['checkpoints: history-rewritten'],
  },
  {
    name: 'another history, which somebody was shown and reported',
    cheat(house) {
      const note = house.sign(
        9,
        Array.from({ length: 9 }, () => new Uint8Array(32)),
      );
      const contradictions = [{ note, reportedBy: 'council.example/w', day: '2026-11-20' }];
      house.put('/ledger/contradictions', JSON.stringify({ v: 1, contradictions }));
    },
    finds: ['witnesses: history-rewritten'],
  },
  {
    name: 'a state that a key signed which was not the last by then',
    cheat(house) {
      const number = 2;
      const next = { organisation: 'tidewater-demo', number, key: otherKey.vkey };
      const signature = signNextKey(next, house.skey);
      const entry = { number, key: otherKey.vkey, signature, day: '2026-11-20' };
      house.edit('/ledger/keys', ({ ledger }: Keys) => void ledger.push(entry));
      house.entries.push({ v: 1, kind: 'ledger-key', ...entry });
      house.signAnew({ at: house.entries.length - 2, moved: 1 });
    },
    finds: ['checkpoints: checkpoint-not-signed'],
  },
  {
    name: 'a key that nobody signed for',
    cheat(house) {
      house.edit('/ledger/keys', ({ ledger }: Keys) => {
        ledger.push({ number: 2, key: otherKey.vkey, signature: 'ab'.repeat(64), day: '2026-11-20' });
      });
    },
    finds: ['ledger-keys: key-not-signed-for', 'ledger-keys: not-in-ledger'],
  },
  {
    name: 'a ledger under another key than the one that somebody knows',
    cheat: () => ({ keys: [otherKey.vkey] }),
    finds: ['ledger-keys: key-not-pinned'],
  },
  {
    name: 'a state that another key signed',
    cheat(house) {
      const signed = house.checkpoints();
      const [first, ...others] = signed;
      const note = first?.note.replace(/\n— .*\n$/, '\n— tidewater-demo/ledger AAAAAAAA\n') ?? '';
      house.put('/ledger/checkpoints?from=0', JSON.stringify([{ ...first, note }, ...others]));
    },
    finds: ['checkpoints: checkpoint-not-signed'],
  },
  {
    name: 'an entry of a kind that there is not',
    cheat(house) {
      house.editEntry(kindIs('role'), { kind: 'favour' });
      house.signAnew();
    },
    finds: ['entries: entry-malformed'],
  },
  {
    name: 'a handler whom nobody let in',
    cheat(house) {
      const at = house.entries.findLastIndex(kindIs('handler-key'));
      const { v, kind, act, day } = house.entries[at] as Entry;
      const [signingKey, recipient] = ['12'.repeat(32), 'age1pq1nobody'];
      house.entries.splice(at + 1, 0, {
        ...{ v, kind, act: act ?? '', day: day ?? '', signingKey, recipient, name: 'Nobody' },
        ...{ fingerprint: '34'.repeat(32), by: '56'.repeat(32), signature: '78'.repeat(64) },
      });
      house.signAnew({ at: at + 1, moved: 1 });
    },
    finds: ['handlers: handler-not-let-in', 'handlers: handler-key-differs'],
  },
  {
    name: 'a roster that grew by nobody',
    cheat(house) {
      const at = house.indexOf(kindIs('roster-change')) + 1;
      house.entries.splice(at, 0, { v: 1, kind: 'roster-change', joined: 0, left: 0, size: 90, day: '2026-06-01' });
      house.signAnew({ at, moved: 1 });
    },
    finds: ['roster: roster-does-not-add-up'],
  },
  {
    name: 'a setting below its floor',
    cheat(house) {
      const day = '2026-06-01';
      house.entries.push({ v: 1, kind: 'setting', name: 'verdictQuorum', value: 1, day });
      house.signAnew({ at: house.entries.length - 2, moved: 1 });
      house.editItem(
        'settings',
        ({ name }) => name === 'verdictQuorum',
        (item) => Object.assign(item, { value: 1, since: day }),
      );
    },
    finds: ['settings: setting-below-floor'],
  },
  {
    name: 'filings of concerns whose number would tell how many there were',
    cheat(house) {
      const at = house.indexOf(kindIs('concerns-filed'));
      const digests = (house.entries[at]?.['digests'] as string[]).slice(1);
      house.entries[at] = { ...(house.entries[at] as Entry), digests };
      house.signAnew();
    },
    finds: ['concerns: entry-impossible'],
  },
  {
    name: 'a witness that did not cosign',
    cheat: () => ({ witnesses: ['council.example/w+b4d2b1e7+BA'.padEnd(60, 'A')] }),
    finds: ['witnesses: witness-missing'],
  },
];
