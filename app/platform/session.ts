import { Cookie, Lucia, TimeSpan, type Adapter, type DatabaseSession, type DatabaseUser } from 'lucia';
import { dayLength, midnightAfter, second, type Clock } from './clock';

/** Shortest life of a session. It ends at the midnight (UTC) after: its expiry does not say when somebody signed in. */
export const sessionLength = 7 * dayLength;

export const sessionCookieName = 'rr_session';

/** Lucia's ids: 25 random bytes in lower-case base32. Anything else is not worth a query. */
const sessionIdPattern = /^[a-z2-7]{40}$/;

/** Who somebody is, as the adapter reads it with each request. */
export interface SessionUserAttributes {
  readonly personNumber: string;
  readonly name: string;
  readonly email: string;
  readonly unitPath: string;
  readonly roles: readonly string[];
}

export interface SessionAttributes {
  /** Hex SHA-256 of the session id: its name in the database. */
  readonly idHash: string;
  readonly endsAt: Date;
}

declare module 'lucia' {
  interface Register {
    Lucia: Lucia<SessionAttributes, SessionUserAttributes>;
    DatabaseUserAttributes: SessionUserAttributes;
    /** Filled in by the adapter when it reads; empty when a session is made. */
    DatabaseSessionAttributes: Partial<SessionAttributes>;
  }
}

export interface LiveSession extends SessionAttributes {
  readonly accountId: string;
  readonly user: SessionUserAttributes;
}

/**
 * Sign-in sessions behind one door, so that lucia can be replaced. Cookies go to paths below `/in` alone, are unreadable to
 * scripts and never travel with a request that another site caused.
 */
export interface SessionGate {
  /** The session of this request, or null: no cookie, a made-up one, an expired one, a leaver's. */
  read(request: Request): Promise<LiveSession | null>;
  /** Opens a session; gives the `Set-Cookie` that carries it. Does NOT check who asks. */
  start(accountId: string): Promise<string>;
  /** Ends the session of this request, if it has one; gives the `Set-Cookie` that removes it. */
  end(request: Request): Promise<string>;
  /** Ends every session of an account; gives the `Set-Cookie` that removes this browser's. */
  endAll(accountId: string): Promise<string>;
}

export interface SessionGateDeps {
  readonly adapter: Adapter;
  readonly clock: Clock;
  /** Address of the site; with https the cookie is `Secure`. */
  readonly publicUrl: string;
}

export function createSessionGate({ adapter, clock, publicUrl }: SessionGateDeps): SessionGate {
  const lucia = new Lucia<SessionAttributes, SessionUserAttributes>(new FixedExpiryAdapter(adapter, clock), {
    sessionExpiresIn: new TimeSpan(0, 'ms'),
    sessionCookie: { name: sessionCookieName, attributes: cookieScope(publicUrl) },
    getUserAttributes: (attributes) => attributes,
    getSessionAttributes: ({ idHash, endsAt }) => ({ idHash: idHash ?? '', endsAt: endsAt ?? new Date(0) }),
  });

  const idOf = (request: Request) => {
    const id = readCookie(request, sessionCookieName);
    return id !== null && sessionIdPattern.test(id) ? id : null;
  };

  return {
    async read(request) {
      const id = idOf(request);
      if (id === null) return null;
      const { session, user } = await lucia.validateSession(id);
      if (!session) return null;
      const { personNumber, name, email, unitPath, roles } = user;
      return {
        accountId: user.id,
        idHash: session.idHash,
        endsAt: session.endsAt,
        user: { personNumber, name, email, unitPath, roles },
      };
    },
    async start(accountId) {
      const { id } = await lucia.createSession(accountId, {});
      const now = clock.now();
      const left = midnightAfter(now, sessionLength).getTime() - now.getTime();
      const { name, attributes } = lucia.createSessionCookie(id);
      return new Cookie(name, id, { ...attributes, maxAge: Math.floor(left / second) }).serialize();
    },
    async end(request) {
      const id = idOf(request);
      if (id !== null) await lucia.invalidateSession(id);
      return lucia.createBlankSessionCookie().serialize();
    },
    async endAll(accountId) {
      await lucia.invalidateUserSessions(accountId);
      return lucia.createBlankSessionCookie().serialize();
    },
  };
}

/** Where a cookie of the identified wing goes: `/in` and below, nowhere else, and to no script. */
function cookieScope(publicUrl: string) {
  return { path: '/in', httpOnly: true, sameSite: 'strict', secure: publicUrl.startsWith('https:') } as const;
}

/** `Set-Cookie` of another cookie in the same scope. @param maxAge milliseconds; 0 removes it */
export function identifiedCookie(publicUrl: string, name: string, value: string, maxAge: number): string {
  return new Cookie(name, value, { ...cookieScope(publicUrl), maxAge: Math.floor(maxAge / second) }).serialize();
}

/** The value of one cookie, or null. The header is the visitor's to write: what cannot be decoded is no cookie. */
export function readCookie(request: Request, name: string): string | null {
  for (const pair of (request.headers.get('cookie') ?? '').split(';')) {
    const [key, value] = pair.trim().split('=', 2);
    if (key === name && value !== undefined) return value;
  }
  return null;
}

/**
 * What lucia sees of the real adapter. Lucia reads the machine's clock and lengthens sessions as they are used; here the
 * injected clock decides, at the very millisecond, and a session's end never moves: a moving one would say when somebody was last here.
 */
class FixedExpiryAdapter implements Adapter {
  readonly #inner: Adapter;
  readonly #clock: Clock;

  constructor(inner: Adapter, clock: Clock) {
    this.#inner = inner;
    this.#clock = clock;
  }

  async getSessionAndUser(id: string): Promise<[DatabaseSession | null, DatabaseUser | null]> {
    const [session, user] = await this.#inner.getSessionAndUser(id);
    if (!session) return [null, null];
    if (session.expiresAt.getTime() <= this.#clock.now().getTime()) {
      await this.#inner.deleteSession(id);
      return [null, null];
    }
    return [neverOver(session), user];
  }

  async getUserSessions(accountId: string): Promise<DatabaseSession[]> {
    const now = this.#clock.now().getTime();
    const sessions = await this.#inner.getUserSessions(accountId);
    return sessions.filter((session) => session.expiresAt.getTime() > now).map(neverOver);
  }

  setSession(session: DatabaseSession): Promise<void> {
    return this.#inner.setSession({ ...session, expiresAt: midnightAfter(this.#clock.now(), sessionLength) });
  }

  updateSessionExpiration(id: string, expiresAt: Date): Promise<void> {
    return this.#inner.updateSessionExpiration(id, expiresAt);
  }

  deleteSession(id: string): Promise<void> {
    return this.#inner.deleteSession(id);
  }

  deleteUserSessions(accountId: string): Promise<void> {
    return this.#inner.deleteUserSessions(accountId);
  }

  deleteExpiredSessions(): Promise<void> {
    return this.#inner.deleteExpiredSessions();
  }
}

const lastInstant = new Date(8.64e15);

function neverOver(session: DatabaseSession): DatabaseSession {
  return {
    ...session,
    expiresAt: lastInstant,
    attributes: { ...session.attributes, endsAt: session.expiresAt },
  };
}
