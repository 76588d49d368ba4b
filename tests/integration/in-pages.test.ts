import type { ActionFunction, LoaderFunction } from '@remix-run/node';
import type { RouteConfigEntry } from '@remix-run/route-config';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { grantableRoles, type GrantableRole, type Role } from '~/features/identified/accounts/role';
import routes from '~/routes';
import { createTestDatabase, type TestDatabase } from '~tests/support/database';
import { identifiedHouse, requestTo, testUrl, type IdentifiedHouse } from '~tests/support/identified-context';
import { addPerson, type TestPerson } from '~tests/support/people';

/** Who may come to each path below `/in/`. A path that is missing here fails the test. */
const audience: Readonly<Record<string, 'anybody' | Role | readonly GrantableRole[]>> = {
  'in/sign-in': 'anybody',
  'in/code': 'anybody',
  'in/sign-out': 'anybody',
  'in/me': 'employee',
  'in/me/data': 'employee',
  'in/my-key': 'employee',
  'in/petitions/new': 'employee',
  'in/petitions/from/:summaryId': 'employee',
  'in/petitions/:draftId/:step?': 'employee',
  'in/desk/organizer': 'employee',
  'in/desk/organizer/:petitionId': 'employee',
  'in/desk/organizer/:petitionId/sponsors': 'employee',
  'in/desk/organizer/:petitionId/share': 'employee',
  'in/desk/organizer/:petitionId/questions': 'employee',
  'in/desk/organizer/:petitionId/appeal': 'employee',
  'in/desk/organizer/:petitionId/contradictions': 'employee',
  'in/desk/organizer/:petitionId/organizers': 'employee',
  'in/desk/organizer/:petitionId/ending': 'employee',
  'in/invitations/:petitionId': 'employee',
  'in/desk/moderation': 'moderator',
  'in/desk/moderation/:petitionId': 'moderator',
  'in/desk/leadership': 'leadership',
  'in/desk/leadership/who/:subject/:id': 'leadership',
  'in/desk/leadership/ask/:petitionId': 'leadership',
  'in/desk/leadership/:petitionId': 'leadership',
  'in/desk/leadership/summaries/:summaryId': 'leadership',
  'in/desk/leadership/questions': 'leadership',
  'in/desk/leadership/questions/:questionId': 'leadership',
  'in/desk/moderation/questions': 'moderator',
  'in/desk/moderation/questions/:questionId': 'moderator',
  'in/desk/announcements': 'leadership',
  'in/desk/announcements/:announcementId': 'leadership',
  'in/desk/reviews': 'employee',
  'in/desk/reviews/:draftId': 'employee',
  'in/desk/pledges': 'leadership',
  'in/desk/pledges/new': 'leadership',
  'in/desk/pledges/:pledgeId': 'leadership',
  'in/desk/programmes': ['leadership', 'handler', 'administrator'],
  'in/desk/programmes/new': 'leadership',
  'in/desk/programmes/import': ['leadership', 'administrator'],
  'in/desk/programmes/documents': 'leadership',
  'in/desk/programmes/:programmeId': 'leadership',
  'in/desk/programmes/:programmeId/questions': 'handler',
  'in/desk/handlers': 'handler',
  'in/desk/handlers/acts': 'handler',
  'in/desk/concerns': 'handler',
  'in/admin/roster': 'administrator',
  'in/admin/roster/:uploadId': 'administrator',
  'in/admin/roster/upload': 'administrator',
  'in/admin/roles': 'administrator',
  'in/admin/settings': 'administrator',
  'in/admin/calendar': 'administrator',
  'in/admin/witnesses': 'administrator',
  'in/admin/access-log': 'administrator',
  'in/enrolment': 'employee',
  'in/enrolment/nonce': 'employee',
  'in/enrolment/ticket': 'employee',
  'in/enrolment/dispute': 'employee',
  'in/enrolment/mine': 'employee',
  // Whoever holds a ticket is asked for nothing else.
  'in/enrolment/by-ticket': 'anybody',
  'in/enrolment/by-ticket/nonce': 'anybody',
};

interface RouteModule {
  readonly loader?: LoaderFunction;
  readonly action?: ActionFunction;
}

const modules = import.meta.glob<RouteModule>('../../app/routes/in.*.{ts,tsx}');

function pagesOf(entries: readonly RouteConfigEntry[]): { path: string; file: string }[] {
  return entries.flatMap(({ path, file, children }) => [...(path ? [{ path, file }] : []), ...pagesOf(children ?? [])]);
}

let database: TestDatabase;
let house: IdentifiedHouse;
/** Somebody who holds exactly these roles. */
const people = new Map<string, TestPerson>();

beforeAll(async () => {
  database = await createTestDatabase();
  house = identifiedHouse(database.identified);
  for (const held of [[], grantableRoles, ...Object.values(audience).map(rolesBut)])
    if (!people.has(held.join())) people.set(held.join(), await addPerson(database.identified, { roles: held }));
});
afterAll(() => database.close());

/** Every role but those that a page takes. */
function rolesBut(allowed: (typeof audience)[string]): GrantableRole[] {
  return grantableRoles.filter((role) => role !== allowed && !(Array.isArray(allowed) && allowed.includes(role)));
}

/** A browser of its own in which the holder of exactly these roles is signed in. */
function browserOf(...held: readonly GrantableRole[]): Promise<string> {
  const holder = people.get(held.join());
  if (!holder) throw new Error('nobody holds these roles');
  return house.signIn(holder);
}

type Part = 'loader' | 'action';

/** How a page answers: a status, or where it leads. Throws what is not an answer. */
async function answer(page: { path: string; file: string }, part: Part, cookie: string | undefined) {
  const module = await modules[`../../app/${page.file}`]?.();
  const handler = module?.[part];
  if (!handler) return null;
  const request = requestTo(`/${page.path}`, cookie, part === 'action' ? { nothing: '' } : undefined);
  const params = { draftId: 'none', step: 'title', petitionId: 'none', uploadId: 'none', programmeId: 'none' };
  try {
    return placeOf(await handler({ request, context: house.context, params }));
  } catch (thrown) {
    if (!(thrown instanceof Response)) throw thrown;
    return placeOf(thrown);
  }
}

function placeOf(result: unknown): string {
  if (result instanceof Response) {
    const location = result.headers.get('Location');
    return location === null ? String(result.status) : new URL(location, testUrl).pathname;
  }
  const init = typeof result === 'object' && result !== null && 'init' in result ? result.init : null;
  return String((init as ResponseInit | null)?.status ?? 200);
}

const pages = pagesOf(routes as readonly RouteConfigEntry[]).filter(({ path }) => path.startsWith('in/'));
const parts = ['loader', 'action'] as const;
const handlers = pages.flatMap((page) => parts.map((part) => ({ ...page, part })));
const refused = ['401', '403', '/in/sign-in'];

test('every path below /in/ has its audience declared, and a module that is found', () => {
  expect(pages.length).toBeGreaterThan(10);
  expect(pages.filter(({ path }) => !(path in audience))).toEqual([]);
  expect(pages.filter(({ file }) => !(`../../app/${file}` in modules))).toEqual([]);
});

describe.each(handlers)('$path ($part)', (page) => {
  const allowed = audience[page.path];

  test('without a session', async () => {
    const place = await answer(page, page.part, undefined);
    if (place === null) return;
    if (allowed === 'anybody') expect(refused).not.toContain(place);
    else expect(['401', '405', '/in/sign-in']).toContain(place);
  });

  test('with a session of somebody without roles', async () => {
    const place = await answer(page, page.part, await browserOf());
    if (place === null) return;
    if (allowed === 'anybody' || allowed === 'employee') expect(refused).not.toContain(place);
    else expect(place).toBe('403');
  });

  test('with every role but the one it takes, and with all', async () => {
    if (allowed === undefined || allowed === 'anybody' || allowed === 'employee') return;
    const without = await answer(page, page.part, await browserOf(...rolesBut(allowed)));
    if (without === null) return;
    expect(without).toBe('403');
    expect(refused).not.toContain(await answer(page, page.part, await browserOf(...grantableRoles)));
  });
});
