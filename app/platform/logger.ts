import pino, { type DestinationStream } from 'pino';

/** What a line of the log may say beside its message. Whatever is not named here is not written. */
export interface LogFields {
  readonly part?: string;
  readonly route?: string;
  readonly status?: number;
  readonly address?: string;
  readonly problems?: readonly string[];
  readonly publication?: number;
  readonly count?: number;
  readonly error?: string;
  readonly code?: string;
  readonly at?: readonly string[];
}

/** What routes get: failures only. */
export interface FailureLog {
  error(fields: LogFields, message: string): void;
}

export interface Log extends FailureLog {
  info(fields: LogFields, message: string): void;
  warn(fields: LogFields, message: string): void;
}

const allowed = [
  'part',
  'route',
  'status',
  'address',
  'problems',
  'publication',
  'count',
  'error',
  'code',
  'at',
] as const satisfies readonly (keyof LogFields)[];

/**
 * The log of the process, as JSON lines. There is no line per request, for any wing: a sign-in with a fine time could be
 * matched with an arrival (threat model, rule 8). What failed is logged by kind and place in the code, never with a message
 * of a library, an address of a visitor, a browser's name, a body or a path.
 */
export function createLog(destination: DestinationStream = pino.destination({ dest: 1, sync: true })): Log {
  const logger = pino(
    { base: null, timestamp: pino.stdTimeFunctions.isoTime, formatters: { level: (label) => ({ level: label }) } },
    destination,
  );
  const write = (level: 'info' | 'warn' | 'error') => (fields: LogFields, message: string) => {
    logger[level](pick(fields), message);
  };
  return { info: write('info'), warn: write('warn'), error: write('error') };
}

/** The kind of a failure and where in our code it happened. Its message may hold what people wrote: it is left out. */
export function describeFailure(error: unknown): Pick<LogFields, 'error' | 'code' | 'at'> {
  if (!(error instanceof Error)) return { error: typeof error };
  const code: unknown = 'code' in error ? error.code : undefined;
  // The stack begins with the message, which may have lines that look like frames.
  const stack = error.stack ?? '';
  const rest = error.message === '' ? stack : stack.slice(stack.indexOf(error.message) + error.message.length);
  const frames = rest.split('\n').filter((line) => /^\s+at .*:\d+:\d+\)?$/.test(line));
  return {
    error: error.name,
    ...(typeof code === 'string' && /^[\w-]{1,40}$/.test(code) ? { code } : {}),
    at: frames.slice(0, 8).map((line) => line.trim()),
  };
}

/**
 * The log of the anonymous wing: nothing while it happens. Failures are counted by kind, and written when the day is over
 * or the process stops, so that no line dates an arrival more finely than a row may (threat model, rule 3).
 */
export class DayLog implements FailureLog {
  readonly #log: Log;
  readonly #counts = new Map<string, { readonly fields: LogFields; count: number }>();
  #day = '';

  constructor(log: Log) {
    this.#log = log;
  }

  /** Counts a failure; at most a hundred kinds. */
  error({ error = '', code = '', at = [] }: LogFields): void {
    const kind = `${error} ${code} ${at[0] ?? ''}`;
    const known = this.#counts.get(kind);
    if (known) known.count += 1;
    else if (this.#counts.size < 100) this.#counts.set(kind, { fields: { error, code, at }, count: 1 });
  }

  /** To be called now and then: writes what was counted once `day` ('YYYY-MM-DD') is another. */
  turn(day: string): void {
    if (this.#day !== '' && this.#day !== day) this.flush();
    this.#day = day;
  }

  /** Writes what was counted, in no order of time. */
  flush(): void {
    const kinds = [...this.#counts].sort(([a], [b]) => (a < b ? -1 : 1));
    this.#counts.clear();
    for (const [, { fields, count }] of kinds)
      this.#log.error({ ...fields, part: 'anonymous', count }, 'failures of the day');
  }
}

function pick(fields: LogFields): Record<string, unknown> {
  const entries = allowed.map((name) => [name, fields[name]] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}
