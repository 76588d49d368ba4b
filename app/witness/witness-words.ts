import { stateOf } from './state-of';
import type { ContradictionKind } from './watch-ledger';
import type { WitnessResult } from './witness';

type Cosigned = Extract<WitnessResult, { kind: 'cosigned' }>;
type Contradicted = Extract<WitnessResult, { kind: 'contradiction' }>;

/** What a run says that found one history. */
export function describeCosigned(result: Cosigned, vkey: string): string {
  const { origin, keys, size } = result.remembered;
  const lines = [
    result.isFirst
      ? `${origin}: ${entries(size)}. Cosigned.`
      : result.isNew
        ? `${origin}: ${entries(size)}, all that was seen before among them. Cosigned.`
        : `${origin}: ${entries(size)}, as at the last run.`,
  ];
  if (result.isFirst) {
    lines.push(
      'This was the first run: what it saw was believed. Compare the first key of the ledger with what others were told:',
      `  ${keys[0] ?? ''}`,
    );
  }
  for (const name of result.notCompared) lines.push(`Not compared with ${name}: it is no checkpoint of this ledger.`);
  if (result.refusal !== null) lines.push(refused(result.refusal, vkey));
  return `${lines.join('\n')}\n`;
}

function refused(code: string, vkey: string): string {
  if (code === 'unknown-witness')
    return `The house does not know this witness yet. An administrator lets it in, with this key:\n  ${vkey}`;
  return `The house did not take the cosignature: ${code}. It is in the public folder, and handed in again at the next run.`;
}

const words: Readonly<Record<ContradictionKind, string>> = {
  shorter: 'It shows fewer entries than it has signed for: entries were taken away.',
  'other-entries': 'It has signed two ledgers with the same number of entries and different entries.',
  rewritten: 'It shows more entries than before, and they do not begin with those that it had signed for.',
  'other-keys': 'It shows keys that do not follow from those that it had.',
};

/** What a run says, as loudly as a terminal can, that found two histories. */
export function describeContradiction(
  { contradiction, refusal }: Contradicted,
  { address, publicFolder }: { address: string; publicFolder: string },
): string {
  const { kind, earlier, later, seenBy, at } = contradiction;
  const rule = '#'.repeat(78);
  return [
    '',
    rule,
    '#  THE LEDGER HAS SIGNED TWO HISTORIES',
    rule,
    '',
    words[kind],
    `Found at ${at}, at ${address}.`,
    '',
    `What ${seenBy ?? 'this witness'} saw before: ${sizeOf(earlier)}, signed by the ledger's own key:`,
    '',
    earlier,
    `What the house shows: ${sizeOf(later)}:`,
    '',
    later,
    `Both are in ${publicFolder}. Publish them, and show them to the other witnesses.`,
    refusal === null
      ? 'The house was given the proof, and says so on every one of its pages.'
      : `The house did not take the proof (${refusal}): tell people in other ways.`,
    'This witness cosigns nothing any more.',
    '',
  ].join('\n');
}

/** Where the keys are others nobody knows whether what the house shows is a checkpoint at all. */
function sizeOf(note: string): string {
  try {
    return entries(stateOf(note).size);
  } catch {
    return 'no checkpoint';
  }
}

function entries(size: number): string {
  return `${size.toLocaleString('en-GB')} ${size === 1 ? 'entry' : 'entries'}`;
}
