import { eq } from 'drizzle-orm';
import type { ParsedProof } from '~/crypto/semaphore/proof';
import { MAX_BATCH } from '~/crypto/semaphore/verification-pool';
import { createVerifier } from '~/crypto/semaphore/verifier';
import { inBatches } from '~/features/anonymous/signatures/in-batches';
import { VERIFICATION_KEYS } from '~/crypto/semaphore/verification-keys';
import { grantRole, setupActor } from '~/features/identified/accounts/change-role.server';
import { isGrantableRole } from '~/features/identified/accounts/role';
import { shuffled } from '~/features/identified/enrolment/shuffle';
import { applyRoster } from '~/features/identified/roster/apply-roster.server';
import { commandActor } from '~/features/identified/roster/roster';
import { readUpload } from '~/features/identified/roster/roster.queries.server';
import { stageRoster } from '~/features/identified/roster/stage-roster.server';
import { changeSetting } from '~/features/published/settings/change-setting.server';
import { addDays, dayOf, ManualClock } from '~/platform/clock';
import { publishIfDue } from '~/server/publication';
import { mailOutbox, person } from '../schema/identified';
import { petition } from '../schema/published';
import { demoAnswerDays, liveAnswers } from './demo-answers';
import { demoConcernDays, liveConcerns } from './demo-concerns';
import { enrolColleague } from './demo-enrolments';
import { letHandlersIn } from './demo-handlers';
import type { DemoHouse, SeedDemoDeps } from './demo-house';
import { answer, appeal, decide, submit, update } from './demo-petition-acts';
import {
  demoEnrolments,
  demoPetitions,
  demoThresholdPercent,
  lastPetition,
  type DemoDay,
  type DemoPetition,
} from './demo-petitions';
import { letWitnessIn } from './demo-witness';
import { proofsMadeBefore, type ProofSource } from './demo-proofs';
import {
  demoColleagues,
  demoDelegate,
  demoOtherModerator,
  demoRoles,
  demoRosterFile,
  type DemoPerson,
} from './demo-roster';
import { act, type DemoAct } from './demo-signatures';
import { writeProgrammes } from './demo-programme-acts';
import { demoProgrammes } from './demo-programmes';
import { demoSummaryDays, liveSummaries } from './demo-summaries';
import { demoUnknownDays, liveUnknownOrganizer } from './demo-unknown-organizer';
import { seededBelow } from './seeded-random';

/** An earlier first start was broken off: what is there is a part of the story, and a part cannot be gone on from. */
export class UnfinishedDemoError extends Error {
  override readonly name = 'UnfinishedDemoError';
  constructor() {
    super(
      'The demo company was left half made when its first start was broken off. Delete its folder and start again.',
    );
  }
}

/**
 * Lets the demo company live through its past (days before the clock's), if the database has no roster yet: roster and
 * roles, keys, petitions in every state, real signatures with real proofs, updates, an answer. All of it comes about by
 * the use cases of the house and by its publications, under a clock set to those days; no number is written by hand.
 * Takes a few seconds.
 *
 * @param proofs where membership proofs come from; those made beforehand unless told otherwise
 * @returns whether it was made now; on the finished demo company nothing changes
 * @throws DemoProofsError where proofs made beforehand do not fit; UnfinishedDemoError; RangeError outside the demo
 */
export async function seedDemo(deps: SeedDemoDeps, proofs: ProofSource = proofsMadeBefore()): Promise<boolean> {
  if (!deps.settings.demo) throw new RangeError('the demo company lives in the demo only: its keys are public');
  if (await isMade(deps)) return false;
  deps.onBegin?.();
  const today = dayOf(deps.clock.now());
  const clock = new ManualClock(deps.clock.now());
  const verifier = await createVerifier(VERIFICATION_KEYS[deps.settings.registerDepth]);
  const house: DemoHouse = {
    ...deps,
    clock,
    proofs,
    isValid: inBatches(
      (batch: readonly ParsedProof[]) =>
        Promise.resolve(verifier.verifyBatch(batch).map((refusal) => refusal === null)),
      { most: MAX_BATCH, waiting: demoColleagues.length },
    ),
  };
  const random = seededBelow('demo company');
  const at = (day: DemoDay, time: string) => {
    clock.set(`${addDays(today, day)}T${time}Z`);
  };
  for (const day of eventfulDays()) {
    at(day, '10:00:00');
    if (day === firstDay) await found(house);
    await liveThrough(house, day);
    at(day, '16:00:00');
    await publishIfDue({ ...house, random });
  }
  // It reached its readers on the days that it is about.
  await deps.identified.delete(mailOutbox);
  // Last of all: where this petition is, nothing is missing.
  at(lastPetition.submitted, '17:00:00');
  await submit(house, lastPetition, lastPetition.submitted);
  return true;
}

const firstDay = Math.min(...demoEnrolments.map(([day]) => day));

/** @throws UnfinishedDemoError */
async function isMade({ identified }: SeedDemoDeps): Promise<boolean> {
  const [somebody] = await identified.select({ personNumber: person.personNumber }).from(person).limit(1);
  if (!somebody) return false;
  const [last] = await identified.select({ id: petition.id }).from(petition).where(eq(petition.id, lastPetition.id));
  if (!last) throw new UnfinishedDemoError();
  return true;
}

/** Days on which anything happens, the publication that notices a closing included, in order. */
function eventfulDays(): DemoDay[] {
  const days = demoPetitions.flatMap(({ submitted, closes, decision, signed, withdrawn, updates, response }) => [
    submitted,
    closes + 1,
    ...(decision ? [decision.day] : []),
    ...[...signed, ...withdrawn].map(([day]) => day),
    ...updates.map(({ day }) => day),
    ...(response ? [response.day] : []),
  ]);
  const written = demoProgrammes.flatMap(({ revisions }) => revisions.map(({ day }) => day));
  const all = new Set([
    ...demoEnrolments.map(([day]) => day),
    ...days,
    ...written,
    ...demoConcernDays,
    ...demoSummaryDays,
    ...demoAnswerDays,
    ...demoUnknownDays,
  ]);
  return [...all].filter((day) => day < 0).sort((one, other) => one - other);
}

/** Roster, roles, handlers' keys, a witness and the one setting that is not the default. */
async function found(house: DemoHouse): Promise<void> {
  const { identified: db, clock, settings } = house;
  const owner = { uploadedBy: commandActor };
  async function* bytes() {
    yield await Promise.resolve(Buffer.from(demoRosterFile()));
  }
  const uploadId = await stageRoster({ db, clock, settings }, { ...owner, bytes: bytes() });
  const { digest } = await readUpload(db, { ...owner, id: uploadId }, clock.now());
  await applyRoster({ db, clock }, { ...owner, uploadId, digest, withoutRefused: false, confirmedLeavers: null });
  for (const { role, person: holder } of demoRoles) {
    const { personNumber } = holder;
    if (isGrantableRole(role)) await grantRole({ db, clock }, { actor: setupActor, personNumber, role });
  }
  const { personNumber } = demoDelegate;
  await grantRole({ db, clock }, { actor: setupActor, personNumber, role: 'leadership' });
  const { personNumber: other } = demoOtherModerator;
  await grantRole({ db, clock }, { actor: setupActor, personNumber: other, role: 'moderator' });
  await letHandlersIn(house);
  await letWitnessIn(house);
  await changeSetting({ db, clock, base: settings }, { name: 'thresholdPercent', value: demoThresholdPercent });
}

async function liveThrough(house: DemoHouse, day: DemoDay): Promise<void> {
  for (const colleague of enrolling(day)) await enrolColleague(house, colleague);
  await writeProgrammes(house, day);
  await liveConcerns(house, day);
  await liveSummaries(house, day);
  for (const each of demoPetitions) {
    if (each.submitted === day) await submit(house, each, day);
    if (each.decision?.day === day) await decide(house, each, each.decision);
    if (each.appeal?.day === day) await appeal(house, each, each.appeal.words);
    if (each.appeal?.decision.day === day) await decide(house, each, each.appeal.decision, demoOtherModerator);
    for (const { day: posted, body } of each.updates) if (posted === day) await update(house, each, body);
    if (each.response?.day === day) await answer(house, each);
  }
  await liveAnswers(house, day);
  await liveUnknownOrganizer(house, day);
  await act(house, demoPetitions.flatMap((each) => actsOn(each, day))); // prettier-ignore
}

/** In the order of their numbers. */
function enrolling(day: DemoDay): readonly DemoPerson[] {
  return demoColleagues.slice(enrolledBefore(day), enrolledBefore(day + 1));
}

function enrolledBefore(day: DemoDay): number {
  return demoEnrolments.reduce((sum, [enrolled, count]) => (enrolled < day ? sum + count : sum), 0);
}

function actsOn(story: DemoPetition, day: DemoDay): DemoAct[] {
  const signers = signersByPetition.get(story.name) ?? [];
  const during = (acts: DemoPetition['signed'], before: DemoDay) =>
    acts.reduce((sum, [acted, count]) => (acted < before ? sum + count : sum), 0);
  const of = (acts: DemoPetition['signed']) => signers.slice(during(acts, day), during(acts, day + 1));
  return [
    ...of(story.signed).map((colleague): DemoAct => ({ petition: story, colleague, action: 'sign' })),
    ...of(story.withdrawn).map((colleague): DemoAct => ({ petition: story, colleague, action: 'withdraw' })),
  ];
}

/** Who signs, in turn: anybody who has a key by then, in an order that is each petition's own and always the same. */
function signersOf({ name, signed }: DemoPetition): readonly DemoPerson[] {
  const order = shuffled(demoColleagues, seededBelow(`signers of ${name}`));
  const signers: DemoPerson[] = [];
  for (const [day, count] of signed) {
    const able = new Set(demoColleagues.slice(0, enrolledBefore(day)));
    const next = order.filter((each) => able.has(each) && !signers.includes(each));
    signers.push(...next.slice(0, count));
  }
  return signers;
}

const signersByPetition = new Map(demoPetitions.map((story) => [story.name, signersOf(story)]));
