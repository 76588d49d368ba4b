import { and, eq } from 'drizzle-orm';
import { choiceMessage, choiceScope, type Choice, type ChoiceKind } from '~/crypto/semaphore/statement';
import { acceptChoice } from '~/features/anonymous/choices/accept-choice.server';
import { ChoiceError } from '~/features/anonymous/choices/choice-error';
import { shuffled } from '~/features/identified/enrolment/shuffle';
import { verdictId } from '~/features/published/choices/choice';
import { pledgeTextDigest } from '~/features/published/pledges/pledge';
import { questionTextDigest } from '~/features/published/questions/question';
import type { EditionDocument } from '~/features/published/registers/edition-document';
import { responseItemDigest } from '~/features/published/responses/response';
import { choiceSubject } from '../schema/published-choices';
import { demoPledges, demoQuestions, demoVerdicts, demoWitnesses } from './demo-answer-texts';
import type { DemoHouse } from './demo-house';
import { demoIdentity } from './demo-keys';
import type { DemoDay, DemoPetition } from './demo-petitions';
import { DemoProofsError } from './demo-proofs';
import { demoColleagues, type DemoPerson } from './demo-roster';
import { newestDemoEdition, provenClaim, verificationOf } from './demo-signatures';
import { demoResponse } from './demo-texts';
import { provenUnit } from './demo-units';
import { seededBelow } from './seeded-random';

/** A thing to choose on, as the story has it; its words never change in the demo, whatever else is revised. */
interface Thing {
  readonly kind: ChoiceKind;
  readonly id: string;
  readonly name: string;
  readonly textDigest: Uint8Array;
  readonly said: readonly {
    readonly day: DemoDay;
    readonly choice: Choice;
    readonly colleagues: number;
    readonly unit?: string;
  }[];
}

/** Days on which somebody chooses. */
export const demoChoiceDays: readonly DemoDay[] = [
  ...demoVerdicts.flat(),
  ...demoWitnesses,
  ...demoQuestions.flatMap(({ support }) => support),
].map(({ day }) => day);

/** Lives through a day of verdicts, field witnesses and support, each with its proof. @throws DemoProofsError */
export async function liveChoices(house: DemoHouse, petition: DemoPetition, today: DemoDay): Promise<void> {
  for (const thing of thingsUnder(petition)) {
    if (!thing.said.some(({ day }) => day === today)) continue;
    const edition = await newestDemoEdition(house);
    for (const [colleague, { day, choice, unit }] of sayingOn(thing)) {
      if (day === today) await choose(house, edition, { thing, colleague, choice, unit });
    }
  }
}

function thingsUnder({ id: petition, text }: DemoPetition): Thing[] {
  const verdicts = demoVerdicts.map((said, index): Thing => {
    const item = demoResponse.items[index];
    if (!item) throw new RangeError('the demo’s response answers every demand');
    const number = index + 1;
    const textDigest = responseItemDigest(petition, number, text.demands[index] ?? '', item);
    return { kind: 'verdict', id: verdictId(petition, number), name: `verdict ${String(number)}`, textDigest, said };
  });
  const witnessed = demoPledges.find(({ name }) => name === 'recorder');
  if (!witnessed) throw new RangeError('the demo has a pledge to witness');
  const { id } = witnessed;
  const pledge: Thing = {
    ...{ kind: 'witness', id, name: `pledge ${witnessed.name}` },
    ...{ textDigest: pledgeTextDigest(id, witnessed), said: demoWitnesses },
  };
  const questions = demoQuestions.map(({ id: question, name, body, support }): Thing => {
    const textDigest = questionTextDigest({ petition, about: 'response', body });
    return { kind: 'support', id: question, name: `question ${name}`, textDigest, said: support };
  });
  return [...verdicts, pledge, ...questions];
}

/** Who says it, in turn: whoever had a key when all this began, in an order that is each thing's own and always the same. */
function sayingOn({ name, said }: Thing) {
  const left = shuffled(demoColleagues.slice(0, enrolledLongAgo), seededBelow(`choosers on ${name}`));
  return said.flatMap((group) => {
    const able = group.unit === undefined ? left : left.filter(({ unitPath }) => unitPath === group.unit);
    const saying = able.slice(0, group.colleagues);
    for (const each of saying) left.splice(left.indexOf(each), 1);
    return saying.map((colleague) => [colleague, group] as const);
  });
}

/** Colleagues whose keys were on the register before the petition was answered. */
const enrolledLongAgo = 35;

interface Chosen {
  readonly thing: Thing;
  readonly colleague: DemoPerson;
  readonly choice: Choice;
  readonly unit: string | undefined;
}

/** As a browser would: one proof in the whole register, and another in the unit's own tree where the unit is disclosed. */
async function choose(
  house: DemoHouse,
  edition: EditionDocument,
  { thing, colleague, choice, unit }: Chosen,
): Promise<void> {
  const { anonymous: db, clock, settings } = house;
  const { kind, id, textDigest } = thing;
  const n = 0;
  const name = `${thing.name}/${colleague.personNumber}/${String(n)}`;
  const identity = demoIdentity(colleague);
  const scope = choiceScope(settings.organisation, kind, id);
  const message = choiceMessage(textDigest, choice, n);
  const claim = await provenClaim(house, edition, { name, identity, scope, message });
  const saying = { v: 1, kind, id, revision: await newestWords(house, thing), choice, n, ...claim };
  const disclosing = { name, identity, scope, textDigest };
  const body =
    unit === undefined ? saying : { ...saying, unit: await provenUnit(house, edition, { ...disclosing, path: unit }) };
  try {
    await acceptChoice({ db, clock, settings, verification: verificationOf(house) }, body);
  } catch (error) {
    if (!(error instanceof ChoiceError)) throw error;
    throw new DemoProofsError(`The act "${name}" was refused (${error.code})`, { cause: error });
  }
}

/** The revision that the words stand in by now: other words of the same statement may have been revised. */
async function newestWords({ published }: DemoHouse, { kind, id }: Thing): Promise<number> {
  const [row] = await published
    .select({ revision: choiceSubject.revision })
    .from(choiceSubject)
    .where(and(eq(choiceSubject.kind, kind), eq(choiceSubject.id, id)));
  if (!row) throw new RangeError(`nothing can be chosen on ${kind} ${id} yet`);
  return row.revision;
}
