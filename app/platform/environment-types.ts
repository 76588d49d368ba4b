import type { Settings } from './settings';

/** What a process can serve. A process gets only the credentials and keys that its parts need. */
export const processParts = ['identified', 'published', 'anonymous', 'jobs'] as const;
export type ProcessPart = (typeof processParts)[number];

/** Where the data is: PostgreSQL of our own in a folder, or somebody's, reached as its owner or as the single roles. */
export type DatabaseSource =
  | { readonly kind: 'embedded'; readonly folder: string }
  | { readonly kind: 'owner'; readonly url: string }
  | { readonly kind: 'roles'; readonly urls: Readonly<Partial<Record<ProcessPart, string>>> };

export interface DatabaseEnvironment {
  readonly database: DatabaseSource;
  /** Folder for what the process itself keeps: the embedded database, generated passwords and keys. */
  readonly dataDir: string;
  /** File with the generated passwords of the database roles. */
  readonly rolePasswordsFile: string;
}

export interface KeyFiles {
  readonly receipt: string;
  readonly checkpoint: string;
  readonly codes: string;
  /** Whether missing ones may be made: only where no second process could make others. */
  readonly mayBeMade: boolean;
}

export interface Environment extends DatabaseEnvironment {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  /** Address under which people reach the site, without a trailing slash; null: where the process listens. */
  readonly publicUrl: string | null;
  readonly parts: readonly ProcessPart[];
  /** Sites whose pages may hold a petition’s frame, as a policy lists them: `*`, or origins. */
  readonly frameAncestors: string;
  readonly settings: Settings;
  readonly mail: { readonly smtpUrl: string; readonly from: string } | null;
  readonly keyFiles: KeyFiles;
  /** C2SP vkeys, for a process that does not hold the private halves. */
  readonly publicKeys: { readonly receipt: string | null; readonly checkpoint: string | null };
  /** The parent process sets the clock. Tests only. */
  readonly clockFromParent: boolean;
  /** A verification key whose trapdoor is known. Tests only. */
  readonly testVerificationKeyFile: string | null;
}
