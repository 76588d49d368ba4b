/** Why a question of one of our pages has no answer: nobody answered, or the session behind it has ended. */
export class PostError extends Error {
  override readonly name = 'PostError';
  constructor(readonly code: 'connection-lost' | 'signed-out') {
    super(code);
  }
}

/**
 * Asks a resource route of this site.
 * @param credentials 'same-origin' where somebody is signed in; with 'omit' no cookie goes along
 * @returns the answer as it came, whatever its status; it is NOT checked
 * @throws PostError
 */
export async function postJson(
  path: string,
  body: unknown,
  credentials: 'same-origin' | 'omit',
): Promise<{ readonly ok: boolean; readonly answer: unknown }> {
  try {
    const response = await fetch(path, {
      method: 'POST',
      credentials,
      referrerPolicy: 'no-referrer',
      redirect: 'manual',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (response.type === 'opaqueredirect' || response.status === 401) throw new PostError('signed-out');
    return { ok: response.ok, answer: await response.json() };
  } catch (error) {
    throw error instanceof PostError ? error : new PostError('connection-lost');
  }
}
