import { base64 } from '@scure/base';
import { hashFields, toHex } from '~/crypto/hash';
import type { JsonValue } from '~/crypto/canonical-json';
import { handlingActs } from '~/features/anonymous/concerns/handling-acts.server';
import { receiptOf, type Receipt } from '~/features/anonymous/concerns/receipt';
import { writeMessage } from '~/features/anonymous/concerns/reporter-requests.server';
import { signRequest } from '~/features/anonymous/concerns/signed-request';
import { sealLabels } from '~/features/anonymous/handling/labels';
import { openHandlerKeys, type OpenHandlerKeys } from '~/features/published/handlers/open-handler-keys';
import { dayOf } from '~/platform/clock';
import { fileConcern, fileMessage } from '../factories/file-concern';
import { demoConcerns, type DemoConcern, type DemoConcernStep } from './demo-concern-texts';
import { demoHandlerEntropy, demoHandlerWords } from './demo-handlers';
import type { DemoHouse } from './demo-house';
import type { DemoDay } from './demo-petitions';

/** Days on which a concern is raised, or something happens to one. */
export const demoConcernDays: readonly DemoDay[] = demoConcerns.flatMap(({ day, steps }) => [
  day,
  ...steps.map((step) => step.day),
]);

interface Correspondents {
  readonly receipt: Receipt;
  readonly handlers: readonly OpenHandlerKeys[];
}

/** Lives through a day of the demo's concerns: real keys, real encryption, signed requests; only proofs are left out. */
export async function liveConcerns(house: DemoHouse, today: DemoDay): Promise<void> {
  for (const story of demoConcerns) {
    const days = [story.day, ...story.steps.map(({ day }) => day)];
    if (!days.includes(today)) continue;
    const correspondents = await correspondentsOf(house, story);
    if (story.day === today) await raise(house, story, correspondents);
    for (const step of story.steps) if (step.day === today) await take(house, story, correspondents, step);
  }
}

async function correspondentsOf({ settings }: DemoHouse, { name }: DemoConcern): Promise<Correspondents> {
  // Secret to nobody, like every key of the demo.
  const receipt = await receiptOf(hashFields('demo-concern/v1', name).slice(0, 16));
  const opening = demoHandlerWords.map(({ person }) =>
    openHandlerKeys(settings.organisation, demoHandlerEntropy(person)),
  );
  return { receipt, handlers: await Promise.all(opening) };
}

async function raise(house: DemoHouse, story: DemoConcern, { receipt, handlers }: Correspondents): Promise<void> {
  const { anonymous: db, clock, settings } = house;
  const { programme, content, file } = story;
  const files = file ? [{ bytes: new Blob([file.text]), name: file.name, mediaType: 'text/plain' }] : [];
  const to = handlers.map(({ recipient }) => recipient);
  await fileConcern({ db, clock, settings }, { receipt, programme, content, files, to });
}

async function take(
  house: DemoHouse,
  story: DemoConcern,
  correspondents: Correspondents,
  step: DemoConcernStep,
): Promise<void> {
  const concern = toHex(correspondents.receipt.concern);
  const handler = (index: number) => {
    const keys = correspondents.handlers[index];
    if (!keys) throw new RangeError('the demo begins with two handlers');
    return keys;
  };
  const ask = (by: number, act: string, asked: Record<string, JsonValue>) => askAs(house, handler(by), act, asked);
  const standing = async () =>
    (await ask(0, 'conversation', { concern })) as { state: string; next: number; labelsNumber: number };
  const write = async (sender: 'reporter' | number, audience: 'all' | 'handlers', text: string) => {
    const { next: number } = await standing();
    const name = sender === 'reporter' ? sender : handler(sender).fingerprint;
    await send(
      house,
      correspondents,
      { concern, programme: story.programme, number, sender: name, audience },
      text,
      (manifest) =>
        sender === 'reporter' ? tellAs(house, correspondents.receipt, manifest) : ask(sender, 'message', { manifest }),
    );
  };
  if ('reporter' in step) return write('reporter', 'all', step.reporter);
  if ('reply' in step) return write(step.by, 'all', step.reply);
  if ('note' in step) return write(step.by, 'handlers', step.note);
  if ('read' in step) {
    await ask(step.by, 'read', { concern, number: 0 });
    return;
  }
  if ('assign' in step) {
    await ask(0, 'assign', { concern, to: handler(step.assign).fingerprint });
    return;
  }
  const { state: from, labelsNumber: n } = await standing();
  if ('labels' in step) {
    const labels = await sealLabels(step.labels, correspondents.handlers.map(({ recipient }) => recipient)); // prettier-ignore
    await ask(0, 'labels', { concern, n, labels: base64.encode(labels) });
    return;
  }
  const [to, reason] = 'closed' in step ? ['closed', step.closed] : [step.state, null];
  await ask(0, 'state', { concern, from, to, reason });
}

type Place = Parameters<typeof fileMessage>[1];

async function send(
  { anonymous: db, clock }: DemoHouse,
  { receipt, handlers }: Correspondents,
  place: Place,
  text: string,
  keep: (manifest: string) => Promise<unknown>,
): Promise<void> {
  const isReporter = place.sender === 'reporter';
  const to = [...(place.audience === 'all' ? [receipt.recipient] : []), ...handlers.map(({ recipient }) => recipient)];
  const content = { text, ...(isReporter && { replyTo: receipt.recipient }) };
  await fileMessage({ db, clock }, place, { content, to }, (_, manifest) => keep(manifest));
}

function askAs(
  { anonymous: db, clock, settings }: DemoHouse,
  { signing }: OpenHandlerKeys,
  act: string,
  asked: Record<string, JsonValue>,
): Promise<object> {
  const done = handlingActs.get(act);
  if (!done) throw new RangeError(`handlers cannot ${act}`);
  const { organisation } = settings;
  const request = { ...asked, day: dayOf(clock.now()) };
  const body = signRequest(signing, { organisation, path: `/unseen/handling/${act}`, request });
  return done({ db, clock, settings }, body);
}

function tellAs(
  { anonymous: db, clock, settings }: DemoHouse,
  { signing }: Receipt,
  manifest: string,
): Promise<object> {
  const { organisation } = settings;
  const request = { manifest, day: dayOf(clock.now()) };
  return writeMessage(
    { db, clock, settings },
    signRequest(signing, { organisation, path: '/unseen/concerns/message', request }),
  );
}
