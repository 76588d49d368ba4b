import { announceToday } from '~/features/identified/announcements/announce.server';
import { publishDraft } from '~/features/identified/answering/publish-draft.server';
import { startDraft } from '~/features/identified/answering/start-draft.server';
import { saveDraft } from '~/features/identified/answering/write-draft.server';
import { explainToLeadership } from '~/features/identified/desks/explain-to-leadership.server';
import { linkOwnContradiction } from '~/features/identified/desks/own-contradictions.server';
import { askOrganizer } from '~/features/identified/leadership/ask-organizer.server';
import { assignAnswer } from '~/features/identified/leadership/assign-answer.server';
import { makePledge } from '~/features/identified/pledges/make-pledge.server';
import { revisePledge } from '~/features/identified/pledges/revise-pledge.server';
import { answerQuestion } from '~/features/identified/questions/answer-question.server';
import { moderateQuestion } from '~/features/identified/questions/moderate-question.server';
import type { Quoted } from '~/features/published/contradictions/contradiction';
import { questionDecisionSchema } from '~/features/published/questions/question-decision.schema';
import { newestRevision } from '~/features/published/statements/statements.queries.server';
import { addDays, dayOf } from '~/platform/clock';
import { waitingQuestion } from '../schema/anonymous-choices';
import {
  contradictionWords,
  demoAnnouncements,
  demoClarification,
  demoPledges,
  demoQuestions,
  pledgesMade,
  revisedResponse,
  type DemoPledge,
} from './demo-answer-texts';
import { demoChoiceDays, liveChoices } from './demo-choices';
import { pastUrl, type DemoHouse } from './demo-house';
import { actorOf, organizerOf } from './demo-petition-acts';
import { demoPetitions, type DemoDay, type DemoPetition } from './demo-petitions';
import { demoDelegate, holderOf } from './demo-roster';

const petitionNamed = (name: DemoPetition['name']): DemoPetition => {
  const found = demoPetitions.find((each) => each.name === name);
  if (!found) throw new RangeError(`the demo has no petition ${name}`);
  return found;
};
const reviews = petitionNamed('reviews');
const shifts = petitionNamed('shifts');
const leadership = () => actorOf(holderOf('leadership'));

/** What leadership, organizers and moderators do about answers on which day. Announcements come first of their day. */
const acts: readonly (readonly [day: DemoDay, act: (house: DemoHouse, today: DemoDay) => Promise<void>])[] = [
  [demoAnnouncements.controlled.day, (house) => tellEverybody(house, demoAnnouncements.controlled, null)],
  [demoAnnouncements.answered.day, (house) => tellEverybody(house, demoAnnouncements.answered, reviews.id)],
  [-45, (house) => assign(house, reviews, null)],
  [-40, (house) => assign(house, petitionNamed('readers'), null)],
  [-13, (house) => assign(house, shifts, demoDelegate.personNumber)],
  [demoClarification.asked, ask],
  [demoClarification.answered, explain],
  ...demoPledges.flatMap((pledge) => [
    [pledgesMade, (house: DemoHouse, today: DemoDay) => promise(house, pledge, today)] as const,
    ...pledge.steps.map((step, index) => [step.day, (house: DemoHouse) => change(house, pledge, index)] as const),
  ]),
  [revisedResponse.day, revise],
  [revisedResponse.day + 1, contradict],
  ...demoQuestions.flatMap(({ id, asked, body, decision, answer }) => [
    [asked, (house: DemoHouse) => wonder(house, id, body)] as const,
    ...(decision ? [[decision.day, (house: DemoHouse) => decideOn(house, id, decision)] as const] : []),
    ...(answer ? [[answer.day, (house: DemoHouse) => reply(house, id, answer.body)] as const] : []),
  ]),
];

/** Days on which something of this happens. */
export const demoAnswerDays: readonly DemoDay[] = [...acts.map(([day]) => day), ...demoChoiceDays];

/** Lives through a day of what is answered, promised, asked and judged. @throws DemoProofsError */
export async function liveAnswers(house: DemoHouse, today: DemoDay): Promise<void> {
  for (const [day, act] of acts) if (day === today) await act(house, today);
  await liveChoices(house, reviews, today);
}

const deps = ({ identified: db, clock, settings }: DemoHouse) => ({ db, clock, settings, publicUrl: pastUrl });

async function tellEverybody(
  house: DemoHouse,
  { title, body }: { readonly title: string; readonly body: string },
  petitionId: string | null,
): Promise<void> {
  const id = await announceToday(deps(house), { actor: leadership(), title, body, petitionId, byMail: false });
  if (petitionId === null) announced.set(house.identified, id);
}

/** The announcement that is contradicted later, in each demo that is being lived. */
const announced = new WeakMap<object, string>();

async function assign(house: DemoHouse, { id }: DemoPetition, delegate: string | null): Promise<void> {
  const owner = holderOf('leadership').personNumber;
  await assignAnswer(deps(house), { actor: leadership(), subject: 'petition', id, owner, delegate, owners: 0 });
}

function ask(house: DemoHouse): Promise<void> {
  const { question } = demoClarification;
  return askOrganizer(deps(house), { actor: leadership(), petitionId: shifts.id, question });
}

function explain(house: DemoHouse): Promise<void> {
  const { answer } = demoClarification;
  const actor = actorOf(organizerOf(shifts));
  return explainToLeadership(deps(house), { actor, petitionId: shifts.id, number: 1, answer });
}

function promise(house: DemoHouse, pledge: DemoPledge, today: DemoDay): Promise<void> {
  const on = (day: DemoDay) => addDays(dayOf(house.clock.now()), day - today);
  const { id, text, howSeen, witnessed, due } = pledge;
  const milestones = pledge.milestones.map((milestone) => ({ text: milestone.text, day: on(milestone.day) }));
  return makePledge(deps(house), {
    ...{ actor: leadership(), id, petitionId: reviews.id, owner: holderOf('leadership').personNumber },
    words: { text, howSeen, witnessed, dueDay: on(due), milestones, status: 'not-started', evidence: [] },
  });
}

async function change(house: DemoHouse, { id, steps }: DemoPledge, index: number): Promise<void> {
  const step = steps[index];
  const newest = await newestRevision(house.identified, 'pledge', id);
  if (!step || !newest) throw new RangeError('a pledge is made before it is changed');
  const { status, evidence, reason } = step;
  const { ownerName: _, unit: __, ...words } = newest.document;
  await revisePledge(deps(house), {
    ...{ actor: leadership(), id, base: newest.revision, owner: null, reason },
    words: { ...words, status, evidence },
  });
}

async function revise(house: DemoHouse): Promise<void> {
  const { body, items, reason } = revisedResponse;
  const actor = leadership();
  const draftId = await startDraft(deps(house), { actor, subjects: [{ subject: 'petition', id: reviews.id }] });
  const version = await saveDraft(deps(house), {
    ...{ actor, draftId, version: 1 },
    words: {
      body,
      petitions: [{ petitionId: reviews.id, items: items.map((item) => item ?? { answer: null, reason: '' }) }],
      ...{ programmeId: null, programmeField: null, reason, announce: 'no' },
    },
  });
  await publishDraft(deps(house), { actor, draftId, version });
}

function contradict(house: DemoHouse): Promise<void> {
  const id = announced.get(house.identified);
  if (id === undefined) throw new RangeError('the announcement comes before the contradiction');
  const earlier: Quoted = {
    ...{ kind: 'announcement', id, revision: 1 },
    quote:
      'The recordings are tightly controlled: they are open to the six people of the training team and to nobody else',
  };
  const later: Quoted = {
    ...{ kind: 'response', id: reviews.id, revision: 2 },
    quote: 'for eleven weeks the recordings could be opened by everybody in the company',
  };
  return linkOwnContradiction(deps(house), {
    ...{ actor: actorOf(organizerOf(reviews)), petitionId: reviews.id, words: contradictionWords },
    sides: [earlier, later],
  });
}

/** As `/unseen/questions` keeps it, without the proof: that is bound to a day, and nobody's day is made beforehand. */
async function wonder({ anonymous }: DemoHouse, id: string, body: string): Promise<void> {
  await anonymous.insert(waitingQuestion).values({ id, petitionId: reviews.id, about: 'response', body });
}

function decideOn(
  house: DemoHouse,
  questionId: string,
  { reasonCode, words }: { readonly reasonCode: string; readonly words: string },
): Promise<void> {
  const decision = questionDecisionSchema.parse({ reasonCode, words });
  return moderateQuestion(deps(house), { actor: actorOf(holderOf('moderator')), questionId, decision });
}

function reply(house: DemoHouse, questionId: string, body: string): Promise<void> {
  return answerQuestion(deps(house), { actor: leadership(), questionId, base: 0, body, reason: '' });
}
