import { VaultError } from './vault-error';

const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));
const waitMs = 60_000;

/** Whether this browser can make passkeys at all. Whether they have the PRF extension shows only when one is made. */
export function passkeysPossible(): boolean {
  return typeof PublicKeyCredential === 'function' && window.isSecureContext;
}

/**
 * Makes a passkey on this device and asks it for the secret that belongs to `salt`. No server takes part:
 * the challenge protects nothing here, only the PRF's answer counts.
 * @returns its id and 32 secret bytes
 * @throws VaultError `no-passkey` if refused, cancelled, or without the PRF extension
 */
export async function makePasskey(
  salt: Uint8Array<ArrayBuffer>,
): Promise<{ credential: Uint8Array<ArrayBuffer>; secret: Uint8Array<ArrayBuffer> }> {
  const made = await asked(() =>
    navigator.credentials.create({
      publicKey: {
        rp: { name: 'Round Robin' },
        user: { id: random(16), name: 'Key on this device', displayName: 'Key on this device' },
        challenge: random(32),
        pubKeyCredParams: [
          { type: 'public-key', alg: -7 },
          { type: 'public-key', alg: -257 },
        ],
        authenticatorSelection: { userVerification: 'required', residentKey: 'discouraged' },
        timeout: waitMs,
        extensions: { prf: { eval: { first: salt } } },
      },
    }),
  );
  const credential = new Uint8Array(made.rawId);
  const first = made.getClientExtensionResults().prf?.results?.first;
  return { credential, secret: first ? bytesOf(first) : await passkeySecret(credential, salt) };
}

/** The 32 secret bytes of a passkey for `salt`. @throws VaultError `no-passkey` */
export async function passkeySecret(
  credential: Uint8Array<ArrayBuffer>,
  salt: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer>> {
  const answer = await asked(() =>
    navigator.credentials.get({
      publicKey: {
        challenge: random(32),
        allowCredentials: [{ type: 'public-key', id: credential }],
        userVerification: 'required',
        timeout: waitMs,
        extensions: { prf: { eval: { first: salt } } },
      },
    }),
  );
  const first = answer.getClientExtensionResults().prf?.results?.first;
  if (!first) throw new VaultError('no-passkey');
  return bytesOf(first);
}

async function asked(ask: () => Promise<Credential | null>): Promise<PublicKeyCredential> {
  const answer = await ask().catch(() => null);
  if (!(answer instanceof PublicKeyCredential)) throw new VaultError('no-passkey');
  return answer;
}

function bytesOf(source: BufferSource): Uint8Array<ArrayBuffer> {
  const view = ArrayBuffer.isView(source)
    ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength)
    : new Uint8Array(source);
  if (view.length !== 32) throw new VaultError('no-passkey');
  return new Uint8Array(view);
}
