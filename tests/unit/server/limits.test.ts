import { expect, test } from 'vitest';
import { bodyLimit, bodyTimeLimit, documentUploadLimit, gateOf, rosterUploadLimit, Turnstile } from '~/server/limits';
import { checkWing } from '~/server/refusals';

test('a wing lets in as many as it has places, and again when one leaves', () => {
  const turnstile = new Turnstile({ identified: 1, published: 2, anonymous: 1, 'anonymous-large': 1 });
  const first = turnstile.enter('published');
  const second = turnstile.enter('published');
  expect(turnstile.enter('published')).toBeNull();
  first?.();
  expect(turnstile.enter('published')).not.toBeNull();
  expect(turnstile.enter('published')).toBeNull();
  second?.();
  expect(turnstile.enter('published')).not.toBeNull();
});

test('who leaves twice makes one place, not two', () => {
  const turnstile = new Turnstile({ identified: 1, published: 1, anonymous: 1, 'anonymous-large': 1 });
  const leave = turnstile.enter('identified');
  leave?.();
  leave?.();
  expect(turnstile.enter('identified')).not.toBeNull();
  expect(turnstile.enter('identified')).toBeNull();
});

test('a crowd in one wing keeps nobody out of another', () => {
  const turnstile = new Turnstile({ identified: 1, published: 1, anonymous: 1, 'anonymous-large': 1 });
  expect(turnstile.enter('anonymous')).not.toBeNull();
  expect(turnstile.enter('anonymous')).toBeNull();
  expect(turnstile.enter('identified')).not.toBeNull();
  expect(turnstile.enter('published')).not.toBeNull();
});

test('chunks have a way in of their own, and time to arrive', () => {
  const turnstile = new Turnstile({ identified: 1, published: 1, anonymous: 1, 'anonymous-large': 1 });
  const chunk = '/unseen/concerns/chunks/ab/0/cd';
  expect(turnstile.enter(gateOf('anonymous', chunk))).not.toBeNull();
  expect(turnstile.enter(gateOf('anonymous', chunk))).toBeNull();
  expect(turnstile.enter(gateOf('anonymous', '/unseen/signatures'))).not.toBeNull();
  expect(gateOf('anonymous', '/unseen/handling/list')).toBe('anonymous-large');
  expect(gateOf('anonymous', '/unseen/concerns')).toBe('anonymous');
  expect(gateOf('identified', '/in/admin/roster/upload')).toBe('identified');
  expect(bodyTimeLimit('anonymous', chunk)).toBe(120_000);
  expect(bodyTimeLimit('anonymous', '/unseen/concerns/conversation')).toBe(20_000);
  expect(bodyTimeLimit('identified', '/in/sign-in')).toBe(20_000);
});

test('what is asked about concerns may be as large as it has to be', () => {
  const KiB = 1024;
  expect(bodyLimit('anonymous', '/unseen/concerns')).toBe(128 * KiB);
  expect(bodyLimit('anonymous', '/unseen/concerns/message')).toBe(128 * KiB);
  expect(bodyLimit('anonymous', '/unseen/concerns/chunks/ab/0/cd')).toBe(1024 * KiB);
  expect(bodyLimit('anonymous', '/unseen/handling/grant')).toBe(1280 * KiB);
  expect(bodyLimit('anonymous', '/unseen/concernsx')).toBe(4 * KiB);
  expect(bodyLimit('anonymous', '/unseen/handlingx')).toBe(4 * KiB);
  expect(bodyLimit('published', '/unseen/concerns')).toBe(0);
});

test('a whole petition of somebody unknown may come, and what only reads stays small', () => {
  expect(bodyLimit('anonymous', '/unseen/petitions')).toBe(131_072);
  expect(bodyLimit('anonymous', '/unseen/organizing/acts')).toBe(131_072);
  expect(bodyLimit('anonymous', '/unseen/organizing/read')).toBe(4096);
  expect(bodyLimit('anonymous', '/unseen/petitions/more')).toBe(4096);
  expect(gateOf('anonymous', '/unseen/petitions')).toBe('anonymous');
});

test('only roster files may be large, and only where they are taken', () => {
  expect(bodyLimit('anonymous', '/unseen/corroborations')).toBe(4096);
  // A second proof may come with it, of the unit that is disclosed.
  expect(bodyLimit('anonymous', '/unseen/signatures')).toBe(8192);
  expect(bodyLimit('published', '/petitions')).toBe(0);
  expect(bodyLimit('identified', '/in/sign-in')).toBe(64 * 1024);
  expect(bodyLimit('identified', '/in/admin/roster')).toBe(rosterUploadLimit);
  expect(bodyLimit('identified', '/in/admin/roster.data')).toBe(rosterUploadLimit);
  expect(bodyLimit('identified', '/in/admin/roster/upload')).toBe(rosterUploadLimit);
  expect(bodyLimit('identified', '/in/admin/rosters')).toBe(64 * 1024);
  expect(bodyLimit('identified', '/in/admin/roster/abc')).toBe(64 * 1024);
  expect(bodyLimit('identified', '/in/desk/programmes/documents')).toBe(documentUploadLimit);
  expect(bodyLimit('identified', '/in/desk/programmes/import')).toBe(4 * 1024 * 1024);
  expect(bodyLimit('identified', '/in/desk/programmes/abc')).toBe(512 * 1024);
  expect(bodyLimit('identified', '/in/desk/programmes')).toBe(64 * 1024);
  expect(bodyLimit('anonymous', '/in/desk/programmes/documents')).toBe(4096);
});

test('the courtyard takes what witnesses signed, at two addresses and in no other spelling', () => {
  const post = (pathname: string) =>
    checkWing({ method: 'POST', wing: 'published', url: new URL(`https://x${pathname}`) }, {}, 'https://x');
  for (const path of ['/ledger/cosignatures', '/ledger/contradictions']) {
    expect(post(path)).toBeNull();
    expect(bodyLimit('published', path)).toBe(16 * 1024);
    for (const other of [`${path}/`, `${path}.data`, `${path}x`, path.toUpperCase(), '/ledger/witnesses', '/']) {
      expect(post(other)).toMatchObject({ status: 405 });
      expect(bodyLimit('published', other)).toBe(0);
    }
  }
});
