/** What a file was rid of, one kind for each line of the report. */
export type RemovedKind =
  | 'file-name'
  | 'place'
  | 'camera'
  | 'serial'
  | 'date'
  | 'author'
  | 'computer'
  | 'software'
  | 'settings'
  | 'maker-notes'
  | 'preview'
  | 'history'
  | 'captions'
  | 'description'
  | 'credentials'
  | 'pictures'
  | 'animation'
  | 'colour'
  | 'resolution'
  | 'trailing'
  | 'unreadable'
  | 'other';

/** Why a file is not sent. What to do instead stands in `cleaning-words`. */
export type RefusalCode =
  | 'empty'
  | 'text-too-large'
  | 'picture-too-large'
  | 'damaged'
  | 'unusual-picture'
  | 'not-clean'
  | 'pdf'
  | 'office'
  | 'markup'
  | 'heic'
  | 'raw'
  | 'film'
  | 'sound'
  | 'archive'
  | 'program'
  | 'text-encoding'
  | 'unreadable-file'
  | 'unknown';

/** A file that cannot be cleaned, thrown within this feature; `cleanFile` turns it into an answer. */
export class CleaningError extends Error {
  override readonly name = 'CleaningError';
  constructor(readonly code: RefusalCode) {
    super(code);
  }
}

export interface Finding {
  readonly kind: RemovedKind;
  /** Tells several of a kind apart: 'APP5, 1.2 KB'. */
  readonly detail: string | null;
}

/** What has been found in a file and left out; every finding once, in the order they were met. */
export class Findings {
  readonly #found = new Map<string, Finding>();

  add(kind: RemovedKind, detail: string | null = null): void {
    this.#found.set(`${kind} ${detail ?? ''}`, { kind, detail });
  }

  list(): readonly Finding[] {
    return [...this.#found.values()];
  }
}

/** Takes apart a picture of one format and puts together a new one of what decoding it needs. */
export type PictureCleaner = (bytes: Uint8Array, findings: Findings) => Uint8Array<ArrayBuffer>;
