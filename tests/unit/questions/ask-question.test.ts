import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { identityFromEntropy } from '~/crypto/semaphore/key';
import { questionMessage, questionScope, reduce, type Message, type Scope } from '~/crypto/semaphore/statement';
import { askQuestion, type AskingStage, type AskingTools } from '~/features/anonymous/questions/ask-question';
import { explainAsking } from '~/features/anonymous/questions/asking-words';
import { parseAsking } from '~/features/anonymous/questions/asking.schema';
import { slotsInMemory, type UsedQuestionSlots } from '~/features/anonymous/questions/used-question-slots';
import { StandingError } from '~/features/anonymous/concerns/stand-on-register';
import { questionTextDigest } from '~/features/published/questions/question';

const organisation = 'acme.example';
const text = { petition: 'a'.repeat(26), about: 'petition', body: 'Who could read it?' } as const;
const person = { entropy: new Uint8Array(16).fill(7), commitment: '00'.repeat(32) };

interface Sent {
  readonly url: string;
  readonly init: RequestInit;
  readonly body: { day: string; slot: number };
}

let sent: Sent[];
/** What the server answers next; `lost` is no answer at all. When none is left, everything is taken. */
let answers: ('lost' | { status: number; error: string })[];
let slots: UsedQuestionSlots;
let proved: { scope: Scope; message: Message }[];
let stages: AskingStage[];
let day: string;

beforeEach(() => {
  [sent, answers, slots, proved, stages, day] = [[], [], slotsInMemory(), [], [], '2026-06-10'];
  vi.stubGlobal('fetch', (url: string, init: RequestInit) => {
    sent.push({ url, init, body: JSON.parse(init.body as string) as Sent['body'] });
    const answer = answers.shift();
    if (answer === 'lost') return Promise.reject(new TypeError('the network is gone'));
    if (answer) return Promise.resolve(Response.json({ error: answer.error }, { status: answer.status }));
    return Promise.resolve(Response.json({}));
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
});

const tools = (given: Partial<AskingTools> = {}): AskingTools => ({
  organisation,
  today: () => day,
  slots,
  standOn: () =>
    Promise.resolve({ register: 3, edition: 4, path: { root: 5n, leaf: 6n, index: 0, siblings: [] } as never }),
  prove({ identity, scope, message }) {
    proved.push({ scope, message });
    const points = Array.from({ length: 8 }, (_, at) => String(at + 1)) as never;
    return Promise.resolve({
      ...{ depth: 17, root: '5', nullifier: identity.nullifier(scope).toString(), points },
      ...{ scope: reduce(scope).toString(), message: reduce(message).toString() },
    } as never);
  },
  onStage: (stage) => stages.push(stage),
  ...given,
});
const ask = (given?: Partial<AskingTools>) => askQuestion(text, person, tools(given));
const code = async (asking: Promise<void>) => {
  const error: unknown = await asking.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  return (error as { code?: string } | null)?.code ?? null;
};

describe('a device that asks', () => {
  test('computes scope and message itself, from the words on its screen, and posts what the server reads', async () => {
    await ask();
    expect(sent).toHaveLength(1);
    const [{ url, init, body } = { url: '', init: {}, body: { day: '', slot: -1 } }] = sent;
    expect(url).toBe('/unseen/questions');
    expect(init).toMatchObject({ credentials: 'omit', referrerPolicy: 'no-referrer', cache: 'no-store' });
    const asking = parseAsking(body);
    expect(asking.text).toEqual(text);
    expect([asking.day, asking.claim.register, asking.claim.edition]).toEqual([day, 3, 4]);
    const scope = questionScope(organisation, day, asking.slot);
    expect(proved).toEqual([{ scope, message: questionMessage(questionTextDigest(text)) }]);
    expect(asking.claim.nullifier).toBe(identityFromEntropy(person.entropy).nullifier(scope));
    expect(Object.keys(body).sort()).toEqual(['about', 'body', 'day', 'depth', 'edition', 'nullifier', 'petition', 'points', 'register', 'root', 'slot', 'v']); // prettier-ignore
    expect(stages).toEqual(['register', 'proof', 'sending']);
    expect(await slots.usedSlots(day)).toEqual([asking.slot]);
  });

  test('uses each slot of a day once, and says when there is none', async () => {
    for (let n = 0; n < 3; n += 1) await ask();
    expect(sent.map(({ body }) => body.slot).sort()).toEqual([0, 1, 2]);
    expect(await code(ask())).toBe('all-slots-used');
    expect(sent).toHaveLength(3);
    day = '2026-06-11';
    await ask();
    expect(sent).toHaveLength(4);
  });

  test('draws slots at random: their order says nothing', async () => {
    const first = new Set<number>();
    for (let n = 0; n < 60; n += 1) {
      slots = slotsInMemory();
      await ask();
      first.add(sent.at(-1)?.body.slot ?? -1);
    }
    expect(first).toEqual(new Set([0, 1, 2]));
  });

  test('goes on in another slot where one was used elsewhere, with a proof of its own', async () => {
    answers = [{ status: 409, error: 'slot-used' }];
    await ask();
    const [one, two] = sent;
    expect(two?.body.slot).not.toBe(one?.body.slot);
    expect(new Set(proved.map(({ scope }) => scope)).size).toBe(2);
    answers = Array.from({ length: 3 }, () => ({ status: 409, error: 'slot-used' }));
    slots = slotsInMemory();
    expect(await code(ask())).toBe('all-slots-used');
  });

  test('sends the very same again after a lost connection, and keeps the slot as used if it stays lost', async () => {
    answers = ['lost'];
    await ask();
    expect(sent[1]?.init.body).toBe(sent[0]?.init.body);
    answers = ['lost', 'lost'];
    expect(await code(ask())).toBe('connection-lost');
    expect(await slots.usedSlots(day)).toHaveLength(2);
    await ask();
    expect(new Set(sent.map(({ body }) => body.slot)).size).toBe(3);
  });

  test('begins anew where the edition or the day changed, and gives up in the end', async () => {
    answers = [
      { status: 409, error: 'stale-edition' },
      { status: 409, error: 'wrong-day' },
    ];
    await ask();
    expect(sent).toHaveLength(3);
    answers = Array.from({ length: 10 }, () => ({ status: 409, error: 'stale-edition' }));
    expect(await code(ask())).toBe('keeps-changing');
    expect(sent).toHaveLength(9);
  });

  test('sends nothing where the crowd is smaller than it was told, or the proof fails', async () => {
    const standOn = () => Promise.reject(new StandingError('smaller-crowd'));
    expect(await code(ask({ standOn }))).toBe('smaller-crowd');
    const prove = () => Promise.reject(new Error('no memory'));
    await expect(ask({ prove })).rejects.toThrow('no memory');
    expect(sent).toEqual([]);
    expect(await slots.usedSlots(day)).toEqual([]);
  });

  test('stops at any other refusal, and has words for each', async () => {
    for (const error of ['malformed', 'petition-not-open', 'no-response', 'invalid-proof', 'crowd-too-small', 'busy']) {
      answers = [{ status: 409, error }];
      const before = sent.length;
      expect(await code(ask())).toBe(error);
      expect(sent).toHaveLength(before + 1);
    }
    const unexpected = explainAsking(new Error('anything')).title;
    for (const known of [
      'malformed',
      'petition-not-open',
      'no-response',
      'crowd-too-small',
      'busy',
      'all-slots-used',
      'keeps-changing',
      'smaller-crowd',
      'not-on-register',
      'clocks-differ',
      'connection-lost',
      'stale-edition',
    ]) {
      // prettier-ignore
      expect(explainAsking({ code: known }).title).not.toBe(unexpected);
    }
  });
});
