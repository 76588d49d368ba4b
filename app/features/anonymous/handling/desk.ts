import { z } from 'zod';
import type { CheckedHandlers, HandlerKey } from '~/features/published/handlers/handler-key';
import { concernList, handledConcern, type ConcernList, type HandledConcern } from '../concerns/conversation.schema';
import { UnseenError } from '../concerns/unseen-request';
import type { DeskConcern } from './desk-concern';
import { indexConcern, type SearchIndex } from './desk-search';
import { askAsHandler, type HandlerSession } from './handling-client';
import type { OpeningPool } from './opening-pool';

/** How far the desk has been filled: a share from 0 to 1, `full`, or why it could not be. */
export type Filling =
  | { readonly kind: 'filling'; readonly share: number }
  | { readonly kind: 'full' }
  | { readonly kind: 'failed'; readonly code: string };

/** What is on the desk at one moment. Another one is another object. */
export interface DeskView {
  readonly concerns: ReadonlyMap<string, DeskConcern>;
  readonly index: SearchIndex;
  readonly filling: Filling;
}

/** A handler’s open desk: everything they can read, in memory, until it is closed. */
export interface Desk {
  readonly session: HandlerSession;
  /** The handler whose desk it is. */
  readonly me: HandlerKey;
  /** Every active handler, this one too, as checked by this device. */
  readonly handlers: readonly HandlerKey[];
  /** What does not add up in who let whom in. Where there is anything, nothing is encrypted. */
  readonly problems: readonly string[];
  readonly view: () => DeskView;
  /** @returns ends the subscription */
  readonly subscribe: (listener: () => void) => () => void;
  /** Fetches and opens all concerns, page by page. Failing, it says so in the view. */
  readonly fill: () => Promise<void>;
  /** Fetches one concern again. It goes from the desk where this handler may no longer see it. @throws UnseenError */
  readonly refresh: (key: string) => Promise<void>;
  /** Forgets everything, and ends what opens. */
  readonly close: () => void;
}

interface DeskTools {
  readonly session: HandlerSession;
  readonly me: HandlerKey;
  readonly checked: Pick<CheckedHandlers, 'active' | 'problems'>;
  readonly pool: OpeningPool;
}

/** Concerns in one answer: with more the page could not be touched while it reads them. */
const atOnce = 20;
/** Codes that mean: this concern is not for this handler, or is no more. */
const gone = 'unknown-concern';

/** Opens a desk that has nothing on it yet. */
export function createDesk({ session, me, checked, pool }: DeskTools): Desk {
  const concerns = new Map<string, DeskConcern>();
  const index: SearchIndex = new Map();
  const listeners = new Set<() => void>();
  let view: DeskView = { concerns, index, filling: { kind: 'filling', share: 0 } };
  /** Which time each concern was asked for last: an answer that was overtaken by a later one is out of date. */
  const latest = new Map<string, number>();
  let times = 0;
  let isClosed = false;

  const show = (filling: Filling = view.filling) => {
    if (isClosed) return;
    view = { concerns: new Map(concerns), index, filling };
    for (const listener of listeners) listener();
  };
  const put = (concern: DeskConcern) => {
    if (isClosed) return;
    concerns.set(concern.key, concern);
    indexConcern(index, concern);
  };
  const openAll = (handled: readonly HandledConcern[]) => Promise.all(handled.map((each) => pool.open(each)));

  return {
    session,
    me,
    handlers: checked.active,
    problems: checked.problems,
    view: () => view,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async fill() {
      show({ kind: 'filling', share: 0 });
      const time = (times += 1);
      try {
        for await (const { page, share } of pagesOf(session)) {
          for (const concern of await openAll(page)) if ((latest.get(concern.key) ?? 0) < time) put(concern);
          show({ kind: 'filling', share });
        }
        show({ kind: 'full' });
      } catch (error) {
        show({ kind: 'failed', code: codeOf(error) });
      }
    },
    async refresh(key) {
      const time = (times += 1);
      latest.set(key, time);
      const isLatest = () => latest.get(key) === time;
      try {
        const handled = await askAsHandler(session, 'conversation', { concern: key }, handledConcern);
        for (const concern of await openAll([handled])) if (isLatest()) put(concern);
      } catch (error) {
        if (!(error instanceof UnseenError) || error.code !== gone) throw error;
        if (isLatest()) {
          concerns.delete(key);
          index.delete(key);
        }
      }
      show();
    },
    close() {
      concerns.clear();
      index.clear();
      latest.clear();
      show({ kind: 'filling', share: 0 });
      isClosed = true;
      listeners.clear();
      pool.close();
    },
  };
}

/** The pages of the list. Each is asked for while the one before is opened. */
async function* pagesOf(session: HandlerSession): AsyncGenerator<{ page: readonly HandledConcern[]; share: number }> {
  const ask = (after: string | null) => {
    const asking = askAsHandler(session, 'list', { after, limit: atOnce }, concernList);
    // It may fail while nobody waits for it yet.
    asking.catch(() => undefined);
    return asking;
  };
  for (let asked: ReturnType<typeof ask> | null = ask(null); asked;) {
    const { concerns: page, next }: ConcernList = await asked;
    asked = next === null ? null : ask(next);
    yield { page, share: next === null ? 1 : shareBefore(next) };
  }
}

/** Names are random and the list is sorted by them: how far one is along is how much is behind it. */
function shareBefore(key: string): number {
  return Number.parseInt(key.slice(0, 6), 16) / 0x100_0000;
}

/** The code of whatever went wrong; empty for what has none. */
export function codeOf(error: unknown): string {
  const coded = z.object({ code: z.string() }).safeParse(error);
  return coded.success ? coded.data.code : '';
}
