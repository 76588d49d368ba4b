import { sha256 } from '@noble/hashes/sha2.js';
import { CanonicalJsonError, decodeCanonicalJson, encodeCanonicalJson, isJsonObject } from './canonical-json';
import { toHex } from './hash';

/** Every file that browsers are served, by path ("/assets/x.js"), with the hex of the SHA-256 of its bytes (protocol 15). */
export type ClientFiles = Readonly<Record<string, string>>;

/** What is no manifest of a client. */
export class ClientManifestError extends Error {
  override readonly name = 'ClientManifestError';
}

const path = /^\/(?:[\w@~-][\w.@~-]*\/)*[\w@~-][\w.@~-]*$/;
const digest = /^[0-9a-f]{64}$/;

/**
 * The text of a manifest: RFC 8785 JSON (protocol 15).
 * @throws ClientManifestError for a path that a browser would not ask for as it is written, and for what is no digest
 */
export function encodeClientManifest(files: ClientFiles): string {
  checkFiles(files);
  return encodeCanonicalJson({ v: 1, files });
}

/**
 * Reads a manifest.
 * @param text attacker-controlled; its length is NOT limited here, nor is looked whether any of the files exists
 * @throws ClientManifestError for anything that `encodeClientManifest` would not have written
 */
export function decodeClientManifest(text: string): ClientFiles {
  const value = decode(text);
  const { v, files, ...more } = isJsonObject(value) ? value : {};
  if (v !== 1 || !isJsonObject(files) || Object.keys(more).length > 0)
    throw new ClientManifestError('A manifest has v 1 and files, and nothing else');
  checkFiles(files);
  return files;
}

/** What the ledger has of a manifest: hex of the SHA-256 of its UTF-8 bytes. */
export function clientManifestDigest(text: string): string {
  return toHex(sha256(new TextEncoder().encode(text)));
}

/** How two builds of a client differ, by path, in order. */
export interface ClientDifference {
  readonly changed: readonly string[];
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

/** What became of the files of `before` in `after`. */
export function compareClientFiles(before: ClientFiles, after: ClientFiles): ClientDifference {
  const has = (files: ClientFiles, name: string) => Object.hasOwn(files, name);
  const names = (files: ClientFiles) => Object.keys(files).sort();
  return {
    changed: names(before).filter((name) => has(after, name) && after[name] !== before[name]),
    added: names(after).filter((name) => !has(before, name)),
    removed: names(before).filter((name) => !has(after, name)),
  };
}

function decode(text: string): unknown {
  try {
    return decodeCanonicalJson(text);
  } catch (error) {
    if (error instanceof CanonicalJsonError) throw new ClientManifestError(error.message);
    throw error;
  }
}

function checkFiles(files: Record<string, unknown>): asserts files is Record<string, string> {
  for (const [name, value] of Object.entries(files)) {
    if (!path.test(name)) throw new ClientManifestError(`Not the path of a file: ${JSON.stringify(name)}`);
    if (typeof value !== 'string' || !digest.test(value))
      throw new ClientManifestError(`Not a digest: ${JSON.stringify(name)}`);
  }
}
