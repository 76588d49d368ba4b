import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { toHex } from '~/crypto/hash';
import { openedPetitionName, openingDigest, organizerActDigest, organizerKey } from '~/crypto/organizing';
import { identityFromEntropy } from '~/crypto/semaphore/key';
import { openingMessage, openingScope, reduce, type Message, type Scope } from '~/crypto/semaphore/statement';
import { isSignedBy } from '~/crypto/signing-key';
import { fromHex } from '~/crypto/hash';
import { draftInMemory, emptyDraft } from '~/features/anonymous/organizing/device-draft';
import { openPetition, type OpeningStage, type OpeningTools } from '~/features/anonymous/organizing/open-petition';
import { parseOpening } from '~/features/anonymous/organizing/opening.schema';
import { actAsOrganizer, organizerWords, readOwnPetition } from '~/features/anonymous/organizing/organize';
import { explainOpening, explainOrganizing } from '~/features/anonymous/organizing/organizing-words';
import { petitionOf } from '~/features/anonymous/organizing/components/check-opening';
import { sponsorLinkOf } from '~/features/published/petitions/sponsor-link.server';

const organisation = 'acme.example';
const words = new Uint8Array(16).fill(3);
const person = { entropy: new Uint8Array(16).fill(7), commitment: '00'.repeat(32) };
const petition = {
  text: {
    ...{ title: 'Stop recording our screens', demands: ['Switch the recording off.'], background: '' },
    closesDay: '2026-07-10',
  },
  terms: { criticalMass: 10, askedUnit: null, sponsorsWanted: 0 },
  ...{ programme: null, field: null },
};

let sent: { url: string; init: RequestInit; body: Record<string, unknown> }[];
/** What the server answers next; `lost` is no answer at all. When none is left, everything is taken. */
let answers: ('lost' | { status: number; json: object })[];
let proved: { scope: Scope; message: Message }[];
let stages: OpeningStage[];
let day: string;

beforeEach(() => {
  [sent, answers, proved, stages, day] = [[], [], [], [], '2026-06-10'];
  vi.stubGlobal('fetch', (url: string, init: RequestInit) => {
    sent.push({ url, init, body: JSON.parse(init.body as string) as Record<string, unknown> });
    const answer = answers.shift();
    if (answer === 'lost') return Promise.reject(new TypeError('the network is gone'));
    if (answer) return Promise.resolve(Response.json(answer.json, { status: answer.status }));
    return Promise.resolve(Response.json({}));
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
});

const tools = (): OpeningTools => ({
  organisation,
  today: () => day,
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
});
const open = (given = petition) => openPetition(given, words, person, tools());
const refused = (error: string, status = 409) => ({ status, json: { error } });
const code = async (opening: Promise<unknown>) =>
  opening.then(
    () => null,
    (thrown: unknown) => (thrown as { code?: string }).code ?? null,
  );

describe('a device that starts a petition', () => {
  test('computes scope and message itself, from the very text it shows, and posts what the server reads', async () => {
    await open();
    const [{ url, init, body } = { url: '', init: {}, body: {} }] = sent;
    expect([sent.length, url]).toEqual([1, '/unseen/petitions']);
    expect(init).toMatchObject({ credentials: 'omit', referrerPolicy: 'no-referrer', cache: 'no-store' });
    const read = parseOpening(body, { minimum: 10 });
    expect(read.opening).toMatchObject({ ...petition.text, ...petition.terms, key: organizerKey(words).publicKey });
    const scope = openingScope(organisation, day, 0);
    expect(proved).toEqual([{ scope, message: openingMessage(openingDigest(organisation, read.opening)) }]);
    expect(read.claim.nullifier).toBe(identityFromEntropy(person.entropy).nullifier(scope));
    expect(stages).toEqual(['register', 'proof', 'sending']);
    // Neither the words nor the key on the register are in it.
    const all = JSON.stringify(body);
    for (const secret of [toHex(words), toHex(person.entropy), person.commitment]) expect(all).not.toContain(secret);
  });

  test('has the link for its sponsors from the same words, and sends its digest alone', async () => {
    await open({ ...petition, terms: { ...petition.terms, sponsorsWanted: 12 } });
    const { sponsorSecret } = organizerWords(organisation, words);
    expect(sent[0]?.body['sponsorLink']).toBe(toHex(sponsorLinkOf(sponsorSecret)));
    expect(JSON.stringify(sent[0]?.body)).not.toContain(sponsorSecret);
  });

  test('sends the very same again after a lost connection, with the same words whatever happens', async () => {
    answers = ['lost'];
    await open();
    expect(sent[1]?.init.body).toBe(sent[0]?.init.body);
    answers = ['lost', 'lost'];
    expect(await code(open())).toBe('connection-lost');
    await open();
    expect(new Set(sent.map(({ body }) => body['key'])).size).toBe(1);
  });

  test('begins anew where the edition or the day changed, and gives up in the end; nothing else is tried again', async () => {
    answers = [refused('stale-edition'), refused('wrong-day')];
    await open();
    expect([sent.length, proved.length]).toEqual([3, 3]);
    answers = Array.from({ length: 5 }, () => refused('stale-edition'));
    expect(await code(open())).toBe('keeps-changing');
    for (const error of ['slot-used', 'key-used', 'malformed', 'busy']) {
      sent = [];
      answers = [refused(error)];
      expect([await code(open()), sent.length]).toEqual([error, 1]);
    }
  });

  test('has words for whatever the server may refuse', () => {
    for (const error of [
      'slot-used',
      'key-used',
      'malformed',
      'busy',
      'unknown-unit',
      'unknown-programme',
      'keeps-changing',
      'not-on-register',
      'smaller-crowd',
      'connection-lost',
    ]) {
      expect(explainOpening({ code: error }).title, error).not.toBe(explainOpening({}).title);
    }
    for (const error of [
      'stale-number',
      'not-now',
      'said-already',
      'unknown-other',
      'too-many',
      'bad-signature',
      'wrong-day',
      'malformed',
      'connection-lost',
      'strange-answer',
    ]) {
      expect(explainOrganizing({ code: error }).title, error).not.toBe(explainOrganizing({}).title);
    }
  });
});

describe('a device that runs one', () => {
  const mine = organizerWords(organisation, words);

  test('knows its petition by the words alone, and signs for that one whatever a server says', async () => {
    expect(mine.petition).toBe(openedPetitionName(organisation, organizerKey(words).publicKey));
    answers = [{ status: 200, json: { next: 2 } }];
    await actAsOrganizer(mine, { organisation }, { number: 1, act: 'update', body: 'We have been heard.' });
    const { petition: id, number, act, body, signature } = sent[0]?.body as Record<string, string> & { number: number };
    expect([id, number, act]).toEqual([mine.petition, 1, 'update']);
    const digest = organizerActDigest(organisation, {
      petition: mine.petition,
      number,
      act: 'update',
      body: body ?? '',
    });
    expect(isSignedBy(mine.signing.publicKey, digest, fromHex(signature ?? ''))).toBe(true);
  });

  test('finds nothing under other words, and refuses an answer that it does not know', async () => {
    answers = [{ status: 200, json: { state: 'nothing' } }];
    expect(await readOwnPetition(mine, { organisation, day })).toBeNull();
    answers = [{ status: 200, json: { state: 'open', signers: 12 } }];
    expect(await code(readOwnPetition(mine, { organisation, day }))).toBe('strange-answer');
    answers = [refused('wrong-day')];
    expect(await code(readOwnPetition(mine, { organisation, day }))).toBe('wrong-day');
    expect(sent.every(({ init }) => init.credentials === 'omit')).toBe(true);
  });
});

describe('a draft on the device', () => {
  const bounds = { minimum: 10, houseCriticalMass: 50, units: ['Acme / Night shift'] };
  const whole = { ...emptyDraft, ...petition.text, demands: [...petition.text.demands] };

  test('is kept until it is forgotten', async () => {
    const store = draftInMemory();
    expect(await store.read()).toBeNull();
    await store.write(whole);
    expect(await store.read()).toEqual(whole);
    await store.forget();
    expect(await store.read()).toBeNull();
  });

  test('names what is missing by the page on which to mend it, and has the house’s critical mass where none was chosen', () => {
    expect(petitionOf(emptyDraft, bounds, day)).toMatchObject({
      problems: [{ step: 'title' }, { step: 'ask' }, { step: 'background' }],
    });
    expect(petitionOf({ ...whole, askedUnit: 'Acme / Moon' }, bounds, day)).toMatchObject({
      problems: [{ step: 'terms' }],
    });
    expect(petitionOf({ ...whole, criticalMass: 9 }, bounds, day)).toMatchObject({ problems: [{ step: 'terms' }] });
    expect(petitionOf(whole, bounds, day)).toMatchObject({
      petition: { terms: { criticalMass: 50 }, programme: null },
    });
    // A field without its programme says nothing.
    expect(petitionOf({ ...whole, programmeField: 'purpose' }, bounds, day)).toMatchObject({
      petition: { field: null },
    });
  });
});
