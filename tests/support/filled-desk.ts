import { base64 } from '@scure/base';
import { toHex } from '~/crypto/hash';
import type { JsonValue } from '~/crypto/canonical-json';
import { entropyToWords } from '~/crypto/words';
import { handlingActs } from '~/features/anonymous/concerns/handling-acts.server';
import { receiptOf } from '~/features/anonymous/concerns/receipt';
import { signRequest } from '~/features/anonymous/concerns/signed-request';
import { sealLabels } from '~/features/anonymous/handling/labels';
import { askToHandle } from '~/features/identified/handlers/ask-to-handle.server';
import { handlerStatement } from '~/features/published/handlers/handler-key';
import { openHandlerKeys, type OpenHandlerKeys } from '~/features/published/handlers/open-handler-keys';
import { concernKinds } from '~/features/published/programmes/concern-kind';
import { dayOf } from '~/platform/clock';
import { demoCompany } from '~/platform/environment';
import { demoSettings, type Settings } from '~/platform/settings';
import type { AnonymousDatabase } from '~db/anonymous-client';
import { fileConcern, fileMessage } from '~db/factories/file-concern';
import type { IdentifiedDatabase } from '~db/identified-client';
import { demoHandlers } from '~db/seed/demo-roster';
import { seededBelow } from '~db/seed/seeded-random';
import { nth } from './colleagues';
import type { Inbox } from './inbox';
import type { Visitor } from './visitor';

/*
 * A desk with many concerns: real keys, real encryption, through the use cases of the house.
 */

const entropy = new Uint8Array(16).fill(0x5d);

/** What a desk needs of a house. */
export interface DeskHouse {
  readonly database: { readonly identified: IdentifiedDatabase; readonly anonymous: AnonymousDatabase };
  readonly server: { readonly url: string };
  readonly inbox: Pick<Inbox, 'waitFor'>;
  readonly now: () => Date;
}

/** Who handles concerns there, and under which settings. Of the demo company unless told otherwise. */
export interface DeskHolder {
  readonly settings: Settings;
  readonly person: { readonly personNumber: string; readonly name: string; readonly email: string };
}

const demoHolder: DeskHolder = { settings: demoSettings(demoCompany), person: nth(demoHandlers, 0) };

export interface FilledDesk {
  readonly settings: Settings;
  /** Who sits at it. */
  readonly email: string;
  readonly words: string;
  readonly keys: OpenHandlerKeys;
}

/** Gives the house its first handler, whose twelve words are known to the test. */
export async function handlerWithWords(
  house: DeskHouse,
  { settings, person: { personNumber, name, email } }: DeskHolder = demoHolder,
): Promise<FilledDesk> {
  const { organisation } = settings;
  const keys = await openHandlerKeys(organisation, entropy);
  const { fingerprint, recipient, signing } = keys;
  const day = dayOf(house.now());
  const statement = handlerStatement({ organisation, act: 'added', fingerprint, name, by: fingerprint, day });
  await askToHandle(
    { db: house.database.identified, clock: house, settings, publicUrl: house.server.url },
    {
      personNumber,
      key: { signingKey: toHex(signing.publicKey), recipient, possession: toHex(signing.sign(statement)), day },
    },
  );
  // The mail that says so, or signing in would take it for the one with the code.
  await house.inbox.waitFor(email);
  return { settings, email, words: entropyToWords(entropy), keys };
}

/**
 * Files concerns of varied content; two in three are answered and noted, a third are labelled.
 * @returns how many messages they have
 */
export async function fileMany(house: DeskHouse, { keys, settings }: FilledDesk, count: number): Promise<number> {
  const below = seededBelow('a desk with many concerns');
  // Today: what is unfinished since yesterday would be deleted under our hands.
  const deps = { db: house.database.anonymous, clock: house, settings };
  const to = [keys.recipient];
  let messages = 0;
  for (let index = 0; index < count; index += 1) {
    const receipt = await receiptOf(Uint8Array.from({ length: 16 }, () => below(256)));
    const content = {
      kind: concernKinds[below(concernKinds.length)] ?? null,
      text: `${textOf(below)} Number ${String(index)}.`,
      answers: [{ question: 'Where?', answer: textOf(below) }],
    };
    const concern = await fileConcern(deps, { receipt, programme: null, content, to });
    messages += 1;
    if (below(3) === 0) continue;
    const ask = (act: string, asked: Record<string, JsonValue>) => askAs(deps, keys, act, { concern, ...asked });
    await ask('read', { number: 0 });
    for (const [number, audience] of [
      [1, 'all'],
      [2, 'handlers'],
    ] as const) {
      // prettier-ignore
      const place = { concern, programme: null, number, sender: keys.fingerprint, audience };
      const readers = audience === 'all' ? [receipt.recipient, ...to] : to;
      await fileMessage(deps, place, { content: { text: textOf(below) }, to: readers }, (_, manifest) =>
        askAs(deps, keys, 'message', { manifest }),
      );
      messages += 1;
    }
    if (below(2) === 0) continue;
    const labels = await sealLabels([nth(['Access', 'Reviews', 'Works council'], below(3))], to);
    await ask('labels', { n: 0, labels: base64.encode(labels) });
    if (below(2) === 0) await ask('state', { from: 'received', to: 'answered', reason: null });
    else if (below(3) === 0) await ask('state', { from: 'received', to: 'closed', reason: 'resolved' });
  }
  return messages;
}

/**
 * Signs in, opens the desk with the words and waits until it is full.
 * @param begin is done before the last click
 * @returns how long it took from that click
 */
export async function openFilledDesk(
  { page, visit, signIn }: Pick<Visitor, 'page' | 'visit' | 'signIn'>,
  { email, words }: FilledDesk,
  { limit = 60_000, begin = () => Promise.resolve() }: { limit?: number; begin?: () => Promise<void> } = {},
): Promise<number> {
  await signIn(email);
  await visit('/in/desk/concerns');
  await page.getByLabel('Your twelve words').fill(words);
  await page.getByRole('button', { name: 'Use these words' }).click();
  await page.getByRole('radio', { name: 'Do not keep it here' }).check();
  await begin();
  const start = performance.now();
  await page.getByRole('button', { name: 'Go on without keeping it' }).click();
  await page.locator('.desk-list').waitFor();
  await page.locator('.desk-filling').waitFor({ state: 'detached', timeout: limit });
  return performance.now() - start;
}

type Deps = Parameters<NonNullable<ReturnType<typeof handlingActs.get>>>[0];

function askAs(
  deps: Deps,
  { signing }: OpenHandlerKeys,
  act: string,
  asked: Record<string, JsonValue>,
): Promise<object> {
  const done = handlingActs.get(act);
  if (!done) throw new RangeError(`handlers cannot ${act}`);
  const { organisation } = deps.settings;
  const request = { ...asked, day: dayOf(deps.clock.now()) };
  return done(deps, signRequest(signing, { organisation, path: `/unseen/handling/${act}`, request }));
}

const subjects = ['The tables with our prompts', 'Recordings of the night shift', 'The badge log of the second floor', 'What we type in the chat', 'The list of who was exempt']; // prettier-ignore
const verbs = ['can be opened by everybody', 'are kept longer than was said', 'were shown in a performance review', 'are read by people who should not', 'have no review that anybody could name']; // prettier-ignore
const ends = ['since spring', 'in the warehouse', 'although it was promised otherwise', 'and nobody was told', 'as far as several colleagues say']; // prettier-ignore

function textOf(below: (bound: number) => number): string {
  const sentence = () => `${nth(subjects, below(5))} ${nth(verbs, below(5))} ${nth(ends, below(5))}.`;
  return Array.from({ length: 2 + below(12) }, sentence).join(' ');
}
