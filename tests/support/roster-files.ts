import { readRoster } from '~/features/identified/roster/read-roster';
import type { RosterLine } from '~/features/identified/roster/roster';

export const rosterHeader = 'Employee number,Name,Work e-mail,Unit path,Status';

/** A file of bytes in chunks of `size`, as a network would deliver them. */
export async function* inChunks(content: string | Uint8Array, size = 64 * 1024): AsyncGenerator<Uint8Array> {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  for (let start = 0; start < bytes.length; start += size) {
    yield await Promise.resolve(bytes.subarray(start, start + size));
  }
}

/** Everything that a file holds. */
export async function readAll(
  content: string | Uint8Array,
  options: { chunk?: number; demo?: boolean } = {},
): Promise<RosterLine[]> {
  const lines: RosterLine[] = [];
  for await (const line of readRoster(inChunks(content, options.chunk), { demo: options.demo ?? false })) {
    lines.push(line);
  }
  return lines;
}

/** `[number, name, email, unit, status]`, the last two with defaults. */
export type RosterPerson = readonly [string, string, string, string?, string?];

/** A roster file of one line each person. */
export function rosterFile(...people: readonly RosterPerson[]): string {
  const lines = people.map(([number, name, email, unit = 'Company / Office', status = 'active']) =>
    [number, name, email, unit, status].join(','),
  );
  return [rosterHeader, ...lines, ''].join('\n');
}

/** A valid file of `count` invented people, made as it is read. */
export async function* inventedRoster(count: number): AsyncGenerator<Uint8Array> {
  yield Buffer.from(`${rosterHeader}\n`);
  for (let start = 0; start < count; start += 1000) {
    const lines = Array.from({ length: Math.min(1000, count - start) }, (_, index) => {
      const number = String(start + index + 1).padStart(7, '0');
      const unit = `Company / Area ${String((start + index) % 40)} / Team ${String((start + index) % 900)}`;
      return `${number},Person ${number},person.${number}@company.example,${unit},active\n`;
    });
    yield await Promise.resolve(Buffer.from(lines.join('')));
  }
}
