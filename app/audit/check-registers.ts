import { fileDigest, toHex } from '~/crypto/hash';
import { FieldError, toBytes32 } from '~/crypto/semaphore/field';
import { readTile, TILE_LEAVES, tileCount, upperOf } from '~/crypto/semaphore/tiles';
import { PoseidonTree, TreeError } from '~/crypto/semaphore/tree';
import type { EditionFact, LedgerFacts } from './facts';
import { editionDocument, unitsFile } from './public-data';
import type { z } from 'zod';
import type { Check } from './recorder';
import { missing } from './snapshot';
import { getJson, SourceError, type AuditSource } from './source';
import { readRegisterFile } from './register-file';
import { placesOfUnits } from './unit-roots';

type EditionDocument = z.infer<typeof editionDocument>;

export interface RegisterCheckInput {
  readonly source: AuditSource;
  readonly facts: LedgerFacts;
  readonly check: Check;
  /** Least number of keys that a named unit may have. */
  readonly minimum: number;
  readonly onEdition: () => void;
  readonly signal?: AbortSignal;
}

/**
 * Every edition of every register, made anew from its keys (protocol 2): the tree is kept from one edition to the next, so
 * that each costs what it changed.
 */
export async function checkRegisters(input: RegisterCheckInput): Promise<void> {
  const { facts, check } = input;
  for (const register of facts.registersWithEditions) {
    const opened = facts.registers.get(register);
    if (!opened) {
      check.find('entry-impossible', `register ${String(register)}`, 'an entry that opens it', 'editions alone');
      continue;
    }
    await new RegisterReader(input, register, opened.fact.depth).read(facts.editionsOf(register));
  }
  for (const register of facts.registers.keys()) {
    const has = facts.editionsOf(register).length > 0;
    if (!has) check.find('edition-missing', `register ${String(register)}`, 'its first edition', 'none');
  }
}

class RegisterReader {
  readonly #tree: PoseidonTree;
  readonly #input: RegisterCheckInput;
  /** Name of each tile as it is in the tree. */
  readonly #tiles: string[] = [];
  /** Who stands where, and who ever stood there. */
  readonly #placeOf = new Map<bigint, number>();
  readonly #formerly = new Map<number, bigint>();
  #live = 0;
  #size = 0;

  constructor(
    input: RegisterCheckInput,
    readonly register: number,
    depth: number,
  ) {
    this.#input = input;
    this.#tree = new PoseidonTree(depth);
  }

  async read(editions: readonly EditionFact[]): Promise<void> {
    const { check, onEdition, signal } = this.#input;
    for (const [place, edition] of editions.entries()) {
      signal?.throwIfAborted();
      check.count();
      onEdition();
      const { number } = edition.fact;
      const where = `edition ${String(number)} of register ${String(this.register)}`;
      check.equal('edition-out-of-sequence', where, `edition ${String(place + 1)}`, `edition ${String(number)}`);
      try {
        await this.#readEdition(edition, where);
      } catch (error) {
        if (error instanceof SourceError && error.code === 'not-found') {
          check.find('edition-missing', where, error.path, 'nothing');
        } else if (error instanceof TreeError || error instanceof FieldError) {
          check.find('edition-file-differs', where, 'files of a register', error.message);
        } else {
          check.cannot(missing(where, error));
        }
        // What follows could only be compared with what could not be read.
        return check.cannot(`No edition of register ${String(this.register)} after ${String(number)} was made anew.`);
      }
    }
  }

  async #readEdition({ fact, index }: EditionFact, where: string): Promise<void> {
    const { source, check } = this.#input;
    const path = `/registers/${String(this.register)}/editions/${String(fact.number)}`;
    const document = editionDocument.parse(await getJson(source, path));
    this.#compare(document, { fact, index }, where);
    const changes = await this.#changes(document, where);
    for (let start = 0; start < changes.length; start += TILE_LEAVES) {
      this.#input.signal?.throwIfAborted();
      this.#tree.setLeaves(changes.slice(start, start + TILE_LEAVES));
      // Hashing a tile takes a tenth of a second: whatever waits may come in between.
      await Promise.resolve();
    }
    const root = toHex(toBytes32(this.#tree.root));
    check.equal('edition-root-differs', where, fact.root, root);
    check.equal('edition-count-differs', where, `${String(fact.live)} keys`, `${String(this.#live)} keys`);
    check.equal(
      'edition-file-differs',
      `${where}, upper file`,
      document.upper,
      toHex(await fileDigest(upperOf(this.#tree))),
    );
    if (this.#live > fact.rosterSize) {
      check.find('register-larger-than-roster', where, `at most ${String(fact.rosterSize)} keys`, this.#live);
    }
    this.#checkDisputes(index, where);
    await this.#checkUnits(document, where);
  }

  #compare(document: EditionDocument, { fact, index }: Pick<EditionFact, 'fact' | 'index'>, where: string): void {
    const { check } = this.#input;
    const shown = { ...{ register: document.register, number: document.edition, day: document.day } };
    const terms = { size: document.size, live: document.live, rosterSize: document.rosterSize };
    const pairs: readonly (readonly [string, string | number, string | number])[] = [
      ['register', fact.register, shown.register],
      ['number', fact.number, shown.number],
      ['day', fact.day, shown.day],
      ['places', fact.size, terms.size],
      ['keys', fact.live, terms.live],
      ['roster', fact.rosterSize, terms.rosterSize],
      ['group root', fact.root, document.groupRoot],
      ['units file', fact.units, document.units],
      ['depth', this.#tree.depth, document.depth],
      ['entry', index, document.entry ?? index],
    ];
    for (const [name, expected, found] of pairs) {
      check.equal('edition-differs', `${where}, ${name}`, String(expected), String(found));
    }
    check.equal('edition-count-differs', `${where}, tiles`, tileCount(fact.size), document.tiles.length);
    if (fact.size < this.#size) {
      check.find('edition-count-differs', `${where}, places`, `at least ${String(this.#size)}`, fact.size);
    }
  }

  /** Leaves that differ from the edition before, each looked at. */
  async #changes(document: EditionDocument, where: string): Promise<[number, bigint][]> {
    const changes: [number, bigint][] = [];
    const fresh = document.tiles.flatMap((name, number) => (this.#tiles[number] === name ? [] : [{ name, number }]));
    for (const { name, number } of fresh) {
      const leaves = readTile(await readRegisterFile(this.#input.source, name));
      for (const [place, leaf] of leaves.entries()) {
        const at = number * TILE_LEAVES + place;
        if (leaf !== this.#tree.get(0, at)) changes.push([at, leaf]);
      }
      this.#tiles[number] = name;
    }
    // Whoever goes makes room for nobody: first all that leave, then all that come.
    for (const [at, leaf] of changes) if (leaf === 0n) this.#leave(at);
    for (const [at, leaf] of changes) if (leaf !== 0n) this.#enter(at, leaf, document, where);
    this.#size = document.size;
    return changes;
  }

  #leave(at: number): void {
    const before = this.#tree.get(0, at);
    this.#formerly.set(at, before);
    this.#placeOf.delete(before);
    this.#live -= 1;
  }

  #enter(at: number, leaf: bigint, { size }: EditionDocument, where: string): void {
    const { check } = this.#input;
    const place = `${where}, place ${String(at)}`;
    const before = this.#tree.get(0, at);
    const known = this.#formerly.get(at);
    if (at >= size) check.find('edition-count-differs', place, `places below ${String(size)}`, 'a key');
    if (before !== 0n) {
      check.find('leaf-replaced', place, before.toString(), leaf.toString());
      this.#placeOf.delete(before);
    } else {
      this.#live += 1;
      // A place that was given out is one person's for ever: only the same key comes back to it.
      if (known !== undefined && known !== leaf) check.find('leaf-replaced', place, known.toString(), leaf.toString());
      if (known === undefined && at < this.#size) check.find('leaf-replaced', place, 'no key', leaf.toString());
    }
    const other = this.#placeOf.get(leaf);
    if (other !== undefined) check.find('leaf-repeated', place, `place ${String(other)} alone`, leaf.toString());
    this.#placeOf.set(leaf, at);
  }

  #checkDisputes(index: number, where: string): void {
    const { facts, check } = this.#input;
    for (const { fact, index: said } of facts.of('enrolment-disputed')) {
      if (fact.register !== this.register || said > index || this.#tree.get(0, fact.leaf) === 0n) continue;
      check.find('disputed-key-stays', `${where}, place ${String(fact.leaf)}`, 'no key', 'the key that was disputed');
    }
  }

  async #checkUnits(document: EditionDocument, where: string): Promise<void> {
    const { source, check, minimum } = this.#input;
    const bytes = await readRegisterFile(source, document.units);
    const units = unitsFile.parse(JSON.parse(new TextDecoder().decode(bytes)));
    check.equal('edition-file-differs', `${where}, units file`, document.size, units.places.length);
    for (const [path, places] of placesOfUnits(units)) {
      const live = places.filter((place) => this.#tree.get(0, place) !== 0n).length;
      if (live < minimum) check.find('unit-too-small', `${where}, ${path}`, `at least ${String(minimum)} keys`, live);
    }
  }
}
