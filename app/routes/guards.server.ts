import { redirect, type AppLoadContext } from '@remix-run/node';
import { grantableRoles, roleWords, type Role } from '~/features/identified/accounts/role';
import type { LiveSession } from '~/platform/session';
import type { AnonymousWing, IdentifiedWing, PublishedWing, RequestWing } from '~/server/load-context';

/** Who is signed in. `roles` always holds `employee`. */
export interface SignedInPerson {
  accountId: string;
  personNumber: string;
  name: string;
  email: string;
  unitPath: string;
  roles: readonly Role[];
}

export interface GuardArgs {
  request: Request;
  context: AppLoadContext;
}

/** The wing of a request below `/in/`. Throws (500) elsewhere: a route is registered under the wrong path. */
export function identifiedWing(context: AppLoadContext): IdentifiedWing {
  return wingNamed(context, 'identified');
}

/** The wing of a request that belongs to no other. Throws (500) below `/in/` and `/unseen/`. */
export function publishedWing(context: AppLoadContext): PublishedWing {
  return wingNamed(context, 'published');
}

/** The wing of a request below `/unseen/`. Throws (500) elsewhere. */
export function anonymousWing(context: AppLoadContext): AnonymousWing {
  return wingNamed(context, 'anonymous');
}

/** Who is signed in, or null. For pages below `/in/` that make sense without, such as the sign-in itself. */
export async function signedInPerson({ request, context }: GuardArgs): Promise<SignedInPerson | null> {
  const session = await identifiedWing(context).sessions.read(request);
  return session && personOf(session);
}

/** The person that a session belongs to. */
export function personOf({ accountId, user }: LiveSession): SignedInPerson {
  const { personNumber, name, email, unitPath } = user;
  const held = grantableRoles.filter((role) => user.roles.includes(role));
  return { accountId, personNumber, name, email, unitPath, roles: ['employee', ...held] };
}

/** Who is signed in; otherwise throws a redirect to the sign-in page, which leads back here. */
export async function requirePerson(args: GuardArgs): Promise<SignedInPerson> {
  const person = await signedInPerson(args);
  if (person) return person;
  const { pathname, search } = new URL(args.request.url);
  throw redirect(`/in/sign-in?${new URLSearchParams({ to: pathname + search }).toString()}`);
}

/** Who is signed in, if they hold one of the roles; otherwise throws 403, or the redirect of {@link requirePerson}. */
export async function requireRole(args: GuardArgs, ...roles: Role[]): Promise<SignedInPerson> {
  const person = await requirePerson(args);
  if (roles.some((role) => person.roles.includes(role))) return person;
  const names = roles.map((role) => roleWords[role].name.toLowerCase()).join(' or ');
  throw Response.json({ detail: `It is for the role: ${names}.` }, { status: 403 });
}

/** `path` if it is a path of this site, else `fallback`. What comes in a query or a form is the visitor's to write. */
export function ownPath(path: unknown, fallback: string): string {
  return typeof path === 'string' && /^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/.test(path) ? path : fallback;
}

function wingNamed<N extends RequestWing['name']>(context: AppLoadContext, name: N): Extract<RequestWing, { name: N }> {
  const { wing } = context;
  if (!isNamed(wing, name))
    throw new Error(`this route needs the ${name} wing, and its path belongs to the ${wing.name}`);
  return wing;
}

function isNamed<N extends RequestWing['name']>(wing: RequestWing, name: N): wing is Extract<RequestWing, { name: N }> {
  return wing.name === name;
}
