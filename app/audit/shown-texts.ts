import { z } from 'zod';
import { encodeCanonicalJson, CanonicalJsonError } from '~/crypto/canonical-json';
import { hashFields, toHex } from '~/crypto/hash';
import { petitionTextDigest } from '~/crypto/semaphore/statement';
import type { LedgerFacts } from './facts';
import type { ItemOf } from './public-data';
import type { Lists } from './snapshot';

type Statement = ItemOf<'statements'>;

const response = z.object({
  items: z.array(z.object({ answer: z.string(), reason: z.string() }).nullable()),
});
const pledge = z.object({ text: z.string(), howSeen: z.string(), witnessed: z.string() });

/** The digest of a revision of a statement (protocol 10), hex; null for a document that has none. */
export function statementDigest({ kind, id, revision, document }: Statement): string | null {
  return ofDocument(document, (text) => hashFields('statement/v1', kind, id, revision, text));
}

/** The digest of a revision of a programme (protocol 9), hex. */
export function programmeDigest(organisation: string, { id, revision, document }: ItemOf<'programmes'>): string | null {
  return ofDocument(document, (text) => hashFields('programme/v1', organisation, id, revision, text));
}

function ofDocument(document: unknown, digest: (text: string) => Uint8Array): string | null {
  try {
    return toHex(digest(typeof document === 'string' ? document : encodeCanonicalJson(document)));
  } catch (error) {
    if (error instanceof CanonicalJsonError || error instanceof RangeError) return null;
    throw error;
  }
}

/** The digest of a petition's text, hex; null where its text is not shown. */
export function shownPetitionDigest({ title, demands, background }: ItemOf<'petitions'>): string | null {
  if (title === null || demands === null || background === null) return null;
  try {
    return toHex(petitionTextDigest({ title, demands, background }));
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/**
 * Digests of words that acts are bound to, from the documents that are shown, and only those whose own digest is the
 * ledger's: what a tampered document would give is nobody's statement.
 */
export class ShownTexts {
  readonly #statements = new Map<string, Statement>();
  readonly #petitions = new Map<string, ItemOf<'petitions'>>();
  readonly #sponsored = new Map<string, string>();
  readonly #known = new Map<string, string | null>();

  constructor(
    { statements, petitions, choices }: Pick<Lists, 'statements' | 'petitions' | 'choices'>,
    readonly facts: LedgerFacts,
  ) {
    for (const item of statements.items) {
      this.#statements.set(`${item.kind}/${item.id}/${String(item.revision)}`, item);
    }
    for (const item of petitions.items) this.#petitions.set(item.id, item);
    for (const item of choices.items) if (item.kind === 'sponsor') this.#sponsored.set(item.id, item.text);
  }

  /** What a verdict is bound to, hex. @param id petition, full stop, number of the demand from 1 */
  demandDigest(id: string, revision: number): string | null {
    return this.#once(`verdict ${id} ${String(revision)}`, () => {
      const [, petition = '', number = ''] = /^(.+)\.([1-9][0-9]{0,3})$/.exec(id) ?? [];
      const document = response.safeParse(this.#genuine('response', petition, revision));
      const item = document.success ? document.data.items[Number(number) - 1] : null;
      const demand = this.#genuineDemands(petition)?.[Number(number) - 1];
      if (!item || demand === undefined) return null;
      return toHex(hashFields('response-item/v1', petition, Number(number), demand, item.answer, item.reason));
    });
  }

  /** What a field witness is bound to, hex. */
  pledgeDigest(id: string, revision: number): string | null {
    return this.#once(`pledge ${id} ${String(revision)}`, () => {
      const document = pledge.safeParse(this.#genuine('pledge', id, revision));
      if (!document.success) return null;
      const { text, howSeen, witnessed } = document.data;
      return toHex(hashFields('pledge-text/v1', id, text, howSeen, witnessed));
    });
  }

  /**
   * What sponsors of a petition are bound to, hex, as the house names it: the text itself may be nobody's to read. It has to be
   * the one that moderators decided on first, which stands in the ledger after them.
   */
  sponsoredDigest(petition: string): string | null {
    return this.#sponsored.get(petition) ?? null;
  }

  /** What any witness of a pledge can be bound to, each once. */
  pledgeDigests(id: string): readonly string[] {
    const digests = new Set<string>();
    for (let revision = 1; this.facts.revisions.has(`pledge/${id}/${String(revision)}`); revision += 1) {
      const digest = this.pledgeDigest(id, revision);
      if (digest !== null) digests.add(digest);
    }
    return [...digests];
  }

  /** Asked for again with each act. The ledger has a revision before any act on it, so that what is found stays. */
  #once(name: string, find: () => string | null): string | null {
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const digest = find();
    this.#known.set(name, digest);
    return digest;
  }

  #genuineDemands(petition: string): readonly string[] | null {
    const item = this.#petitions.get(petition);
    const wanted = this.facts.petitions.get(petition)?.fact.text;
    return item && wanted !== undefined && shownPetitionDigest(item) === wanted ? item.demands : null;
  }

  #genuine(kind: Statement['kind'], id: string, revision: number): unknown {
    const name = `${kind}/${id}/${String(revision)}`;
    const item = this.#statements.get(name);
    const wanted = this.facts.revisions.get(name)?.fact.text;
    if (!item || wanted === undefined || statementDigest(item) !== wanted) return null;
    return typeof item.document === 'string' ? (JSON.parse(item.document) as unknown) : item.document;
  }
}

/** Hex of a digest; null for words that have none. */
export function digestOf(digest: () => Uint8Array): string | null {
  try {
    return toHex(digest());
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
