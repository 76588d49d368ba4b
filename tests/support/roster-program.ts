import { Readable } from 'node:stream';
import { openIdentifiedDatabase } from '~db/identified-client';
import type { Connection } from '~db/database';
import { systemClock } from '~/platform/clock';
import { receiveFile } from '~/platform/multipart';
import { stageRoster } from '~/features/identified/roster/stage-roster.server';
import { inventedRoster } from './roster-files';

/*
 * A process of its own that does what the upload page does with a file of `count` people, in the heap that it was given.
 * Prints `{ rows, peak }`: the largest heap in use, in bytes, after garbage collection, above that before the upload.
 */
const [count, connection] = [Number(process.argv[2]), JSON.parse(process.argv[3] ?? '') as Connection];
const collect = (globalThis as unknown as { gc: () => void }).gc;
const { db, close } = openIdentifiedDatabase(connection);

async function* form(): AsyncGenerator<Uint8Array> {
  yield Buffer.from('--x\r\nContent-Disposition: form-data; name="roster"; filename="r.csv"\r\n\r\n');
  yield* inventedRoster(count);
  yield Buffer.from('\r\n--x--\r\n');
}

const body = Readable.toWeb(Readable.from(form(), { objectMode: false }));
const request = new Request('http://localhost/', {
  method: 'POST',
  headers: { 'Content-Type': 'multipart/form-data; boundary=x' },
  body,
  duplex: 'half',
} as unknown as RequestInit);

await db.execute('select 1');
collect();
const before = process.memoryUsage().heapUsed;
let peak = 0;
let rows = 0;
await receiveFile(request, { field: 'roster', maxBytes: 1e9 }, (bytes) =>
  stageRoster(
    { db, clock: systemClock, settings: { demo: false } },
    {
      bytes,
      uploadedBy: 'command',
      onProgress: (progress) => {
        if (progress.phase === 'reading') rows = progress.rows;
        if (progress.phase === 'reading' && rows % 5000 !== 0) return;
        collect();
        peak = Math.max(peak, process.memoryUsage().heapUsed - before);
      },
    },
  ),
);
await close();
process.stdout.write(JSON.stringify({ rows, peak }));
