import { openSql } from '~db/database';
import { filesWith } from './data-files';
import { dumpOf } from './dump';
import type { JourneyHouse } from './journey-house';

/**
 * Where any of these texts stands in what a house keeps: rows, as text or as bytes, the files of its database server, the
 * server's log. Empty: nowhere.
 */
export async function tracesOf(house: JourneyHouse, secrets: readonly string[]): Promise<string[]> {
  const { admin } = house.database;
  const dump = await dumpOf(admin);
  const log = house.server.log();
  const sql = openSql({ ...admin, max: 1 });
  try {
    const found = await Promise.all(
      secrets.map(async (secret) => {
        const bytes = Buffer.from(secret);
        return [
          ...(dump.includes(secret) ? [`${secret}: in a row`] : []),
          ...(dump.includes(bytes.toString('hex')) ? [`${secret}: in a row, as bytes`] : []),
          ...(log.includes(secret) ? [`${secret}: in the log`] : []),
          ...(await filesWith(sql, bytes)).map((file) => `${secret}: in ${file}`),
        ];
      }),
    );
    return found.flat();
  } finally {
    await sql.end();
  }
}
