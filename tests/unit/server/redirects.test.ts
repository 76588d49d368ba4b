import type { ServerBuild } from '@remix-run/node';
import { data, redirect } from '@remix-run/node';
import { expect, test } from 'vitest';
import { ForeignRedirectError, withOwnRedirectsOnly } from '~/server/redirects';
import { isOwnLocation } from '~/server/refusals';

type Loader = NonNullable<NonNullable<ServerBuild['routes'][string]>['module']['loader']>;

function guarded(loader: Loader): Loader {
  const route = { id: 'r', module: { default: undefined, loader, action: loader } };
  const build = withOwnRedirectsOnly({ routes: { r: route } } as unknown as ServerBuild);
  const found = build.routes['r']?.module.loader;
  if (!found) throw new Error('the loader was lost');
  return found;
}

const args = {} as Parameters<Loader>[0];

test.each(['/in/me', '/petitions?page=2#x', '/'])('a redirect to %s passes, returned or thrown', async (path) => {
  expect(await guarded(() => redirect(path))(args)).toBeInstanceOf(Response);
  await expect(guarded(() => Promise.reject(redirect(path) as unknown as Error))(args)).rejects.toBeInstanceOf(
    Response,
  );
});

test.each([
  'https://evil.example',
  '//evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  'evil',
  'javascript:alert(1)',
  '',
])('a redirect to %j does not, returned or thrown', async (path) => {
  const foreign = new Response(null, { status: 302, headers: { Location: path } });
  await expect(guarded(() => foreign)(args)).rejects.toThrow(ForeignRedirectError);
  await expect(guarded(() => Promise.reject(foreign as unknown as Error))(args)).rejects.toThrow(ForeignRedirectError);
});

test('what is no redirect passes as it is', async () => {
  const value = data({ a: 1 });
  expect(await guarded(() => value)(args)).toBe(value);
  const error = new Error('x');
  await expect(guarded(() => Promise.reject(error))(args)).rejects.toBe(error);
});

test('control characters, which browsers drop, do not hide a second slash', () => {
  expect(isOwnLocation('/\t/evil.example')).toBe(false);
  expect(isOwnLocation('/\n/evil.example')).toBe(false);
});
