/** Hex of 32 bytes. */
type Hex = string;
/** 'YYYY-MM-DD'. */
type Day = string;

/**
 * What is written to the ledger (protocol 6): facts that anybody may know, to the day, without a person.
 * `v` and `kind` come first by meaning; bytes are RFC 8785 and never re-serialised.
 */
export type LedgerEntry =
  | {
      v: 1;
      kind: 'petition-opened';
      petition: string;
      text: Hex;
      register: number;
      closes: Day;
      criticalMass: number;
      threshold: number;
      day: Day;
    }
  | { v: 1; kind: 'petition-closed'; petition: string; day: Day }
  | { v: 1; kind: 'petition-update'; petition: string; number: number; text: Hex; day: Day }
  | {
      v: 1;
      kind: 'moderation';
      petition: string;
      number: number;
      act: 'accept' | 'send-back' | 'reject' | 'appeal' | 'grant' | 'uphold';
      text: Hex;
      reason: string;
      words: string;
      moderator: string;
      day: Day;
    }
  /** A revision of a statement. `reason` is empty for the first. Its day, as every day of leadership's, is the company's. */
  | {
      v: 1;
      kind: 'response' | 'summary-response' | 'pledge' | 'answer' | 'announcement';
      id: string;
      revision: number;
      text: Hex;
      author: string;
      reason: string;
      day: Day;
    }
  /** `id` of a reopened demand: its petition, a full stop and its number. */
  | { v: 1; kind: 'answer-due'; subject: 'petition' | 'summary' | 'demand'; id: string; due: Day; day: Day }
  | {
      v: 1;
      kind: 'answer-owner';
      subject: 'petition' | 'summary';
      id: string;
      leader: string;
      name: string;
      unit: string;
      day: Day;
    }
  | {
      v: 1;
      kind: 'clarification';
      petition: string;
      number: number;
      act: 'asked' | 'answered';
      text: Hex;
      author: string;
      day: Day;
    }
  /** `earlier` and `later`: kind, id and revision with slashes between. `reason` is empty where it is linked. */
  | {
      v: 1;
      kind: 'contradiction';
      id: string;
      act: 'linked' | 'withdrawn';
      earlier: string;
      later: string;
      text: Hex;
      reason: string;
      author: string;
      day: Day;
    }
  | { v: 1; kind: 'holiday'; act: 'added' | 'removed'; date: Day; name: string; day: Day }
  /** `register` is 0 where it was rejected. */
  | {
      v: 1;
      kind: 'question';
      question: string;
      petition: string;
      act: 'accept' | 'reject';
      text: Hex;
      register: number;
      reason: string;
      words: string;
      moderator: string;
      day: Day;
    }
  | {
      v: 1;
      kind: 'verdict' | 'witness' | 'support' | 'sponsor';
      id: string;
      nullifier: Hex;
      n: number;
      choice: 'answered' | 'partly' | 'not' | 'done' | 'not-done' | 'support' | 'sponsor' | 'none';
      revision: number;
      register: number;
      edition: number;
      proof: Hex;
      day: Day;
    }
  | {
      v: 1;
      kind: 'unit';
      pledge: string;
      nullifier: Hex;
      unit: string;
      register: number;
      edition: number;
      proof: Hex;
      day: Day;
    }
  /** What was released of one unit: keys that disclosed it, by their last published choice. */
  | { v: 1; kind: 'unit-cell'; pledge: string; unit: string; done: number; notDone: number; day: Day }
  /** The unit that a signer disclosed, with its cell. */
  | {
      v: 1;
      kind: 'signer-unit';
      petition: string;
      nullifier: Hex;
      unit: string;
      register: number;
      edition: number;
      proof: Hex;
      day: Day;
    }
  /** What was released of one unit: keys that disclosed it and then signed. */
  | { v: 1; kind: 'signer-cell'; petition: string; unit: string; signers: number; day: Day }
  /** A petition reached its critical mass: from here on its signatures are published. */
  | { v: 1; kind: 'critical-mass'; petition: string; day: Day }
  /** A petition that somebody unknown started, and the key that signs what they say of it. */
  | { v: 1; kind: 'organizer-key'; petition: string; key: Hex; day: Day }
  /** `text` is the digest of the act's words, `signature` that of the petition's key. */
  | {
      v: 1;
      kind: 'organizer-act';
      petition: string;
      number: number;
      act: 'update' | 'appeal' | 'resubmit' | 'retire' | 'propose-merge' | 'agree-merge' | 'decline-merge';
      text: Hex;
      signature: string;
      day: Day;
    }
  /** Somebody became an organizer by name, or is none any more. */
  | {
      v: 1;
      kind: 'organizer';
      petition: string;
      number: number;
      act: 'added' | 'removed';
      name: string;
      day: Day;
    }
  /** Which unit's leadership a petition asks; only where it is not the company's. */
  | { v: 1; kind: 'petition-addressed'; petition: string; unit: string; day: Day }
  | {
      v: 1;
      kind: 'merge';
      petition: string;
      number: number;
      into: string;
      act: 'proposed' | 'agreed' | 'declined';
      day: Day;
    }
  /** Why a petition ends before its day. `into` is empty unless it was merged. */
  | {
      v: 1;
      kind: 'petition-ended';
      petition: string;
      how: 'retired' | 'merged';
      into: string;
      reason: string;
      day: Day;
    }
  | { v: 1; kind: 'register-opened'; register: number; depth: number; day: Day }
  | {
      v: 1;
      kind: 'edition';
      register: number;
      number: number;
      size: number;
      live: number;
      root: Hex;
      rosterSize: number;
      units: Hex;
      day: Day;
    }
  | { v: 1; kind: 'roster-change'; joined: number; left: number; size: number; day: Day }
  | {
      v: 1;
      kind: 'signature' | 'withdrawal';
      petition: string;
      nullifier: Hex;
      n: number;
      register: number;
      edition: number;
      proof: Hex;
      day: Day;
    }
  | { v: 1; kind: 'deletion'; petition: string; what: 'signatures under the critical mass'; day: Day }
  | {
      v: 1;
      kind: 'programme';
      programme: string;
      revision: number;
      text: Hex;
      state: 'announced' | 'active' | 'paused' | 'ended';
      author: string;
      reason: string;
      day: Day;
    }
  /** `field` is empty where all of the programme is meant. */
  | {
      v: 1;
      kind: 'attachment';
      subject: 'petition' | 'response' | 'pledge';
      id: string;
      programme: string;
      field: string;
      day: Day;
    }
  /** `signature` is hex of 64 bytes; where role or employment ended, `by` is 'office' and `signature` empty. */
  | {
      v: 1;
      kind: 'handler-key';
      act: 'added' | 'retired';
      fingerprint: Hex;
      name: string;
      signingKey: Hex;
      recipient: string;
      by: string;
      signature: string;
      day: Day;
    }
  | { v: 1; kind: 'concerns-filed'; digests: readonly Hex[]; day: Day }
  | { v: 1; kind: 'concerns-deleted'; concerns: number; day: Day }
  | {
      v: 1;
      kind: 'concern-figures';
      programme: string;
      received: number | 'withheld';
      answered: number | 'withheld';
      inTime: number | 'withheld';
      medianDays: number | 'withheld';
      day: Day;
    }
  /** `programme` and `field` are empty where none is meant. */
  | {
      v: 1;
      kind: 'summary';
      summary: string;
      programme: string;
      field: string;
      text: Hex;
      register: number;
      threshold: number;
      responseDays: number;
      handler: Hex;
      signature: string;
      day: Day;
    }
  | {
      v: 1;
      kind: 'corroboration';
      summary: string;
      nullifier: Hex;
      n: number;
      choice: 'me-too' | 'saw-it' | 'contradicts';
      register: number;
      edition: number;
      proof: Hex;
      day: Day;
    }
  /** `signature` is hex of 64 bytes, by the key before; empty for the first. */
  | { v: 1; kind: 'ledger-key'; number: number; key: string; signature: string; day: Day }
  | { v: 1; kind: 'ledger-witness'; act: 'added' | 'removed'; name: string; key: string; runBy: string; day: Day }
  /** `manifest` is the SHA-256 of the manifest of all files that browsers are served. */
  | { v: 1; kind: 'client-release'; manifest: Hex; day: Day }
  | { v: 1; kind: 'setting'; name: string; value: number | string; day: Day }
  | { v: 1; kind: 'role'; act: 'granted' | 'withdrawn'; role: string; name: string; day: Day }
  | { v: 1; kind: 'enrolment-disputed'; register: number; leaf: number; day: Day };
