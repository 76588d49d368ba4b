import { hour } from '~/platform/clock';

/** A person as one line of the company's list states it: trimmed, one spelling a thing. */
export interface RosterRow {
  /** Exactly as in the file: leading zeros count. */
  readonly personNumber: string;
  readonly name: string;
  /** Lower case. */
  readonly email: string;
  /** 'Company / Engineering / Storage'. */
  readonly unitPath: string;
  readonly status: 'active' | 'left';
}

/** What a line says of somebody who has left: the number is enough, the rest of such a line is often empty. */
export type AcceptedRow = RosterRow | { readonly personNumber: string; readonly status: 'left' };

/** A line that cannot be taken, with the reason as people read it and whatever says whom it is about. */
export interface RefusedRow {
  readonly refusal: string;
  readonly personNumber: string | null;
  readonly email: string | null;
}

/** One line of a file: its first line number (the header is part of the count) and what it holds. */
export interface RosterLine {
  readonly line: number;
  readonly row: AcceptedRow | RefusedRow;
}

export const isRefused = (row: AcceptedRow | RefusedRow): row is RefusedRow => 'refusal' in row;

/** Longest values, in characters. */
export const rosterLimits = { personNumber: 64, name: 200, email: 254, unitPath: 500, unitLevels: 12 } as const;

/** Largest file over the network, in bytes: 100,000 people with a good many columns that we ignore. */
export const maxUploadBytes = 63 * 1024 * 1024;
export const maxRosterRows = 1_000_000;

/** How long an upload waits for its confirmation. */
export const uploadLifetime = hour;

/** Name under which the command line acts, where an administrator's person number would stand. */
export const commandActor = 'command';

/**
 * Whether so many would leave at once that it is more likely to be a wrong file: more than a tenth of the people
 * who are active now.
 */
export function isLargeRemoval(leaving: number, active: number): boolean {
  return leaving * 10 > active;
}

/**
 * Whether an address can only be an invented person's: nobody can own a name under `.example` (RFC 2606). The demo's low
 * floors hold for such rosters only.
 */
export function isInventedAddress(email: string): boolean {
  return email.endsWith('.example');
}

export type RosterErrorCode =
  | 'empty-file'
  | 'not-utf8'
  | 'not-csv'
  | 'unknown-header'
  | 'malformed'
  | 'too-many-rows'
  | 'too-large'
  | 'interrupted'
  | 'unknown-upload'
  | 'not-administrator'
  | 'roster-changed'
  | 'refused-rows'
  | 'large-removal'
  | 'last-administrator'
  | 'last-handler'
  | 'nothing-to-change';

/** Why a file, or the confirmation of one, was refused. `message` is written for the administrator. */
export class RosterError extends Error {
  readonly code: RosterErrorCode;
  /** Line of the file, where there is one to look at. */
  readonly line: number | null;

  constructor(code: RosterErrorCode, message: string, line: number | null = null) {
    super(line === null ? message : `Line ${String(line)}: ${message}`);
    this.name = 'RosterError';
    this.code = code;
    this.line = line;
  }
}
