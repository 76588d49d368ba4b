/** The programme that something is about, as its page says it. */
export interface AboutProgramme {
  readonly id: string;
  readonly name: string;
  /** The name of a field; null where all of the programme is meant. */
  readonly field: string | null;
}

/** Something that is about a programme, or about one field of it. */
export interface Attached {
  readonly kind: 'petition' | 'response' | 'summary' | 'pledge';
  readonly id: string;
  readonly title: string;
  readonly field: string | null;
  /** Since when it stands. */
  readonly day: string;
}

/** Where something attached is read. */
export function attachedPath({ kind, id }: Pick<Attached, 'kind' | 'id'>): string {
  if (kind === 'summary') return `/summaries/${id}`;
  if (kind === 'pledge') return `/pledges/${id}`;
  return `/petitions/${id}${kind === 'response' ? '#response' : ''}`;
}
