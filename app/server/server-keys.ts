import { randomBytes } from 'node:crypto';
import { nodeNoteSigner } from '~/crypto/tlog/node-signer';
import { NoteError, noteKeyPair, readSignerKey, type NoteSigner } from '~/crypto/tlog/note';
import type { Environment } from '~/platform/environment';
import { newSecret, readOrMakeSecretFile, readSecretFile, secretBytes } from '~/platform/keys';

/** What this process signs and hashes with, as far as its parts need it; null: another process holds it. */
export interface ServerKeys {
  readonly receipts: NoteSigner | null;
  readonly checkpoints: NoteSigner | null;
  readonly codes: Uint8Array | null;
  /** Public halves in C2SP vkey form. */
  readonly publicKeys: { readonly receipt: string; readonly checkpoint: string };
}

/** Names under which notes are signed: bound to the organisation, so that one company's receipt is none elsewhere. */
export const keyNames = (organisation: string) =>
  ({ receipt: `${organisation}/receipt`, checkpoint: `${organisation}/ledger` }) as const;

/** Whose ledger a key of this name signs. @throws NoteError `bad-name` */
export function organisationOfKey(name: string): string {
  const organisation = name.replace(/\/ledger$/, '');
  if (name !== keyNames(organisation).checkpoint)
    throw new NoteError('bad-name', `"${name}" is not the name of a ledger's key`);
  return organisation;
}

/** Text of a new key file. */
export function newNoteKey(name: string): string {
  return noteKeyPair(name, randomBytes(32)).skey;
}

/**
 * Reads the key files of this process; makes missing ones only where the environment allows it.
 * Throws if a file can be read by others, is no key, or is a key of another organisation.
 */
export async function loadServerKeys({ parts, keyFiles, publicKeys, settings }: Environment): Promise<ServerKeys> {
  const names = keyNames(settings.organisation);
  const read = (path: string, make: () => string) =>
    keyFiles.mayBeMade ? readOrMakeSecretFile(path, make) : readSecretFile(path);
  const noteKey = async (path: string, name: string) => {
    const skey = await read(path, () => newNoteKey(name));
    const key = readSignerKey(skey);
    if (key.name !== name) throw new Error(`${path} is the key of "${key.name}", not of "${name}"`);
    return { signer: nodeNoteSigner(skey), vkey: key.vkey };
  };
  const receipt = parts.includes('anonymous') ? await noteKey(keyFiles.receipt, names.receipt) : null;
  const checkpoint = parts.includes('jobs') ? await noteKey(keyFiles.checkpoint, names.checkpoint) : null;
  return {
    receipts: receipt?.signer ?? null,
    checkpoints: checkpoint?.signer ?? null,
    codes: parts.includes('identified') ? secretBytes(await read(keyFiles.codes, newSecret)) : null,
    publicKeys: {
      receipt: receipt?.vkey ?? publicKeys.receipt ?? '',
      checkpoint: checkpoint?.vkey ?? publicKeys.checkpoint ?? '',
    },
  };
}

/** The public half of a key file, as C2SP vkey. */
export async function publicKeyOf(path: string): Promise<string> {
  return readSignerKey(await readSecretFile(path)).vkey;
}
