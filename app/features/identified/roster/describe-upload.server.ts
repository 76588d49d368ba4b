import type { IdentifiedDatabase } from '~db/identified-client';
import { readDifferences, readRefusedRows, type Difference, type UploadPreview } from './roster.queries.server';

const figures = new Intl.NumberFormat('en-GB');
export const inFigures = (count: number) => figures.format(count);

/** What an upload would change, as lines of text: all counts, and the first page of each list. */
export async function describeUpload(db: IdentifiedDatabase, preview: UploadPreview): Promise<readonly string[]> {
  const { id, rows, refused, unidentified, active, joined, returned, left, changed, changedAddresses } = preview;
  const joiners = await readDifferences(db, id, 'joiners', 1);
  const leavers = await readDifferences(db, id, 'leavers', 1);
  const changes = await readDifferences(db, id, 'changes', 1);
  const refusedRows = await readRefusedRows(db, id, 1);
  return [
    `Rows in the file: ${inFigures(rows)}. People on the roster now: ${inFigures(active)}.`,
    ...section(`Joining: ${inFigures(joined + returned)} (${inFigures(returned)} back again)`, joiners.map(joiner), joined + returned), // prettier-ignore
    ...section(`Leaving: ${inFigures(left)}`, leavers.map(leaver), left),
    ...section(`Changing: ${inFigures(changed)} (${inFigures(changedAddresses)} their address)`, changes.map(change), changed), // prettier-ignore
    ...section(`Refused rows: ${inFigures(refused)}`, refusedRows.map(refusal), refused),
    ...(unidentified > 0 ? [`  ${inFigures(unidentified)} of them do not say whom they are about.`] : []),
  ];
}

function section(title: string, lines: readonly string[], total: number): string[] {
  const more = total - lines.length;
  return ['', title, ...lines.map((line) => `  ${line}`), ...(more > 0 ? [`  … and ${inFigures(more)} more`] : [])];
}

function joiner({ kind, personNumber, after }: Difference): string {
  const back = kind === 'returned' ? ' (back again)' : '';
  return `${personNumber} ${after?.name ?? ''} <${after?.email ?? ''}>, ${after?.unitPath ?? ''}${back}`;
}

function leaver({ personNumber, before, line }: Difference): string {
  const why = line === null ? 'not in the file' : `line ${String(line)}`;
  return `${personNumber} ${before?.name ?? ''} <${before?.email ?? ''}>: ${why}`;
}

function change({ personNumber, before, after }: Difference): string {
  const parts = (['name', 'email', 'unitPath'] as const)
    .filter((key) => before?.[key] !== after?.[key])
    .map((key) => `${before?.[key] ?? ''} → ${after?.[key] ?? ''}`);
  return `${personNumber}: ${parts.join('; ')}`;
}

function refusal({
  line,
  personNumber,
  refusal: reason,
}: {
  line: number;
  personNumber: string | null;
  refusal: string;
}) {
  return `Line ${String(line)}${personNumber === null ? '' : ` (${personNumber})`}: ${reason}`;
}
