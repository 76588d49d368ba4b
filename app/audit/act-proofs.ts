import { fromHex } from '~/crypto/hash';
import {
  asGroupRoot,
  asNullifier,
  BASE_FIELD_ORDER,
  FieldError,
  fromBytes32,
  type GroupRoot,
} from '~/crypto/semaphore/field';
import type { ParsedProof, ProofPoints } from '~/crypto/semaphore/proof';
import {
  choiceMessage,
  choiceScope,
  corroborationMessage,
  corroborationScope,
  petitionScope,
  reduce,
  signMessage,
  unitMessage,
  type Message,
  type Scope,
} from '~/crypto/semaphore/statement';
import { isUnit, type ProvedFact } from './entry-form';
import type { LedgerFacts } from './facts';
import type { ShownTexts } from './shown-texts';

/** Bytes of a proof: eight coordinates. */
export const PROOF_BYTES = 256;

/** What a proof of an act has to state. More than one where an entry does not say which: one of them has to hold. */
export type Statements =
  | { readonly can: true; readonly any: readonly Omit<ParsedProof, 'points'>[] }
  /** Why nobody can say what was proved; what is wrong with that is for other checks. */
  | { readonly can: false; readonly why: string };

/** The root of a unit's own tree in an edition; null where its files cannot be had or are not what the ledger names. */
export type UnitRoots = (register: number, edition: number, unit: string) => Promise<GroupRoot | null>;

/**
 * Says what each act's proof states (protocol 4, 8, 11): root of the edition that the ledger has, scope and message computed
 * from names and from the very words that are shown.
 */
export class ActStatements {
  readonly #reduced = new Map<string, bigint>();

  constructor(
    readonly organisation: string,
    readonly facts: LedgerFacts,
    readonly texts: ShownTexts,
    readonly unitRoots: UnitRoots,
  ) {}

  async of(fact: ProvedFact): Promise<Statements> {
    const edition = this.facts.edition(fact.register, fact.edition);
    const depth = this.facts.registers.get(fact.register)?.fact.depth;
    if (!edition || depth === undefined) return { can: false, why: 'An act names an edition that the ledger has not.' };
    const root = isUnit(fact)
      ? await this.unitRoots(fact.register, fact.edition, fact.unit)
      : rootOf(edition.fact.root);
    const nullifier = nullifierOf(fact.nullifier);
    if (root === null || nullifier === null) {
      return { can: false, why: 'An act names a tree or a nullifier that cannot be.' };
    }
    const digests = this.#digests(fact);
    if (digests.length === 0) {
      return { can: false, why: `The words that a ${fact.kind} is bound to are not shown as the ledger has them.` };
    }
    const scope = this.#scope(fact);
    return {
      can: true,
      any: digests.map((digest) => ({ depth, root, nullifier, scope, message: this.#message(fact, digest) })),
    };
  }

  #scope(fact: ProvedFact): bigint {
    const { organisation } = this;
    switch (fact.kind) {
      case 'signature':
      case 'withdrawal':
      case 'signer-unit':
        return this.#reduce(`s ${fact.petition}`, () => petitionScope(organisation, fact.petition));
      case 'corroboration':
        return this.#reduce(`c ${fact.summary}`, () => corroborationScope(organisation, fact.summary));
      case 'unit':
        return this.#reduce(`witness ${fact.pledge}`, () => choiceScope(organisation, 'witness', fact.pledge));
      case 'verdict':
      case 'witness':
      case 'support':
      case 'sponsor':
        return this.#reduce(`${fact.kind} ${fact.id}`, () => choiceScope(organisation, fact.kind, fact.id));
    }
  }

  #message(fact: ProvedFact, digest: string): bigint {
    const bytes = () => fromHex(digest);
    switch (fact.kind) {
      case 'signature':
      case 'withdrawal': {
        const action = fact.kind === 'signature' ? 'sign' : 'withdraw';
        return this.#reduce(`m ${digest} ${action} ${String(fact.n)}`, () => signMessage(bytes(), action, fact.n));
      }
      case 'corroboration':
        return this.#reduce(`m ${digest} ${fact.choice} ${String(fact.n)}`, () =>
          corroborationMessage(bytes(), fact.choice, fact.n),
        );
      case 'unit':
      case 'signer-unit':
        return this.#reduce(`u ${digest} ${fact.unit}`, () => unitMessage(bytes(), fact.unit));
      case 'verdict':
      case 'witness':
      case 'support':
      case 'sponsor':
        return this.#reduce(`${fact.kind} ${digest} ${fact.choice} ${String(fact.n)}`, () =>
          choiceMessage(bytes(), fact.choice, fact.n),
        );
    }
  }

  /** Thousands of acts say the same. */
  #reduce(key: string, statement: () => Scope | Message): bigint {
    const known = this.#reduced.get(key);
    if (known !== undefined) return known;
    const value = reduce(statement());
    this.#reduced.set(key, value);
    return value;
  }

  /** Digests of the words that an act is bound to, hex. */
  #digests(fact: ProvedFact): readonly string[] {
    const { facts, texts } = this;
    switch (fact.kind) {
      case 'signature':
      case 'withdrawal':
      case 'signer-unit':
        return some(facts.petitions.get(fact.petition)?.fact.text);
      case 'corroboration':
        return some(facts.summaries.get(fact.summary)?.fact.text);
      case 'support':
        return some(facts.questions.get(fact.id)?.fact.text);
      case 'sponsor':
        return some(texts.sponsoredDigest(fact.id));
      case 'verdict':
        return some(texts.demandDigest(fact.id, fact.revision));
      case 'witness':
        return some(texts.pledgeDigest(fact.id, fact.revision));
      case 'unit':
        return texts.pledgeDigests(fact.pledge);
    }
  }
}

const some = (digest: string | null | undefined) => (digest == null ? [] : [digest]);

function rootOf(hex: string): GroupRoot | null {
  try {
    return asGroupRoot(fromBytes32(fromHex(hex)));
  } catch (error) {
    if (error instanceof FieldError) return null;
    throw error;
  }
}

function nullifierOf(hex: string) {
  try {
    return asNullifier(fromBytes32(fromHex(hex)));
  } catch (error) {
    if (error instanceof FieldError) return null;
    throw error;
  }
}

/** Reads a stored proof. @param bytes attacker-controlled. @returns null where a coordinate is not below its order */
export function readPoints(bytes: Uint8Array): ProofPoints<bigint> | null {
  if (bytes.length !== PROOF_BYTES) return null;
  try {
    return Array.from({ length: 8 }, (_, index) =>
      fromBytes32(bytes.subarray(32 * index, 32 * (index + 1)), BASE_FIELD_ORDER),
    ) as unknown as ProofPoints<bigint>;
  } catch (error) {
    if (error instanceof FieldError) return null;
    throw error;
  }
}
