import { ActStatements } from './act-proofs';
import type { AuditInput, AuditProgress, AuditStage } from './audit-input';
import { followActs } from './check-acts';
import {
  checkEntriesOf,
  checkKeys,
  checkKeysInLedger,
  checkSigners,
  checkStates,
  leavesOf,
  openCheckpoints,
  openState,
  type SignedState,
} from './check-checkpoints';
import { checkFilings, openFilings } from './check-kept';
import { ProofChecker } from './check-proofs';
import { checkRegisters } from './check-registers';
import { checkSite } from './check-site';
import { checkTiles } from './check-tiles';
import { checkWitnesses } from './check-witnesses';
import { isProved } from './entry-form';
import { LedgerFacts } from './facts';
import { LedgerGapError, readLedger, type Bundle, type LedgerTree } from './read-ledger';
import { createRecorder, type Recorder } from './recorder';
import { verdictOf, type AuditReport, type AuditState, type WitnessResult } from './report';
import { ShownTexts } from './shown-texts';
import { floorOf, minimumOf, type Site } from './site';
import { missing, readSnapshot, type Snapshot } from './snapshot';
import { rememberingEditions, type AuditSource } from './source';
import { unitRootsFrom } from './unit-roots';

/**
 * Audits a house from what it publishes, and from nothing else (protocol 14). It shares no code with what the house itself checks
 * beyond `app/crypto`. The steps below are the protocol's list:
 *
 * 1. what changes is read under one checkpoint;
 * 2. the keys of the ledger, and every state that they signed;
 * 3. every entry, with its tile and its proof, in order: acts are followed and proofs verified on the way;
 * 4. each signed state is the beginning of the ledger;
 * 5. every edition of every register, made anew;
 * 6. what the pages show follows from the ledger;
 * 7. what somebody kept: older checkpoints, receipts, proofs of filing.
 *
 * What could not be done is said; it never counts as passed.
 * @throws the signal's reason where it was stopped, and what `verifyProofs` throws
 */
export async function audit(input: AuditInput): Promise<AuditReport> {
  return new Audit(input).run();
}

class Audit {
  readonly #input: AuditInput;
  readonly #source: AuditSource;
  readonly #recorder: Recorder = createRecorder();
  readonly #facts = new LedgerFacts();
  #proofs: ProofChecker | null = null;
  #organisation = '';
  #head: SignedState | null = null;
  #witnesses: readonly WitnessResult[] = [];
  #state: AuditState | null = null;

  constructor(input: AuditInput) {
    this.#input = input;
    this.#source = rememberingEditions(input.source);
  }

  async run(): Promise<AuditReport> {
    this.#nameOptional();
    try {
      await this.#steps();
    } catch (error) {
      this.#input.signal?.throwIfAborted();
      this.#stoppedBy(error);
    }
    this.#report('done', 1, 1);
    const checks = this.#recorder.results();
    const head = this.#head;
    return {
      ...{ v: 1, address: this.#source.address, organisation: this.#organisation },
      checkpoint: head && { size: head.size, root: head.root, day: head.day, witnesses: this.#witnesses },
      ...{ checks, verdict: verdictOf(checks), state: this.#state },
    };
  }

  async #steps(): Promise<void> {
    const { options = {}, signal } = this.#input;
    const snapshot = await readSnapshot(this.#source, (done, total) => this.#report('data', done, total), signal);
    this.#organisation = snapshot.keys.organisation;
    const verifiers = checkKeys(snapshot.keys, options.keys ?? [], this.#recorder.check('ledger-keys'));
    const checkpoints = this.#recorder.check('checkpoints');
    const states = openCheckpoints(snapshot, verifiers, checkpoints);
    const head = states.at(-1);
    if (!head) {
      checkpoints.cannot('There is no checkpoint that a key of the ledger signed.');
      return this.#recorder.stop();
    }
    this.#head = head;
    if (!snapshot.settled) this.#recorder.check('counts').cannot('Publications follow each other faster than they can be read.'); // prettier-ignore

    const site: Site = {
      ...{ organisation: this.#organisation, snapshot, facts: this.#facts, day: head.day },
      minimum: minimumOf(this.#organisation, snapshot.lists),
    };
    const filing = { site, ledgerKeys: verifiers, check: this.#recorder.check('filings') };
    const kept = [
      ...(options.checkpoints ?? []).flatMap((note, place) => {
        const where = `checkpoint ${String(place + 1)} that was kept`;
        return openState(note, verifiers, { where, day: '', check: this.#recorder.check('kept-checkpoints') }) ?? [];
      }),
      ...openFilings(options.filings ?? [], filing),
      ...this.#resumed(),
    ];
    // A proof of filing may bring one along.
    if (kept.length === 0) this.#recorder.optional('kept-checkpoints', 'No older checkpoint was given.');
    const reported = this.#reported(snapshot, verifiers);
    const texts = new ShownTexts(snapshot.lists, this.#facts);
    const tree = await this.#readLedger(texts, head, [...states, ...kept, ...reported]);
    await this.#checkTree(tree, head, { states, kept, reported });
    checkSigners([...states, ...kept.filter(({ signer }) => signer > 0)], this.#facts, checkpoints);
    checkKeysInLedger(snapshot.keys, this.#facts, this.#recorder.check('ledger-keys'));
    this.#checkWitnesses(snapshot, verifiers);
    await this.#checkRegisters();
    this.#report('pages', 0, 1);
    checkSite(site, texts, this.#recorder, options.receipts ?? []);
    checkFilings(options.filings ?? [], filing);
    this.#report('pages', 1, 1);
  }

  /** What is only checked where it was asked for. */
  #nameOptional(): void {
    const { receipts = [], filings = [] } = this.#input.options ?? {};
    if (receipts.length === 0) this.#recorder.optional('receipts', 'No receipt was given.');
    if (filings.length === 0) this.#recorder.optional('filings', 'No proof of filing was given.');
  }

  #resumed(): SignedState[] {
    const { resume } = this.#input;
    if (!resume || resume.organisation !== this.#organisation) return [];
    return [{ size: resume.size, root: resume.root, day: '', where: 'the state of the earlier audit', signer: 0 }];
  }

  /** Histories that somebody else was shown: the house has to keep and to tell them (protocol 6). */
  #reported({ contradictions }: Snapshot, verifiers: Parameters<typeof openState>[1]): SignedState[] {
    const check = this.#recorder.check('witnesses');
    if (contradictions.missing !== null) check.cannot(contradictions.missing);
    return contradictions.items.flatMap(({ note, reportedBy, day }) => {
      const by = reportedBy === '' ? 'somebody' : reportedBy;
      return openState(note, verifiers, { where: `reported by ${by} on ${day}`, day: '', check }) ?? [];
    });
  }

  async #readLedger(texts: ShownTexts, head: SignedState, states: readonly SignedState[]): Promise<LedgerTree> {
    const { verifyProofs, batches = 4, resume, signal } = this.#input;
    const check = this.#recorder.check('proofs');
    const roots = unitRootsFrom(this.#source, this.#facts, (why) => check.cannot(why));
    const own = resume?.organisation === this.#organisation ? resume : null;
    const proofs = new ProofChecker({
      ...{ verifyProofs, batches, check },
      statements: new ActStatements(this.#organisation, this.#facts, texts, roots),
      ...{ from: Math.min(own?.proofs ?? 0, own?.size ?? 0), earlier: own?.findings ?? [] },
    });
    this.#proofs = proofs;
    const follower = followActs(this.#facts, this.#recorder.check('acts'));
    const ends = states.filter(({ day }) => day !== '').map(({ size }) => size);
    const tree = await readLedger({
      ...{ source: this.#source, size: head.size, needsProof: (index) => proofs.needs(index) },
      sizes: new Set([...states.map(({ size }) => size), head.size]),
      onBundle: async (bundle) => {
        await this.#takeBundle(bundle, ends, follower);
        this.#note(head, bundle.first + bundle.entries.length);
        this.#report('ledger', bundle.first + bundle.entries.length, head.size);
      },
      ...(signal && { signal }),
    });
    await proofs.finish();
    this.#note(head, head.size);
    return tree;
  }

  async #takeBundle(
    { first, entries, facts, proofs }: Bundle,
    ends: readonly number[],
    follower: ReturnType<typeof followActs>,
  ): Promise<void> {
    const check = this.#recorder.check('entries');
    const unused = new Set(proofs?.keys());
    for (const [place, fact] of facts.entries()) {
      const index = first + place;
      check.count();
      if (fact === null) {
        check.find('entry-malformed', `entry ${String(index)}`, 'an entry of the protocol', textOf(entries[place]));
      }
      const batch = this.#batchOf(index, ends);
      this.#facts.add(index, batch, fact);
      if (fact === null || !isProved(fact)) continue;
      follower.follow({ index, batch, fact });
      if (!this.#proofs?.needs(index)) {
        this.#proofs?.skip();
        continue;
      }
      unused.delete(fact.proof);
      await this.#proofs.add(index, fact, proofs?.get(fact.proof));
    }
    for (const digest of unused) {
      const where = `entries ${String(first)} to ${String(first + entries.length - 1)}`;
      this.#recorder.check('proofs').find('proof-added', where, 'proofs of these entries', digest);
    }
  }

  #batch = 0;

  /** Entries come in order, so that the checkpoint that covers them is never before the last one's. */
  #batchOf(index: number, ends: readonly number[]): number {
    while (this.#batch < ends.length && index >= (ends[this.#batch] as number)) this.#batch += 1;
    return this.#batch;
  }

  async #checkTree(
    tree: LedgerTree,
    head: SignedState,
    { states, kept, reported }: Readonly<Record<'states' | 'kept' | 'reported', readonly SignedState[]>>,
  ): Promise<void> {
    const checkpoints = this.#recorder.check('checkpoints');
    const of = leavesOf(tree, head);
    checkEntriesOf(tree, head, of, { entries: this.#recorder.check('entries'), checkpoints });
    checkStates(tree, of === null ? states.slice(0, -1) : states, of ?? 'entries', checkpoints);
    if (kept.length > 0) checkStates(tree, kept, of ?? 'entries', this.#recorder.check('kept-checkpoints'));
    checkStates(tree, reported, of ?? 'entries', this.#recorder.check('witnesses'));
    await checkTiles(this.#source, tree, of ?? 'entries', this.#recorder.check('tiles'));
  }

  #checkWitnesses({ note }: Snapshot, ledgerKeys: Parameters<typeof checkWitnesses>[2]['ledgerKeys']): void {
    const required = this.#input.options?.witnesses ?? [];
    const check = this.#recorder.check('witnesses');
    this.#witnesses = checkWitnesses(note, this.#facts, { ledgerKeys, required, check });
  }

  async #checkRegisters(): Promise<void> {
    const facts = this.#facts;
    const total = facts.registersWithEditions.reduce((sum, id) => sum + facts.editionsOf(id).length, 0);
    let done = 0;
    const { signal } = this.#input;
    await checkRegisters({
      ...{ source: this.#source, facts, check: this.#recorder.check('registers') },
      minimum: floorOf(this.#organisation),
      onEdition: () => this.#report('registers', (done += 1), total),
      ...(signal && { signal }),
    });
  }

  /** Everything that was not reached stays unchecked; what stopped it is said where it was. */
  #stoppedBy(error: unknown): void {
    const check = this.#recorder.check(this.#head ? 'entries' : 'checkpoints');
    if (error instanceof LedgerGapError) {
      const { path, expected, found } = error;
      check.find('entry-missing', path, `${String(expected)} entries`, `${String(found)} entries`);
    } else check.cannot(missing('The ledger', error));
    this.#recorder.stop();
  }

  #note(head: SignedState, read: number): void {
    const proofs = this.#proofs;
    if (!proofs) return;
    this.#state = {
      ...{ v: 1, organisation: this.#organisation, size: head.size, root: head.root },
      ...{ proofs: Math.max(proofs.done(read), proofs.from), findings: proofs.findings },
    };
  }

  #report(stage: AuditStage, done: number, total: number): void {
    const { verified = 0, skipped = 0 } = this.#proofs ?? {};
    const progress: AuditProgress = { stage, done, total, proofs: { verified, skipped }, state: this.#state };
    this.#input.onProgress?.(progress);
  }
}

function textOf(bytes: Uint8Array | undefined): string {
  return new TextDecoder().decode(bytes);
}
