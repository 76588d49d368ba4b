import { paddedSize } from '~/crypto/age/padding';
import { seededBelow } from '~db/seed/seeded-random';
import { pick } from '../company';
import { nameAll, text, type Evidence } from '../evidence';
import type { Attacker } from './attacker';

/** What encrypting adds, beside 16 bytes for each 64 KiB: the attacker has tried it out. */
const overhead = { padded: 3_200, text: 2_000, file: 200 } as const;

/** Somebody who knows how large everybody's files and texts are looks at how large the ciphertexts are. */
export const sizes: Attacker = {
  name: 'sizes',
  title: 'Sizes of ciphertexts',
  about: ['concern'],
  tried:
    'The logger on the work laptops knows the exact size of a file and of a text of everybody. For each concern it names somebody whose file, or text, would give a ciphertext of that size.',
  weakened: 'Ciphertexts are as long as what is in them.',
  attack(evidence) {
    const below = seededBelow('sizes');
    const found = new Map<string, string>();
    for (const [concern, [textSize, fileSize]] of sizesOf(evidence)) {
      const distance = ({ fileBytes, textLetters }: { fileBytes: number; textLetters: number }) => {
        if (fileSize !== undefined) return Math.abs(fileSize - expected(fileBytes, 'file', evidence.clientPads));
        return Math.abs((textSize ?? 0) - expected(textLetters, 'text', evidence.clientPads));
      };
      const people = [...evidence.laptops].filter(([person]) => evidence.people.includes(person));
      const least = Math.min(...people.map(([, laptop]) => distance(laptop)));
      const fitting = people.filter(([, laptop]) => distance(laptop) === least);
      if (fitting.length > 0) found.set(concern, pick(fitting, below)[0]);
    }
    return [nameAll(evidence, 'sizes', found)];
  },
};

function expected(bytes: number, what: 'text' | 'file', pads: boolean): number {
  if (!pads) return bytes + overhead[what];
  const content = paddedSize(bytes + 120);
  return content + overhead.padded + 16 * Math.ceil(content / 65_536);
}

/** Sizes of a concern's parts, by its name: its manifest says them. */
function sizesOf({ dumps }: Evidence): Map<string, number[]> {
  const found = new Map<string, number[]>();
  for (const { table, values } of dumps.flatMap(({ rows }) => rows)) {
    if (table !== 'anonymous.concern_message') continue;
    const manifest = JSON.parse(text(values['manifest'])) as { parts: { size: number }[] };
    found.set(
      text(values['concern']),
      manifest.parts.map(({ size }) => size),
    );
  }
  return found;
}
