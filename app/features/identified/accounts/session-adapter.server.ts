import { createHash } from 'node:crypto';
import { eq, lte, sql } from 'drizzle-orm';
import type { Adapter, DatabaseSession } from 'lucia';
import type { Clock } from '~/platform/clock';
import type { IdentifiedDatabase } from '~db/identified-client';
import { account, person, roleGrant, session } from '~db/schema/identified';

/** The name of a session in the database. The id in the cookie cannot be computed from it. */
export function hashOfSessionId(id: string): Uint8Array {
  return createHash('sha256').update(id).digest();
}

/**
 * Lucia's storage. Only SHA-256 of a session id is ever written, so that whoever reads the table can become nobody; what
 * lucia gets back carries the clear id that the visitor brought. Sessions of people who are not active belong to nobody.
 *
 * @param deps.clock decides which sessions `deleteExpiredSessions` deletes
 */
export function createSessionAdapter({ db, clock }: { db: IdentifiedDatabase; clock: Clock }): Adapter {
  const byId = (id: string) => eq(session.idHash, hashOfSessionId(id));
  return {
    async getSessionAndUser(id) {
      const [row] = await db
        .select({
          accountId: session.accountId,
          expiresAt: session.expiresAt,
          personNumber: person.personNumber,
          name: person.name,
          email: person.email,
          unitPath: person.unitPath,
          status: person.status,
          roles: sql<string[]>`array(
            select ${roleGrant.role} from ${roleGrant} where ${roleGrant.personNumber} = ${person.personNumber})`,
        })
        .from(session)
        .innerJoin(account, eq(account.id, session.accountId))
        .innerJoin(person, eq(person.personNumber, account.personNumber))
        .where(byId(id));
      if (!row) return [null, null];
      const { accountId, expiresAt, status, ...attributes } = row;
      const found = sessionOf({ id, idHash: hashOfSessionId(id), accountId, expiresAt });
      return [found, status === 'active' ? { id: accountId, attributes } : null];
    },
    /** The ids of these sessions are known to their browsers only: `id` is the hash. */
    async getUserSessions(accountId) {
      const rows = await db.select().from(session).where(eq(session.accountId, accountId));
      return rows.map((row) => sessionOf({ ...row, id: Buffer.from(row.idHash).toString('hex') }));
    },
    async setSession({ id, userId, expiresAt }) {
      await db.insert(session).values({ idHash: hashOfSessionId(id), accountId: userId, expiresAt });
    },
    updateSessionExpiration: () => Promise.reject(new Error('the end of a session never moves')),
    async deleteSession(id) {
      await db.delete(session).where(byId(id));
    },
    async deleteUserSessions(accountId) {
      await db.delete(session).where(eq(session.accountId, accountId));
    },
    async deleteExpiredSessions() {
      await db.delete(session).where(lte(session.expiresAt, clock.now()));
    },
  };
}

function sessionOf(row: { id: string; idHash: Uint8Array; accountId: string; expiresAt: Date }): DatabaseSession {
  const { id, idHash, accountId, expiresAt } = row;
  return {
    id,
    userId: accountId,
    expiresAt,
    attributes: { idHash: Buffer.from(idHash).toString('hex'), endsAt: expiresAt },
  };
}
