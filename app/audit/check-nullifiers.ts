import { fromHex, toHex } from '~/crypto/hash';
import type { Acts } from './facts';
import type { Check, Recorder } from './recorder';
import type { Site } from './site';

/** What a file of nullifiers says of each: the acts that stand, the choice where it has one, and the edition of the last. */
interface Form {
  readonly bytes: 38 | 39;
  /** In the order of their numbers in the file. */
  readonly choices: readonly string[];
}

const forms: Readonly<Record<string, Form>> = {
  signature: { bytes: 38, choices: [] },
  corroboration: { bytes: 39, choices: ['me-too', 'saw-it', 'contradicts'] },
  verdict: { bytes: 39, choices: ['answered', 'partly', 'not'] },
  witness: { bytes: 39, choices: ['done', 'not-done'] },
  support: { bytes: 39, choices: ['support', 'none'] },
  sponsor: { bytes: 39, choices: ['sponsor', 'none'] },
};

const places: Readonly<Record<string, (id: string) => string>> = {
  signature: (id) => `/petitions/${id}/nullifiers`,
  corroboration: (id) => `/summaries/${id}/nullifiers`,
  verdict: (id) => `/choices/verdict/${id}/nullifiers`,
  witness: (id) => `/choices/witness/${id}/nullifiers`,
  support: (id) => `/choices/support/${id}/nullifiers`,
  sponsor: (id) => `/choices/sponsor/${id}/nullifiers`,
};

/**
 * The files in which people find what they signed (protocol 5, 8, 11) are exactly what the ledger adds up to: nothing that
 * was signed is missing from them, and nothing was added.
 */
export function checkNullifiers({ facts, snapshot }: Site, recorder: Recorder): void {
  const seen = new Set<string>();
  for (const [subject, acts] of facts.acts) {
    const kind = subject.slice(0, subject.indexOf('/'));
    const check = recorder.check(checkOf(kind));
    const path = places[kind]?.(subject.slice(kind.length + 1)) ?? '';
    seen.add(path);
    const file = snapshot.nullifiers.get(path);
    if (file === undefined && snapshot.lists[listOf(kind)].missing !== null) {
      check.cannot(`Nobody says what there is to sign, so that ${path} was not asked for.`);
    } else if (file === undefined) {
      check.find('missing-from-site', path, `${String(acts.keys.size)} nullifiers`, 'nothing that is shown');
    } else if (file === null) {
      check.cannot(`${path} could not be had.`);
    } else {
      compare(acts, file, { path, form: forms[kind] as Form, check });
    }
  }
  for (const [path, file] of snapshot.nullifiers) {
    if (seen.has(path) || file === null || file.length === 0) continue;
    const name = path.startsWith('/petitions/')
      ? 'signature'
      : path.startsWith('/summaries/')
        ? 'corroboration'
        : 'choice';
    const found = `${String(file.length)} bytes of nullifiers`;
    recorder.check(checkOf(name)).find('signature-not-in-ledger', path, 'nothing', found);
  }
}

function checkOf(kind: string) {
  if (kind === 'signature') return 'counts';
  return kind === 'corroboration' ? 'summaries' : 'choices';
}

function listOf(kind: string) {
  if (kind === 'signature') return 'petitions';
  return kind === 'corroboration' ? 'summaries' : 'choices';
}

function compare(
  { keys }: Acts,
  file: Uint8Array,
  { path, form, check }: { readonly path: string; readonly form: Form; readonly check: Check },
): void {
  check.count();
  if (file.length % form.bytes !== 0) {
    check.find('count-differs', path, `records of ${String(form.bytes)} bytes`, `${String(file.length)} bytes`);
    return;
  }
  const shown = new Map<string, string>();
  for (let at = 0; at < file.length; at += form.bytes) {
    shown.set(toHex(file.subarray(at, at + 32)), toHex(file.subarray(at + 32, at + form.bytes)));
  }
  check.equal('count-differs', `${path}, records`, keys.size, file.length / form.bytes);
  for (const [nullifier, { n, choice, edition }] of keys) {
    const expected = recordOf({ acts: n + 1, choice: form.choices.indexOf(choice), edition, form });
    const found = shown.get(nullifier);
    if (found === undefined) check.find('signature-missing-from-site', path, nullifier, 'nothing');
    else check.equal('count-differs', `${path}, nullifier ${nullifier}`, expected, found);
  }
  for (const nullifier of shown.keys()) {
    if (!keys.has(nullifier)) check.find('signature-not-in-ledger', path, 'nothing', nullifier);
  }
}

function recordOf(record: {
  readonly acts: number;
  readonly choice: number;
  readonly edition: number;
  readonly form: Form;
}): string {
  const number = (value: number, bytes: number) => value.toString(16).padStart(2 * bytes, '0');
  const choice = record.form.bytes === 39 ? number(Math.max(record.choice, 0), 1) : '';
  return toHex(fromHex(`${number(record.acts, 2)}${choice}${number(record.edition, 4)}`));
}
