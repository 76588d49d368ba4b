import { expect, test } from 'vitest';
import { bodyLimit, documentUploadLimit, rosterUploadLimit, Turnstile } from '~/server/limits';

test('a wing lets in as many as it has places, and again when one leaves', () => {
  const turnstile = new Turnstile({ identified: 1, published: 2, anonymous: 1 });
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
  const turnstile = new Turnstile({ identified: 1, published: 1, anonymous: 1 });
  const leave = turnstile.enter('identified');
  leave?.();
  leave?.();
  expect(turnstile.enter('identified')).not.toBeNull();
  expect(turnstile.enter('identified')).toBeNull();
});

test('a crowd in one wing keeps nobody out of another', () => {
  const turnstile = new Turnstile({ identified: 1, published: 1, anonymous: 1 });
  expect(turnstile.enter('anonymous')).not.toBeNull();
  expect(turnstile.enter('anonymous')).toBeNull();
  expect(turnstile.enter('identified')).not.toBeNull();
  expect(turnstile.enter('published')).not.toBeNull();
});

test('only roster files may be large, and only where they are taken', () => {
  expect(bodyLimit('anonymous', '/unseen/signatures')).toBe(4096);
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
