import type { FactKind, FactOf, LedgerFact, ProvedFact, UnitFact } from './entry-form';
import { recountCell, type RecountedCell } from './recount-units';

/** An entry and where it stands. */
export interface Placed<K extends FactKind = FactKind> {
  readonly index: number;
  /** Number of the checkpoint that covers it first, from 0: entries of one publication share it. */
  readonly batch: number;
  readonly fact: FactOf<K>;
}

/** The last published act of one key on one thing. */
export interface LastAct {
  readonly n: number;
  readonly choice: string;
  readonly edition: number;
  readonly revision: number;
}

/** What keys did on one petition, summary, demand, pledge or question. */
export interface Acts {
  /** By nullifier, hex. */
  readonly keys: Map<string, LastAct>;
  /** Keys by their last choice. */
  readonly counts: Map<string, number>;
  /** Count at the end of each day on which anything of it was published; of a petition its signers, else all that count. */
  readonly history: Map<string, number>;
  /** The entry of its first act, the publication that it came with, and what stood at its end. */
  readonly first: { readonly index: number; readonly batch: number; count: number };
  readonly register: number;
}

export type StatementKind = 'response' | 'summary-response' | 'pledge' | 'answer' | 'announcement';

/** One edition as the ledger has it. */
export type EditionFact = Placed<'edition'>;

/** Names of things that acts are about: the kind and the id. */
export const subjectName = (kind: ProvedFact['kind'], id: string) =>
  `${kind === 'withdrawal' ? 'signature' : kind}/${id}`;

/** What an act is about. */
export function subjectOf(fact: ProvedFact): string {
  if (fact.kind === 'signature' || fact.kind === 'withdrawal') return subjectName(fact.kind, fact.petition);
  if (fact.kind === 'corroboration') return subjectName(fact.kind, fact.summary);
  if (fact.kind === 'unit') return subjectName('witness', fact.pledge);
  if (fact.kind === 'signer-unit') return subjectName('signature', fact.petition);
  return subjectName(fact.kind, fact.id);
}

/** What an act says: a withdrawal, and what takes back, says `none`. */
export function choiceOf(fact: Exclude<ProvedFact, UnitFact>): string {
  if (fact.kind === 'signature') return 'sign';
  return fact.kind === 'withdrawal' ? 'none' : fact.choice;
}

/**
 * Everything that the ledger says, kept so that each check finds what it needs: entries other than acts as they stand, acts
 * added up. About 150 bytes for each key that acted.
 */
export class LedgerFacts {
  readonly acts = new Map<string, Acts>();
  /** Units that keys named on pledges and petitions: by what the act is about, then by nullifier. */
  readonly units = new Map<string, Map<string, string>>();
  /** How many keys the newest publication named a unit with, by what the act is about and the unit, with a space between. */
  readonly freshUnits = new Map<string, { readonly batch: number; readonly keys: number }>();
  /** Cells of signers by unit, each beside what the entries before it come to. */
  readonly signerCells: RecountedCell[] = [];
  readonly petitions = new Map<string, Placed<'petition-opened'>>();
  readonly closed = new Map<string, Placed<'petition-closed'>>();
  readonly deleted = new Map<string, Placed<'deletion'>>();
  readonly registers = new Map<number, Placed<'register-opened'>>();
  readonly summaries = new Map<string, Placed<'summary'>>();
  /** Revisions of statements by kind, id and number, with slashes between. */
  readonly revisions = new Map<string, Placed<StatementKind>>();
  /** Accepted ones. */
  readonly questions = new Map<string, Placed<'question'>>();
  readonly #editions = new Map<number, Map<number, EditionFact>>();
  readonly #kinds = new Map<FactKind, Placed[]>();
  #size = 0;

  /** Entries that were read. */
  get size(): number {
    return this.#size;
  }

  /** All entries of a kind that is no act, in their order. */
  of<K extends FactKind>(kind: K): readonly Placed<K>[] {
    return (this.#kinds.get(kind) ?? []) as unknown as readonly Placed<K>[];
  }

  /** Editions of a register in their order. */
  editionsOf(register: number): EditionFact[] {
    return [...(this.#editions.get(register)?.values() ?? [])];
  }

  edition(register: number, number: number): EditionFact | undefined {
    return this.#editions.get(register)?.get(number);
  }

  /** Registers that have an edition. */
  get registersWithEditions(): number[] {
    return [...this.#editions.keys()];
  }

  /** One more entry; null for one that could not be read. Acts are to be added with `addAct`. */
  add(index: number, batch: number, fact: LedgerFact | null): void {
    this.#size = index + 1;
    if (fact === null) return;
    const placed = { index, batch, fact };
    switch (fact.kind) {
      case 'signature':
      case 'withdrawal':
      case 'corroboration':
      case 'verdict':
      case 'witness':
      case 'support':
      case 'sponsor':
      case 'unit':
      case 'signer-unit':
        return;
      case 'edition': {
        const numbers = this.#editions.get(fact.register) ?? new Map<number, EditionFact>();
        this.#editions.set(fact.register, numbers);
        if (!numbers.has(fact.number)) numbers.set(fact.number, placed as EditionFact);
        break;
      }
      case 'signer-cell':
        this.signerCells.push(recountCell(this, placed as Placed<'signer-cell'>));
        break;
      case 'petition-opened':
        keepFirst(this.petitions, fact.petition, placed as Placed<'petition-opened'>);
        break;
      case 'petition-closed':
        keepFirst(this.closed, fact.petition, placed as Placed<'petition-closed'>);
        break;
      case 'deletion':
        keepFirst(this.deleted, fact.petition, placed as Placed<'deletion'>);
        break;
      case 'register-opened':
        keepFirst(this.registers, fact.register, placed as Placed<'register-opened'>);
        break;
      case 'summary':
        keepFirst(this.summaries, fact.summary, placed as Placed<'summary'>);
        break;
      case 'question':
        if (fact.act === 'accept') keepFirst(this.questions, fact.question, placed as Placed<'question'>);
        break;
      case 'response':
      case 'summary-response':
      case 'pledge':
      case 'answer':
      case 'announcement':
        keepFirst(this.revisions, `${fact.kind}/${fact.id}/${String(fact.revision)}`, placed as Placed<StatementKind>);
        break;
      default:
        break;
    }
    const known = this.#kinds.get(fact.kind);
    if (known) known.push(placed);
    else this.#kinds.set(fact.kind, [placed]);
  }

  /** The acts on a thing, begun with its first. */
  actsOn(subject: string, register: number, at: { readonly index: number; readonly batch: number }): Acts {
    const known = this.acts.get(subject);
    if (known) return known;
    const acts: Acts = {
      ...{ keys: new Map(), counts: new Map(), history: new Map(), register },
      first: { index: at.index, batch: at.batch, count: 0 },
    };
    this.acts.set(subject, acts);
    return acts;
  }

  /** Puts a key's act in the place of its last. Whether it may is not looked at. */
  addAct(acts: Acts, nullifier: string, act: LastAct, at: { readonly day: string; readonly batch: number }): void {
    const before = acts.keys.get(nullifier);
    if (before) acts.counts.set(before.choice, (acts.counts.get(before.choice) ?? 0) - 1);
    acts.keys.set(nullifier, act);
    acts.counts.set(act.choice, (acts.counts.get(act.choice) ?? 0) + 1);
    const count = totalOf(acts);
    acts.history.set(at.day, count);
    if (at.batch === acts.first.batch) acts.first.count = count;
  }
}

/** Keys whose last choice is any but to take back. */
export function totalOf(acts: Acts): number {
  return acts.keys.size - (acts.counts.get('none') ?? 0);
}

function keepFirst<K, V>(map: Map<K, V>, key: K, value: V): void {
  if (!map.has(key)) map.set(key, value);
}
