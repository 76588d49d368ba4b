import { handlersInForce, type CheckedHandlers } from './handler-key';
import { handlerRecords, type HandlerRecord } from './handler-record.schema';
import { pinnedRoot, pinRoot } from './pinned-root';

/** The list of handlers that could not be had, or is not one. */
export class HandlersReadError extends Error {
  override readonly name = 'HandlersReadError';
  constructor(readonly code: 'offline' | 'unreadable') {
    super(code);
  }
}

/** Handlers as this device checked them. Where there are `problems`, nothing should be encrypted to anybody. */
export interface KnownHandlers extends CheckedHandlers {
  /** All keys there ever were, as they were given. */
  readonly records: readonly HandlerRecord[];
  /** The first key that this device saw earlier, where it is another than `root`: that is among the problems too. */
  readonly formerRoot: string | null;
}

/**
 * Reads who handles concerns and checks it on this device: each key let in by one that counted, resting on the first
 * (protocol 7), and the first the same as ever. The first time, it is remembered. That the list is in the ledger is NOT
 * checked.
 * @throws HandlersReadError
 */
export async function readHandlers(organisation: string): Promise<KnownHandlers> {
  const records = await fetchRecords();
  const checked = handlersInForce(records, organisation);
  const known = pinnedRoot(organisation);
  const { root } = checked;
  if (known === null || known === root) {
    if (root !== null && checked.problems.length === 0) pinRoot(organisation, root);
    return { ...checked, records, formerRoot: null };
  }
  const changed = root === null ? 'is gone' : 'is not the one that this device saw before';
  return { ...checked, problems: [...checked.problems, `The first key ${changed}.`], records, formerRoot: known };
}

async function fetchRecords(): Promise<readonly HandlerRecord[]> {
  let answer: unknown;
  try {
    const response = await fetch('/handlers.json', {
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      headers: { accept: 'application/json' },
    });
    if (!response.ok) throw new HandlersReadError('unreadable');
    answer = await response.json();
  } catch (error) {
    throw error instanceof HandlersReadError ? error : new HandlersReadError('offline');
  }
  const read = handlerRecords.safeParse(answer);
  if (!read.success) throw new HandlersReadError('unreadable');
  return read.data;
}
