import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { BASE_FIELD_ORDER, FIELD_ORDER } from '~/crypto/semaphore/field';
import type { LedgerEntry } from '~/features/published/ledger/ledger-entry';
import vectors from '~tests/vectors/protocol.json';

/* docs/protocol.md against the code: what the page says is what the program does, and the other way round. */

const page = readFileSync('docs/protocol.md', 'utf8');
const section = (number: number) => page.split(/^## /m).find((part) => part.startsWith(`${String(number)}. `)) ?? '';
const all = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, found = '']) => found);
const rows = (text: string) => text.split('\n').filter((line) => line.startsWith('| `')).map((line) => line.split(' | ').map((cell) => cell.replace(/^\| | \|$/g, ''))); // prettier-ignore

/** Fields of each kind. The compiler refuses one too many and one too few. */
type FieldsOf<K> = Readonly<Record<keyof (LedgerEntry & { kind: K }), true>>;
const fields: { readonly [K in LedgerEntry['kind']]: FieldsOf<K> } = {
  'petition-opened': { ...common(), petition: true, text: true, register: true, closes: true, criticalMass: true, threshold: true }, // prettier-ignore
  'petition-closed': { ...common(), petition: true },
  'petition-update': { ...common(), petition: true, number: true, text: true },
  moderation: { ...common(), petition: true, number: true, act: true, text: true, reason: true, words: true, moderator: true }, // prettier-ignore
  response: statement(),
  'summary-response': statement(),
  pledge: statement(),
  answer: statement(),
  announcement: statement(),
  'answer-due': { ...common(), subject: true, id: true, due: true },
  'answer-owner': { ...common(), subject: true, id: true, leader: true, name: true, unit: true },
  clarification: { ...common(), petition: true, number: true, act: true, text: true, author: true },
  contradiction: { ...common(), id: true, act: true, earlier: true, later: true, text: true, reason: true, author: true }, // prettier-ignore
  holiday: { ...common(), act: true, date: true, name: true },
  question: { ...common(), question: true, petition: true, act: true, text: true, register: true, reason: true, words: true, moderator: true }, // prettier-ignore
  verdict: choice(),
  witness: choice(),
  support: choice(),
  sponsor: choice(),
  unit: { ...common(), pledge: true, nullifier: true, unit: true, register: true, edition: true, proof: true },
  'unit-cell': { ...common(), pledge: true, unit: true, done: true, notDone: true },
  'signer-unit': { ...common(), petition: true, nullifier: true, unit: true, register: true, edition: true, proof: true }, // prettier-ignore
  'signer-cell': { ...common(), petition: true, unit: true, signers: true },
  'critical-mass': { ...common(), petition: true },
  'organizer-key': { ...common(), petition: true, key: true },
  'organizer-act': { ...common(), petition: true, number: true, act: true, text: true, signature: true },
  organizer: { ...common(), petition: true, number: true, act: true, name: true },
  'petition-addressed': { ...common(), petition: true, unit: true },
  merge: { ...common(), petition: true, number: true, into: true, act: true },
  'petition-ended': { ...common(), petition: true, how: true, into: true, reason: true },
  'register-opened': { ...common(), register: true, depth: true },
  edition: { ...common(), register: true, number: true, size: true, live: true, root: true, rosterSize: true, units: true }, // prettier-ignore
  'roster-change': { ...common(), joined: true, left: true, size: true },
  signature: { ...common(), petition: true, nullifier: true, n: true, register: true, edition: true, proof: true },
  withdrawal: { ...common(), petition: true, nullifier: true, n: true, register: true, edition: true, proof: true },
  deletion: { ...common(), petition: true, what: true },
  'ledger-key': { ...common(), number: true, key: true, signature: true },
  'ledger-witness': { ...common(), act: true, name: true, key: true, runBy: true },
  'client-release': { ...common(), manifest: true },
  setting: { ...common(), name: true, value: true },
  role: { ...common(), act: true, role: true, name: true },
  'enrolment-disputed': { ...common(), register: true, leaf: true },
  programme: { ...common(), programme: true, revision: true, text: true, state: true, author: true, reason: true },
  attachment: { ...common(), subject: true, id: true, programme: true, field: true },
  'handler-key': { ...common(), act: true, fingerprint: true, name: true, signingKey: true, recipient: true, by: true, signature: true }, // prettier-ignore
  'concerns-filed': { ...common(), digests: true },
  'concerns-deleted': { ...common(), concerns: true },
  'concern-figures': { ...common(), programme: true, received: true, answered: true, inTime: true, medianDays: true },
  summary: { ...common(), summary: true, programme: true, field: true, text: true, register: true, threshold: true, responseDays: true, handler: true, signature: true }, // prettier-ignore
  corroboration: { ...common(), summary: true, nullifier: true, n: true, choice: true, register: true, edition: true, proof: true }, // prettier-ignore
};

function common() {
  return { v: true, kind: true, day: true } as const;
}

function statement() {
  return { ...common(), id: true, revision: true, text: true, author: true, reason: true } as const;
}

function choice() {
  return { ...common(), id: true, nullifier: true, n: true, choice: true, revision: true, register: true, edition: true, proof: true } as const; // prettier-ignore
}

test('the page and the vectors have every kind of entry with exactly its fields', () => {
  const described = rows(section(6)).map(([kind = '', names = '']) => [
    kind.replaceAll('`', ''),
    ['v', 'kind', 'day', ...all(names, /`(\w+)`/g)].sort(),
  ]);
  const expected = Object.entries(fields).map(([kind, names]) => [kind, Object.keys(names).sort()]);
  expect(Object.fromEntries(described)).toEqual(Object.fromEntries(expected));
  const given = vectors.ledger.entries.map(({ kind, bytes }) => [
    kind,
    Object.keys(JSON.parse(bytes) as object).sort(),
  ]);
  expect(Object.fromEntries(given)).toEqual(Object.fromEntries(expected));
});

test('the page has every label that anything is hashed under', () => {
  const sources = readdirSync('app', { recursive: true, encoding: 'utf8' }).filter((file) => /\.tsx?$/.test(file));
  const hashing = sources.map((file) => readFileSync(join('app', file), 'utf8')).filter((text) => /hashFields\(/.test(text)); // prettier-ignore
  const used = hashing.flatMap((text) => all(text, /'([a-z][a-z0-9-]*\/v[1-9])'/g));
  const described = rows(section(0)).flatMap(([label = '']) => all(label, /([a-z][a-z0-9-]*\/v[1-9])/g));
  expect(described.sort()).toEqual([...new Set(used)].sort());
});

test.each([
  [3, 'app/routes/enrolment-answers.server.ts'],
  [4, 'app/routes/unseen.signatures.ts'],
  [7, 'app/routes/concern-refusals.server.ts'],
  [8, 'app/routes/unseen.corroborations.ts'],
  [11, 'app/routes/unseen.choices.ts'],
  [12, 'app/routes/unseen.questions.ts'],
])('section %i has every refusal with its status', (number, route) => {
  const table = /statuses: [^{]+\{([^}]+)\}/.exec(readFileSync(route, 'utf8'))?.[1] ?? '';
  const code = [...table.matchAll(/'?([a-z-]+)'?: (\d{3})/g)].map(
    ([, name, status]) => `${String(name)} ${String(status)}`,
  );
  const described = rows(section(number))
    .filter(([, status = '']) => /^\d{3}$/.test(status))
    .map(([name = '', status = '']) => `${name.replaceAll('`', '')} ${status}`);
  expect(code.length).toBeGreaterThan(8);
  expect(described.sort()).toEqual(code.sort());
});

test('section 16 has every refusal of both its routes with its status', () => {
  const routes = ['app/routes/unseen.petitions.ts', 'app/routes/unseen.organizing.act.ts'];
  const code = routes.flatMap((route) => {
    const table = /statuses: [^{]+\{([^}]+)\}/.exec(readFileSync(route, 'utf8'))?.[1] ?? '';
    return [...table.matchAll(/'?([a-z-]+)'?: (\d{3})/g)].map(
      ([, name, status]) => `${String(name)} ${String(status)}`,
    );
  });
  const described = rows(section(16))
    .filter(([, status = '']) => /^\d{3}$/.test(status))
    .map(([name = '', status = '']) => `${name.replaceAll('`', '')} ${status}`);
  expect(code.length).toBeGreaterThan(20);
  expect(described.sort()).toEqual(code.sort());
});

test('the page has every route of enrolment', () => {
  const routes = all(readFileSync('app/routes.ts', 'utf8'), /route\('(in\/enrolment[^']*)'/g).map((path) => `/${path}`);
  expect(routes.length).toBeGreaterThan(5);
  for (const route of routes) expect(section(3)).toContain(`${route}\``);
});

test('every long number on the page is one of the vectors, or the order of a field', () => {
  const known = JSON.stringify(vectors);
  const numbers = page.match(/(?<![\w+/])(?:[0-9a-f]{32,}|\d{60,})(?![\w+/])/g) ?? [];
  expect(numbers.length).toBeGreaterThan(15);
  const orders = [FIELD_ORDER, BASE_FIELD_ORDER].map(String);
  expect(numbers.filter((number) => !orders.includes(number) && !known.includes(number))).toEqual([]);
});

test('every block on the page that is a vector is one to the byte', () => {
  const blocks = all(page, /```(?:json)?\n([\s\S]*?)```/g);
  const { receipt, ledger, register } = vectors;
  const edition = ledger.entries.find(({ kind }) => kind === 'edition')?.bytes ?? '';
  for (const text of [receipt.text, ledger.checkpoint.note, `${edition}\n`]) expect(blocks).toContain(text);
  const documents = blocks.filter((block) => block.startsWith('{\n')).map((block) => JSON.parse(block) as unknown);
  expect(documents).toEqual([JSON.parse(register.editionDocument)]);
});
