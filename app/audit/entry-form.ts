import { z } from 'zod';
import { decodeEntry, EntryError } from '~/crypto/tlog/entry';

/*
 * Every kind of entry that the protocol knows (6), written once more: the house has its own list, and an auditor that
 * believed it would find nothing that the house's own checks let through.
 */

const hex = z.string().regex(/^[0-9a-f]{64}$/);
const signature = z.string().regex(/^[0-9a-f]{128}$/);
const day = z.iso.date();
const id = z.string().regex(/^[A-Za-z0-9_.-]{1,128}$/);
const words = z.string();
const count = z.int().min(0);
const number = z.int().min(1);
const figure = z.union([count, z.literal('withheld')]);
const empty = z.literal('');

const revision = { id, revision: number, text: hex, author: words, reason: words };
const place = { register: number, edition: number };
const act = { nullifier: hex, n: z.int().min(0).max(999), ...place, proof: hex };
const chosen = { id, ...act, revision: number };

function kind<K extends string, S extends z.ZodRawShape>(name: K, shape: S) {
  return z.strictObject({ v: z.literal(1), kind: z.literal(name), day, ...shape });
}

const entryForm = z.discriminatedUnion('kind', [
  kind('petition-opened', {
    petition: id,
    text: hex,
    register: number,
    closes: day,
    criticalMass: count,
    threshold: count,
  }),
  kind('petition-closed', { petition: id }),
  kind('petition-update', { petition: id, number, text: hex }),
  kind('moderation', {
    petition: id,
    number,
    act: z.enum(['accept', 'send-back', 'reject', 'appeal', 'grant', 'uphold']),
    text: hex,
    reason: words,
    words,
    moderator: words,
  }),
  kind('register-opened', { register: number, depth: z.union([z.literal(17), z.literal(20)]) }),
  kind('edition', {
    register: number,
    number,
    size: count,
    live: count,
    root: hex,
    rosterSize: count,
    units: hex,
  }),
  kind('roster-change', { joined: count, left: count, size: count }),
  kind('signature', { petition: id, ...act }),
  kind('withdrawal', { petition: id, ...act }),
  kind('deletion', { petition: id, what: z.literal('signatures under the critical mass') }),
  kind('ledger-key', { number, key: words, signature: z.union([signature, empty]) }),
  kind('ledger-witness', { act: z.enum(['added', 'removed']), name: words, key: words, runBy: words }),
  kind('client-release', { manifest: hex }),
  kind('setting', { name: words, value: z.union([z.number(), z.string()]) }),
  kind('role', { act: z.enum(['granted', 'withdrawn']), role: words, name: words }),
  kind('programme', {
    programme: id,
    revision: number,
    text: hex,
    state: z.enum(['announced', 'active', 'paused', 'ended']),
    author: words,
    reason: words,
  }),
  kind('attachment', { subject: z.enum(['petition', 'response', 'pledge']), id, programme: id, field: words }),
  kind('handler-key', {
    act: z.enum(['added', 'retired']),
    fingerprint: hex,
    name: words,
    signingKey: hex,
    recipient: words,
    by: z.union([hex, z.literal('office')]),
    signature: z.union([signature, empty]),
  }),
  kind('concerns-filed', { digests: z.array(hex) }),
  kind('concerns-deleted', { concerns: count }),
  kind('concern-figures', { programme: id, received: figure, answered: figure, inTime: figure, medianDays: figure }),
  kind('summary', {
    summary: id,
    programme: words,
    field: words,
    text: hex,
    register: number,
    threshold: count,
    responseDays: count,
    handler: hex,
    signature,
  }),
  kind('corroboration', { summary: id, ...act, choice: z.enum(['me-too', 'saw-it', 'contradicts']) }),
  kind('response', revision),
  kind('summary-response', revision),
  kind('pledge', revision),
  kind('answer', revision),
  kind('announcement', revision),
  kind('answer-due', { subject: z.enum(['petition', 'summary', 'demand']), id, due: day }),
  kind('answer-owner', { subject: z.enum(['petition', 'summary']), id, leader: words, name: words, unit: words }),
  kind('clarification', { petition: id, number, act: z.enum(['asked', 'answered']), text: hex, author: words }),
  kind('contradiction', {
    id,
    act: z.enum(['linked', 'withdrawn']),
    earlier: words,
    later: words,
    text: hex,
    reason: words,
    author: words,
  }),
  kind('holiday', { act: z.enum(['added', 'removed']), date: day, name: words }),
  kind('question', {
    question: id,
    petition: id,
    act: z.enum(['accept', 'reject']),
    text: hex,
    register: count,
    reason: words,
    words,
    moderator: words,
  }),
  kind('verdict', { ...chosen, choice: z.enum(['answered', 'partly', 'not']) }),
  kind('witness', { ...chosen, choice: z.enum(['done', 'not-done']) }),
  kind('support', { ...chosen, choice: z.enum(['support', 'none']) }),
  kind('sponsor', { ...chosen, choice: z.enum(['sponsor', 'none']) }),
  kind('unit', { pledge: id, nullifier: hex, unit: words, ...place, proof: hex }),
  kind('unit-cell', { pledge: id, unit: words, done: count, notDone: count }),
  kind('signer-unit', { petition: id, nullifier: hex, unit: words, ...place, proof: hex }),
  kind('signer-cell', { petition: id, unit: words, signers: count }),
  kind('critical-mass', { petition: id }),
  kind('organizer-key', { petition: id, key: hex }),
  kind('organizer-act', {
    petition: id,
    number,
    act: z.enum(['update', 'appeal', 'resubmit', 'retire', 'propose-merge', 'agree-merge', 'decline-merge']),
    text: hex,
    signature,
  }),
  kind('organizer', { petition: id, number, act: z.enum(['added', 'removed']), name: words }),
  kind('petition-addressed', { petition: id, unit: words }),
  kind('merge', { petition: id, number, into: id, act: z.enum(['proposed', 'agreed', 'declined']) }),
  kind('petition-ended', {
    petition: id,
    how: z.enum(['retired', 'merged']),
    into: z.union([id, empty]),
    reason: words,
  }),
  kind('enrolment-disputed', { register: number, leaf: count }),
]);

/** An entry of the ledger whose form was checked, and nothing else. */
export type LedgerFact = z.infer<typeof entryForm>;
export type FactKind = LedgerFact['kind'];
export type FactOf<K extends FactKind> = Extract<LedgerFact, { kind: K }>;
/** Acts of keys, each of which a membership proof belongs to. */
export type ProvedFact = FactOf<
  'signature' | 'withdrawal' | 'corroboration' | 'verdict' | 'witness' | 'support' | 'sponsor' | 'unit' | 'signer-unit'
>;

/** Disclosures of a unit: one a key and thing, without a number. */
export type UnitFact = FactOf<'unit' | 'signer-unit'>;

/** Whether an act discloses a unit. */
export const isUnit = (fact: ProvedFact): fact is UnitFact => fact.kind === 'unit' || fact.kind === 'signer-unit';

const proved: ReadonlySet<string> = new Set<ProvedFact['kind']>([
  'signature',
  'withdrawal',
  'corroboration',
  'verdict',
  'witness',
  'support',
  'sponsor',
  'unit',
  'signer-unit',
]);

/** Whether a membership proof belongs to an entry. */
export function isProved(fact: LedgerFact): fact is ProvedFact {
  return proved.has(fact.kind);
}

/**
 * Reads an entry.
 * @param bytes attacker-controlled
 * @returns null for what is no entry of the protocol: another spelling, kind, field or type
 */
export function readFact(bytes: Uint8Array): LedgerFact | null {
  try {
    const parsed = entryForm.safeParse(decodeEntry(bytes));
    return parsed.success ? parsed.data : null;
  } catch (error) {
    if (error instanceof EntryError) return null;
    throw error;
  }
}
