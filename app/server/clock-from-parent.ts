import { z } from 'zod';
import { systemClock, type Clock } from '~/platform/clock';

const message = z.object({ clock: z.iso.datetime() });

/**
 * A clock that the parent process sets over IPC with `{ clock: '2026-01-31T12:00:00.000Z' }`; until then it goes as the
 * machine's. Each setting is acknowledged with `{ clockSet: … }`. For tests: no route and no variable can reach it.
 */
export function clockFromParent(parent: NodeJS.Process = process): Clock {
  let time: number | null = null;
  parent.on('message', (received: unknown) => {
    const parsed = message.safeParse(received);
    if (!parsed.success) return;
    time = Date.parse(parsed.data.clock);
    parent.send?.({ clockSet: parsed.data.clock });
  });
  return { now: () => (time === null ? systemClock.now() : new Date(time)) };
}
