import { randomBytes } from 'node:crypto';
import { count, eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wordsToEntropy } from '~/crypto/words';
import { noteKeyPair, noteSigner } from '~/crypto/tlog/note';
import { verdictId } from '~/features/published/choices/choice';
import { choiceFigures, unitFigures } from '~/features/published/figures/choice-figures.queries.server';
import { petitionFigures, petitionHistory } from '~/features/published/figures/figures.queries.server';
import { summaryFigures } from '~/features/published/figures/summary-figures.queries.server';
import { listConcerns } from '~/features/anonymous/concerns/read-as-handler.server';
import { signRequest } from '~/features/anonymous/concerns/signed-request';
import { openConcern } from '~/features/anonymous/handling/open-concern';
import { handlersInForce } from '~/features/published/handlers/handler-key';
import { readHandlerRecords } from '~/features/published/handlers/handler-records.queries.server';
import { openHandlerKeys } from '~/features/published/handlers/open-handler-keys';
import { attachedTo } from '~/features/published/programmes/attachments.queries.server';
import { openFields, openSince } from '~/features/published/programmes/programme-fields';
import { currentProgrammes, programmeRevisions } from '~/features/published/programmes/programmes.queries.server';
import { currentSettings } from '~/features/published/settings/current-settings.server';
import { revisionsOf } from '~/features/published/statements/statements.queries.server';
import { addDays, ManualClock } from '~/platform/clock';
import { demoCompany } from '~/platform/environment';
import { demoSettings, productionSettings } from '~/platform/settings';
import { refuseForeignRoster } from '~/server/demo-roster';
import { waitingAction } from '~db/schema/anonymous';
import { waitingCorroboration } from '~db/schema/anonymous-concerns';
import { enrolment, mailOutbox, person, registerPlace, roleGrant } from '~db/schema/identified';
import { checkpoint, deletion, edition, figure, ledgerEntry, petition, publication } from '~db/schema/published'; // prettier-ignore
import { answerReopened, pledge, response } from '~db/schema/published-answers';
import { question } from '~db/schema/published-questions';
import { contradiction } from '~db/schema/published-statements';
import { seedDemo } from '~db/seed/demo';
import { demoPledges } from '~db/seed/demo-answer-texts';
import { demoConcerns } from '~db/seed/demo-concern-texts';
import { demoHandlerEntropy, demoHandlerWords } from '~db/seed/demo-handlers';
import type { SeedDemoDeps } from '~db/seed/demo-house';
import { demoEnrolments, demoPetitions, lastPetition, type DemoPetition } from '~db/seed/demo-petitions';
import { DemoProofsError, proofsMadeBefore } from '~db/seed/demo-proofs';
import made from '~db/seed/demo-proofs.json';
import { demoProgrammes } from '~db/seed/demo-programmes';
import { demoSummaries } from '~db/seed/demo-summary-texts';
import { demoColleagues, demoHandlers, demoPeople, demoRoles } from '~db/seed/demo-roster';
import { auditedDemo } from '~tests/support/audited-demo';
import { createTestDatabase, type TestDatabase } from '~tests/support/database';
import { describeApi } from './api/api-of-the-demo';
import { describeAudit } from './audit/audit-of-the-demo';
import { describeCriticalMass } from './critical-mass/every-answer';
import { describePublicData } from './public-data/lists-of-the-demo';
import { describeDemoWitness } from './witnesses/witness-of-the-demo';

const today = '2026-11-23';
const settings = demoSettings(demoCompany);
const pair = (name: string) => noteKeyPair(`${demoCompany.organisation}/${name}`, randomBytes(32));
const noteKeys = { receipts: pair('receipt'), ledger: pair('ledger') };

function houseOf(database: TestDatabase): SeedDemoDeps {
  const { identified, published, anonymous } = database;
  const keys = {
    receipts: noteSigner(noteKeys.receipts.skey),
    checkpointSigner: noteSigner(noteKeys.ledger.skey),
  };
  return { identified, published, anonymous, clock: new ManualClock(`${today}T09:30:00Z`), settings, ...keys };
}

const sum = (acts: DemoPetition['signed']) => acts.reduce((total, [, colleagues]) => total + colleagues, 0);
const named = (name: DemoPetition['name']): DemoPetition => {
  const found = demoPetitions.find((each) => each.name === name);
  if (!found) throw new Error(name);
  return found;
};

describe('the demo company at its first start', () => {
  let database: TestDatabase;
  let house: SeedDemoDeps;

  beforeAll(async () => {
    database = await createTestDatabase();
    house = houseOf(database);
    // Every proof made beforehand passes real verification here, or this fails and names the command that makes them.
    expect(await seedDemo(house)).toBe(true);
  });
  afterAll(() => database.close());

  it('has its roster, its roles as ledger entries, and keys of colleagues only', async () => {
    await expect(refuseForeignRoster(house.identified)).resolves.toBeUndefined();
    expect(await house.identified.$count(person)).toBe(60);
    expect(new Set(demoPeople.map(({ email }) => email)).size).toBe(60);
    const grants = await house.identified.select().from(roleGrant);
    expect(grants.map(({ role }) => role).sort()).toEqual(['administrator', 'handler', 'handler', 'handler', 'leadership', 'leadership', 'moderator', 'moderator', 'organizer']); // prettier-ignore
    const keys = await house.identified.select().from(enrolment);
    const enrolled = sum(demoEnrolments);
    const colleagues = demoColleagues.slice(0, enrolled).map(({ personNumber }) => personNumber);
    expect(keys.map(({ personNumber }) => personNumber).sort()).toEqual(colleagues);
    for (const { person: holder } of demoRoles) expect(colleagues).not.toContain(holder.personNumber);
    const roles = (await kinds()).filter((kind) => kind === 'role');
    expect(roles).toHaveLength(grants.length);
  });

  it('has concerns in every state, which the words of its handlers open and nobody else’s', async () => {
    const { organisation } = house.settings;
    const [first] = demoHandlerWords;
    const keys = await openHandlerKeys(organisation, demoHandlerEntropy(first!.person));
    const request = { day: today, after: null, limit: 50 };
    const body = signRequest(keys.signing, { organisation, path: '/unseen/handling/list', request });
    const { concerns } = await listConcerns(
      { db: house.anonymous, clock: house.clock, settings: house.settings },
      body,
    );
    expect(concerns).toHaveLength(demoConcerns.length);
    const opened = await Promise.all(concerns.map((each) => openConcern(each, keys.identity)));
    expect(opened.flatMap(({ messages }) => messages.map(({ text }) => text.kind))).not.toContain('closed');
    expect(new Set(opened.map(({ state }) => state))).toEqual(new Set(['received', 'in-review', 'closed']));
    const stranger = await openHandlerKeys(organisation, new Uint8Array(16));
    const shut = await openConcern(concerns[0]!, stranger.identity);
    expect(shut.messages.map(({ text }) => text.kind)).toContain('closed');
  });

  it('has two handlers in force, whose words are told, and one who may still ask', async () => {
    const { active, problems, root } = handlersInForce(await readHandlerRecords(house.published), house.settings.organisation); // prettier-ignore
    expect(problems).toEqual([]);
    expect(active.map(({ name }) => name)).toEqual(demoHandlers.slice(0, 2).map(({ name }) => name));
    expect(root).toBe(active[0]?.fingerprint);
    for (const [index, { words }] of demoHandlerWords.entries()) {
      const { fingerprint } = await openHandlerKeys(house.settings.organisation, wordsToEntropy(words));
      expect(fingerprint).toBe(active[index]?.fingerprint);
    }
  });

  it('has summaries: one borne out and on leadership’s desk, one of which nobody sees a number yet', async () => {
    const [told, quiet] = demoSummaries;
    const figures = await summaryFigures(house.published, house.settings, [told!.id, quiet!.id]);
    expect(figures.get(told!.id)).toMatchObject({
      choices: { 'me-too': { value: 4 }, 'saw-it': { value: 4 }, contradicts: { kind: 'withheld' } },
      reachedDay: addDays(today, -11),
    });
    expect(figures.get(quiet!.id)).toMatchObject({ choices: { 'saw-it': { kind: 'withheld' } }, reachedDay: null });
    expect(await house.anonymous.$count(waitingCorroboration)).toBe(3);
  });

  it('has programmes as their story tells: every revision, questions open since a day, petitions and a response attached', async () => {
    const { published: db } = house;
    for (const { id, revisions } of demoProgrammes) {
      const told = await programmeRevisions(db, id);
      expect(told.map(({ day, reason }) => [day, reason])).toEqual(
        revisions.map(({ day, reason }) => [addDays(today, day), reason]),
      );
    }
    const programmes = await currentProgrammes(db);
    expect(programmes.map(({ document }) => document.status).sort()).toEqual(['active', 'active', 'ended', 'paused']);
    const open = programmes.map(({ document }) => openFields(document).length);
    expect([Math.min(...open), Math.max(...open)]).toEqual([0, 11]);
    const [first] = demoProgrammes;
    expect(openSince(await programmeRevisions(db, first?.id ?? ''))).toMatchObject({ readers: addDays(today, -40) });
    const attached = await attachedTo(db, first?.id ?? '');
    expect(attached.map(({ kind, field }) => [kind, field])).toEqual([
      ['petition', 'collected'],
      ['petition', 'readers'],
      ['petition', null],
      ['response', 'purpose'],
      ['summary', 'collected'],
    ]);
    expect((await kinds()).filter((kind) => kind === 'attachment')).toHaveLength(5);
  });

  it('has petitions in every state that lasts', async () => {
    const rows = await house.published.select().from(petition);
    const states = new Set(rows.map(({ state }) => state));
    expect([...states].sort()).toEqual(['archived', 'closed', 'open', 'rejected', 'sent-back', 'waiting']);
    // The last one, and the one of somebody unknown, tell their own stories.
    expect(rows).toHaveLength(demoPetitions.length + 2);
    const unknown = rows.filter(({ organizerName }) => organizerName === '');
    expect(unknown.map(({ state, organizerKey }) => [state, organizerKey?.length])).toEqual([['open', 32]]);
    expect(rows.find(({ state }) => state === 'waiting')?.id).toBe(lastPetition.id);
  });

  it.each(demoPetitions.filter(({ decision }) => decision?.reasonCode === 'meets-the-rules').map((each) => each.name))(
    'shows of “%s” what its publications counted, day by day',
    async (name) => {
      const story = named(name);
      const inForce = await currentSettings(house.published, settings);
      const figures = (await petitionFigures(house.published, inForce, [story.id])).get(story.id);
      const signers = sum(story.signed) - sum(story.withdrawn);
      expect(figures?.threshold).toBe(18);
      if (signers < settings.criticalMass) {
        expect(figures?.signers).toEqual({ kind: 'withheld', minimum: settings.criticalMass });
        expect(await petitionHistory(house.published, inForce, story.id)).toEqual([]);
        return;
      }
      expect(figures?.signers).toEqual({ kind: 'shown', value: signers });
      const expected = new Map<number, number>();
      for (const [day, colleagues] of story.signed) expected.set(day, colleagues);
      for (const [day, colleagues] of story.withdrawn) expected.set(day, (expected.get(day) ?? 0) - colleagues);
      let total = 0;
      const history = [...expected].sort(([one], [other]) => one - other).map(([day, change]) => {
        total += change;
        return { day: addDays(today, day), signers: { kind: 'shown', value: total } };
      }); // prettier-ignore
      expect(await petitionHistory(house.published, inForce, story.id)).toEqual(
        // Below the critical mass nothing appears: the first figure is of the day on which it was reached.
        history.filter(({ signers: shown }) => shown.value >= settings.criticalMass),
      );
    },
  );

  it('has one petition overdue, one due, one answered in all three ways', async () => {
    const inForce = await currentSettings(house.published, settings);
    const ids = demoPetitions.map(({ id }) => id);
    const figures = await petitionFigures(house.published, inForce, ids);
    const answered = await house.published.select().from(response);
    expect(answered.map(({ petitionId }) => petitionId)).toEqual([named('reviews').id]);
    const due = (name: DemoPetition['name']) => figures.get(named(name).id)?.dueDay ?? '';
    expect(due('readers') < today).toBe(true);
    expect(due('readers')).not.toBe('');
    expect(due('shifts') > today).toBe(true);
    for (const name of ['keystrokes', 'canteen', 'badges', 'rota'] as const) expect(due(name)).toBe('');
    expect(named('reviews').response?.text.items.map((item) => item?.answer)).toEqual(['accepted', 'partly', 'declined']); // prettier-ignore
  });

  it('has its answer judged, its pledges witnessed and one demand reopened, each from the minimum up', async () => {
    const { id } = named('reviews');
    const shown = (value: number) => ({ kind: 'shown', value });
    const verdicts = await choiceFigures(
      house.published,
      settings,
      'verdict',
      [1, 2, 3].map((demand) => verdictId(id, demand)),
    );
    expect(verdicts.get(verdictId(id, 1))?.choices).toEqual({ answered: shown(5), partly: shown(1), not: shown(0) });
    expect(verdicts.get(verdictId(id, 2))?.choices).toEqual({ answered: shown(1), partly: shown(4), not: shown(1) });
    expect(verdicts.get(verdictId(id, 3))?.choices).toEqual({ answered: shown(1), partly: shown(0), not: shown(6) });
    const reopened = await house.published.select().from(answerReopened);
    expect(reopened.map(({ petitionId, demand }) => verdictId(petitionId, demand))).toEqual([verdictId(id, 3)]);
    const pledges = await house.published.select().from(pledge);
    const standing = Object.fromEntries(pledges.map((each) => [each.id, [each.status, each.dueDay < today]]));
    expect(demoPledges.map(({ id: name }) => standing[name])).toEqual([
      ['kept', true],
      ['in-progress', true],
      ['in-progress', false],
    ]);
    const witnessed = await unitFigures(house.published, settings, demoPledges[2]?.id ?? '');
    expect(witnessed.map(({ unit, done, notDone }) => [unit, done, notDone])).toEqual([
      ['Tidewater Instruments / Operations / Support', 3, 0],
      ['Tidewater Instruments / Operations / Warehouse', 0, 4],
    ]);
    expect((await revisionsOf(house.published, 'response', id)).map(({ revision }) => revision)).toEqual([1, 2]);
    expect(await house.published.$count(contradiction)).toBe(1);
    const questions = await house.published.select({ state: question.state }).from(question);
    expect(questions.map(({ state }) => state).sort()).toEqual(['open', 'open', 'rejected', 'waiting']);
  });

  it('keeps what is under its critical mass unseen, and deleted it where the petition closed', async () => {
    const waiting = await house.anonymous
      .select({ petition: waitingAction.petitionId, acts: count() })
      .from(waitingAction)
      .groupBy(waitingAction.petitionId);
    expect(waiting).toEqual([{ petition: named('badges').id, acts: 2 }]);
    const deletions = await house.published.select().from(deletion);
    expect(deletions.map(({ petitionId }) => petitionId)).toEqual([named('dogs').id]);
    const shown = await house.published
      .select()
      .from(figure)
      .where(eq(figure.petitionId, named('dogs').id));
    expect(shown).toEqual([]);
  });

  it('ends with a checkpoint over all that was published, nothing to publish at once, and no mail of the past', async () => {
    const runs = await house.published.select().from(publication);
    expect(runs.every((run) => run.editionsDone && run.signaturesDone && run.checkpointDone)).toBe(true);
    expect(runs.every((run) => run.slot < house.clock.now())).toBe(true);
    const sizes = (await house.published.select().from(checkpoint)).map(({ size }) => size);
    expect(Math.max(...sizes)).toBe(await house.published.$count(ledgerEntry));
    expect(await house.identified.$count(mailOutbox)).toBe(0);
    const editions = await house.published.select().from(edition);
    expect(editions.map(({ live }) => live).sort((a, b) => a - b)).toEqual([20, 35, 45, 47]);
    expect(await house.identified.$count(registerPlace)).toBe(47);
  });

  it('is left as it is by every later start', async () => {
    const before = await house.published.$count(ledgerEntry);
    expect(await seedDemo(house)).toBe(false);
    expect(await house.published.$count(ledgerEntry)).toBe(before);
  });

  async function kinds(): Promise<string[]> {
    const rows = await house.published.select().from(ledgerEntry).orderBy(ledgerEntry.index);
    return rows.map(({ bytes }) => (JSON.parse(Buffer.from(bytes).toString()) as { kind: string }).kind);
  }

  // One making of the company serves all. Whoever adds to it comes last.
  describe('under an audit', () => {
    describeAudit(() => auditedDemo(database, noteKeys));
  });
  describe('as its public interface', () => {
    describeApi(() => database, today);
  });
  describe('under a critical mass', () => {
    describeCriticalMass(() => database, noteKeys);
  });
  describe('as public data', () => {
    describePublicData(() => database);
  });
  describe('under a witness', () => {
    describeDemoWitness(() => database);
  });
});

describe('seeding refuses', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.close());

  it('settings that are not the demo’s, as its keys are public', async () => {
    const real = productionSettings({ organisation: 'acme', organisationName: 'Acme', timeZone: 'UTC' });
    await expect(seedDemo({ ...houseOf(database), settings: real })).rejects.toThrow(RangeError);
    expect(await database.identified.$count(person)).toBe(0);
  });

  it('proofs that do not fit, naming the command that makes them anew; and then what is half made', async () => {
    const house = houseOf(database);
    const first = `possession/${demoColleagues[0]?.personNumber ?? ''}`;
    const second = `possession/${demoColleagues[1]?.personNumber ?? ''}`;
    const swapped = { ...made, [first]: (made as Record<string, string>)[second] ?? '' };
    const failure = seedDemo(house, proofsMadeBefore(swapped));
    await expect(failure).rejects.toThrow(DemoProofsError);
    await expect(failure).rejects.toThrow('npm run demo:proofs');
    await expect(seedDemo(house)).rejects.toThrow('half made');
  });

  it('a proof that is missing', async () => {
    const source = proofsMadeBefore({});
    await expect(source({ name: 'possession/1' } as Parameters<typeof source>[0])).rejects.toThrow('npm run demo:proofs'); // prettier-ignore
  });
});
