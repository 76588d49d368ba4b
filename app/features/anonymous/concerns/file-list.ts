import { paddedSize } from '~/crypto/age/padding';
import type { CleanedFile, RefusedFile } from './cleaning/clean-file';
import { maxFileBytes, maxMessageBytes, maxParts, maxTextPartBytes } from './manifest';

/** A file that somebody chose, and what became of it. */
export interface ChosenFile {
  /** Which one it is, from 1: its new name has this number. */
  readonly number: number;
  /** As it is called on the device: shown here, never sent. */
  readonly ownName: string;
  /** Bytes, before cleaning. */
  readonly size: number;
  readonly state: { readonly kind: 'cleaning' } | CleanedFile | RefusedFile | { readonly kind: 'failed' };
}

/** Why a file was not even looked at. */
export type FileProblem = 'too-many' | 'too-large' | 'too-much';

/** Files of one message. */
export const mostFiles = maxParts - 1;

/** Header, nonce and tags: more than any of them takes. */
const sealingBytes = 262_144;

/**
 * Which of the newly chosen files can be taken beside those that are there, in order.
 * @returns what is taken, and why the first of the others is not
 */
export function admit<F extends { readonly size: number }>(
  there: readonly ChosenFile[],
  chosen: readonly F[],
): { readonly taken: readonly F[]; readonly problem: FileProblem | null } {
  const held = there.filter(({ state }) => state.kind !== 'refused' && state.kind !== 'failed');
  let room = maxMessageBytes - maxTextPartBytes - held.reduce((sum, { size }) => sum + sealedBytes(size), 0);
  const taken: F[] = [];
  let problem: FileProblem | null = null;
  for (const file of chosen) {
    if (held.length + taken.length >= mostFiles) problem ??= 'too-many';
    else if (file.size > maxFileBytes) problem ??= 'too-large';
    else if (sealedBytes(file.size) > room) problem ??= 'too-much';
    else {
      taken.push(file);
      room -= sealedBytes(file.size);
    }
  }
  return { taken, problem };
}

/** More than a file takes once it is padded and encrypted. */
function sealedBytes(size: number): number {
  return paddedSize(size + 4_096) + sealingBytes;
}

export const fileProblemWords: Readonly<Record<FileProblem, string>> = {
  'too-many': `A message takes ${String(mostFiles)} files. You can send more later, in the conversation.`,
  'too-large': 'A file may have 100 MB. Cut out the part that matters.',
  'too-much':
    'Together these are more than one message takes (256 MB, padding included). Send some later, in the conversation.',
};

/** Those that will be sent. */
export function cleanedOf(files: readonly ChosenFile[]): readonly CleanedFile[] {
  return files.flatMap(({ state }) => (state.kind === 'cleaned' ? [state] : []));
}

/** "870 B", "1.2 MB". */
export function sizeInWords(bytes: number): string {
  if (bytes < 1_000) return `${String(bytes)} B`;
  return bytes < 1_000_000 ? `${twoFigures(bytes / 1_000)} KB` : `${twoFigures(bytes / 1_000_000)} MB`;
}

function twoFigures(value: number): string {
  return value < 10 ? value.toFixed(1) : String(Math.round(value));
}
