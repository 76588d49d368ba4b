import { monitorEventLoopDelay } from 'node:perf_hooks';
import { applyRoster } from '~/features/identified/roster/apply-roster.server';
import { readUpload } from '~/features/identified/roster/roster.queries.server';
import { commandActor } from '~/features/identified/roster/roster';
import { stageRoster } from '~/features/identified/roster/stage-roster.server';
import { systemClock } from '~/platform/clock';
import { createThrowAwayDatabase } from '~db/factories/throw-away-database';
import { person } from '~db/schema/identified';
import { milliseconds, note, report } from '~tests/bench/report';
import { inventedRoster } from '~tests/support/roster-files';

const people = 100_000;

/** A roster of 100,000 read, compared and brought into force. Throws unless everybody is on it afterwards. */
export async function importLargeRoster(): Promise<void> {
  const database = await createThrowAwayDatabase({ durable: true });
  const house = { db: database.identified, clock: systemClock };
  const loop = monitorEventLoopDelay({ resolution: 5 });
  loop.enable();
  try {
    note(`importing a roster of ${String(people)}`);
    let reports = 0;
    let heap = 0;
    const start = performance.now();
    const uploadId = await stageRoster(
      { ...house, settings: { demo: false } },
      {
        bytes: inventedRoster(people),
        uploadedBy: commandActor,
        onProgress: () => {
          reports += 1;
          heap = Math.max(heap, process.memoryUsage().heapUsed);
        },
      },
    );
    const read = performance.now();
    const owner = { id: uploadId, uploadedBy: commandActor };
    const { digest, joined } = await readUpload(house.db, owner, systemClock.now());
    const compared = performance.now();
    await applyRoster(house, { uploadId, uploadedBy: commandActor, digest, withoutRefused: false, confirmedLeavers: null }); // prettier-ignore
    const applied = performance.now();
    const size = await house.db.$count(person);
    if (joined !== people || size !== people) throw new Error(`${String(size)} of ${String(people)} are on the roster`);
    report(`A roster of ${String(people)}`, [
      { what: 'read and stored', value: milliseconds(read - start) },
      { what: 'progress told', value: `${String(reports)} times` },
      { what: 'compared, for the preview', value: milliseconds(compared - read) },
      { what: 'brought into force, in one transaction', value: milliseconds(applied - compared) },
      { what: 'largest heap in use meanwhile', value: `${(heap / 2 ** 20).toFixed(0)} MB` },
      { what: 'longest delay of the event loop', value: milliseconds(loop.max / 1e6) },
    ]);
  } finally {
    loop.disable();
    await database.close();
  }
}
