import { randomBytes } from 'node:crypto';
import { toBase64Url, toHex } from '~/crypto/hash';
import { openingDigest, organizerKey, type Opening } from '~/crypto/organizing';
import { asGroupRoot, asNullifier, toBytes32 } from '~/crypto/semaphore/field';
import type { SemaphoreIdentity } from '~/crypto/semaphore/key';
import { possessionPath, possessionStatement } from '~/crypto/semaphore/possession';
import { choiceMessage, choiceScope, concernMessage, concernScope, openingMessage, openingScope, petitionScope, petitionTextDigest, reduce, signMessage, unitMessage } from '~/crypto/semaphore/statement'; // prettier-ignore
import { encodeManifest, type Manifest } from '~/features/anonymous/concerns/manifest';
import { manifestDigest } from '~/crypto/filing';
import { receiptOf } from '~/features/anonymous/concerns/receipt';
import { addDays, dayOf } from '~/platform/clock';
import { codeIn, holdsCode } from '~tests/support/inbox';
import { packed, sealed, type Packed } from '~tests/support/packed-messages';
import { testOrganisation } from '~tests/support/server';
import type { Employee } from './company';
import { petitionText, type DrillHouse } from './house';

/*
 * What people's devices send, over HTTP as they send it. Only membership proofs are simulated: of the key that the person
 * has, of the statement that the platform checks.
 */

/** A browser that is signed in. */
export interface SignedIn {
  readonly cookie: string;
}

/** An answer that should not have been. */
export class DeviceError extends Error {
  override readonly name = 'DeviceError';
}

/** Asks for a code; gives the cookie of the attempt. */
export async function askForCode({ server }: DrillHouse, { email }: Employee): Promise<string> {
  const answer = await postForm(server.url, '/in/sign-in', { email });
  return cookieOf(answer, 'rr_attempt');
}

/** Enters the code from the mail that waits in the inbox: from now on a row says that this person has a session. */
export async function enterCode(house: DrillHouse, attempt: string, code: string): Promise<SignedIn> {
  const answer = await postForm(house.server.url, '/in/code', { code }, attempt);
  return { cookie: cookieOf(answer, 'rr_session') };
}

/** The code in the next mail to this person; other mail is passed over. */
export async function codeFor({ inbox }: DrillHouse, { email }: Employee): Promise<string> {
  for (;;) {
    const mail = await inbox.waitFor(email, 60_000);
    if (holdsCode(mail)) return codeIn(mail);
  }
}

/** Enrols a key: nonce, proof of possession, enrolment. */
export async function enrol(
  house: DrillHouse,
  { cookie }: SignedIn,
  identity: SemaphoreIdentity,
  reason: 'first' | 'lost' | 'stolen' = 'first',
): Promise<void> {
  const { nonce } = await postJson<{ nonce: string }>(house, '/in/enrolment/nonce', {}, cookie);
  const { scope, message } = possessionStatement(testOrganisation, nonce, identity.commitment);
  const { root } = possessionPath(identity.commitment);
  const statement = { depth: 17, root, scope: reduce(scope), message: reduce(message) };
  const proof = house.simulator.prove({ ...statement, nullifier: asNullifier(identity.nullifier(scope)) });
  const commitment = identity.commitment.toString();
  await postJson(house, '/in/enrolment', { commitment, nonce, reason, proof: { ...proof, points: [...proof.points] } }, cookie); // prettier-ignore
}

/** The register that things are pinned to, and its newest edition. */
export interface Standing {
  readonly register: number;
  readonly edition: number;
  readonly groupRoot: string;
}

/** @param at an edition, or the newest */
export async function standingOn(
  { server }: DrillHouse,
  register: number,
  at: number | 'latest' = 'latest',
): Promise<Standing> {
  const answer = await fetch(`${server.url}/registers/${String(register)}/editions/${String(at)}`);
  if (!answer.ok) throw new DeviceError(`no edition: ${String(answer.status)}`);
  return (await answer.json()) as Standing;
}

export interface Act {
  readonly petition: string;
  readonly action: 'sign' | 'withdraw';
  readonly n: number;
  /** Made from the person's key; the weakened platform has another. */
  readonly nullifier: bigint;
  readonly standing: Standing;
  /** Disclosed with it; the root is that of the unit's own tree. */
  readonly unit?: { readonly path: string; readonly groupRoot: string } | null;
}

/** The nullifier of a key on a petition, as the protocol makes it. */
export function nullifierOn(petition: string, identity: SemaphoreIdentity): bigint {
  return identity.nullifier(petitionScope(testOrganisation, petition));
}

export const hexOf = (nullifier: bigint) => toHex(toBytes32(nullifier));

/** Signs or withdraws, without a cookie. */
export async function act(house: DrillHouse, { petition, action, n, nullifier, standing, unit }: Act): Promise<void> {
  const {
    root,
    nullifier: stated,
    points,
  } = house.simulator.prove({
    depth: 17,
    root: asGroupRoot(BigInt(`0x${standing.groupRoot}`)),
    nullifier: asNullifier(nullifier),
    scope: reduce(petitionScope(testOrganisation, petition)),
    message: reduce(signMessage(petitionTextDigest(petitionText), action, n)),
  });
  const { register, edition } = standing;
  await postJson(house, '/unseen/signatures', {
    ...{ v: 1, petition, register, edition, action, n, depth: 17, root, nullifier: stated, points },
    ...(unit && { unit: inUnit(house, petition, nullifier, unit) }),
  });
}

function inUnit(house: DrillHouse, petition: string, nullifier: bigint, unit: { path: string; groupRoot: string }) {
  const { root, points } = house.simulator.prove({
    depth: 17,
    root: asGroupRoot(BigInt(`0x${unit.groupRoot}`)),
    nullifier: asNullifier(nullifier),
    scope: reduce(petitionScope(testOrganisation, petition)),
    message: reduce(unitMessage(petitionTextDigest(petitionText), unit.path)),
  });
  return { path: unit.path, root, points };
}

/** The nullifier of a key as a sponsor of a petition. */
export function sponsorNullifierOn(petition: string, identity: SemaphoreIdentity): bigint {
  return identity.nullifier(choiceScope(testOrganisation, 'sponsor', petition));
}

/** Sponsors a petition that looks for sponsors, without a cookie. */
export async function sponsor(
  house: DrillHouse,
  { by, petition, standing }: { by: Employee; petition: string; standing: Standing },
): Promise<void> {
  const { root, nullifier, points } = house.simulator.prove({
    depth: 17,
    root: asGroupRoot(BigInt(`0x${standing.groupRoot}`)),
    nullifier: asNullifier(sponsorNullifierOn(petition, by.identity)),
    scope: reduce(choiceScope(testOrganisation, 'sponsor', petition)),
    message: reduce(choiceMessage(petitionTextDigest(petitionText), 'sponsor', 0)),
  });
  const { register, edition } = standing;
  await postJson(house, '/unseen/choices', {
    ...{ v: 1, kind: 'sponsor', id: petition, revision: 1, choice: 'sponsor', n: 0 },
    ...{ register, edition, depth: 17, root, nullifier, points },
  });
}

/** Starts a petition without a name, and without a cookie. @returns its organizer's public key, in hex */
export async function startPetition(
  house: DrillHouse,
  { by, title, standing }: { by: Employee; title: string; standing: Standing },
): Promise<string> {
  const day = dayOf(house.now());
  const key = organizerKey(new Uint8Array(randomBytes(16))).publicKey;
  const opening: Opening = {
    ...{ key, title, demands: ['Stop it at once.'], background: '', closesDay: addDays(day, 60), criticalMass: 0 },
    ...{ askedUnit: null, programme: null, field: null, sponsorsWanted: 0, sponsorLink: null },
  };
  const scope = openingScope(testOrganisation, day, 0);
  const { root, nullifier, points } = house.simulator.prove({
    depth: 17,
    root: asGroupRoot(BigInt(`0x${standing.groupRoot}`)),
    nullifier: asNullifier(by.identity.nullifier(scope)),
    scope: reduce(scope),
    message: reduce(openingMessage(openingDigest(testOrganisation, opening))),
  });
  const { register, edition } = standing;
  await postJson(house, '/unseen/petitions', {
    ...{ v: 1, ...opening, key: toHex(key), day, slot: 0, register, edition, depth: 17, root, nullifier, points },
  });
  return toHex(key);
}

export interface ConcernInput {
  readonly by: Employee;
  readonly withFile: boolean;
  readonly slot: number;
  readonly standing: Standing;
  /** Whether the device pads what it encrypts: the weakened one does not. */
  readonly pads: boolean;
}

/** Raises a concern without a cookie, chunk by chunk. @returns its public key, in hex */
export async function raiseConcern(
  house: DrillHouse,
  { by, withFile, slot, standing, pads }: ConcernInput,
): Promise<string> {
  const receipt = await receiptOf(new Uint8Array(randomBytes(16)));
  const day = dayOf(house.now());
  const parts = await partsOf(house, by, { withFile, pads, replyTo: receipt.recipient });
  const manifest: Manifest = {
    ...{ v: 1, concern: toHex(receipt.concern), programme: null, number: 0, sender: 'reporter', audience: 'all' },
    parts: parts.map(({ size, chunks }) => ({ size, chunks: chunks.map(({ hash }) => hash) })),
  };
  const text = encodeManifest(manifest);
  const scope = concernScope(testOrganisation, day, slot);
  const { root, nullifier, points } = house.simulator.prove({
    depth: 17,
    root: asGroupRoot(BigInt(`0x${standing.groupRoot}`)),
    nullifier: asNullifier(by.identity.nullifier(scope)),
    scope: reduce(scope),
    message: reduce(concernMessage(manifestDigest(testOrganisation, text))),
  });
  const { register, edition } = standing;
  await postJson(house, '/unseen/concerns', {
    ...{ v: 1, manifest: text, day, slot, depth: 17, register, edition, root, nullifier, points },
    salt: toBase64Url(receipt.salt),
  });
  for (const { hash, bytes } of parts.flatMap(({ chunks }) => chunks)) {
    const path = `/unseen/concerns/chunks/${manifest.concern}/0/${hash}`;
    await answerOf(
      await fetch(`${house.server.url}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/octet-stream' },
        body: Buffer.from(bytes),
      }),
      path,
    );
  }
  return manifest.concern;
}

interface PartsInput {
  readonly withFile: boolean;
  readonly pads: boolean;
  readonly replyTo: string;
}

async function partsOf(house: DrillHouse, by: Employee, { withFile, pads, replyTo }: PartsInput): Promise<Packed> {
  const file = new Blob([Buffer.from(randomBytes(by.fileBytes))]);
  const text = 'a'.repeat(by.textLetters);
  // What a careless platform sends: as many bytes as there are, and some for the encryption.
  if (!pads) return packed([new Uint8Array(randomBytes(by.textLetters + 2000)), ...(withFile ? [new Uint8Array(randomBytes(by.fileBytes + 200))] : [])]); // prettier-ignore
  return sealed({
    text,
    content: { replyTo },
    files: withFile ? [{ bytes: file, name: 'evidence.pdf', mediaType: 'application/pdf' }] : [],
    to: [house.handler.recipient, replyTo],
  });
}

function postForm(url: string, path: string, fields: Record<string, string>, cookie?: string): Promise<Response> {
  return fetch(`${url}${path}`, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin: url, ...(cookie !== undefined && { cookie }) },
    body: new URLSearchParams(fields),
  });
}

async function postJson<T>({ server }: DrillHouse, path: string, body: unknown, cookie?: string): Promise<T> {
  const answer = await fetch(`${server.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(cookie !== undefined && { cookie, origin: server.url }) },
    body: JSON.stringify(body),
  });
  return (await answerOf(answer, path)) as T;
}

async function answerOf(answer: Response, path: string): Promise<unknown> {
  if (answer.ok) return answer.json();
  throw new DeviceError(`${path}: ${String(answer.status)} ${(await answer.text()).slice(0, 200)}`);
}

function cookieOf(answer: Response, name: string): string {
  const found = answer.headers.getSetCookie().find((cookie) => cookie.startsWith(`${name}=`) && !cookie.startsWith(`${name}=;`)); // prettier-ignore
  if (!found) throw new DeviceError(`no ${name}: ${String(answer.status)}`);
  return found.split(';')[0] ?? '';
}
