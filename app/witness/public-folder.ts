import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { stateOf } from './state-of';
import { writeWhole, type FolderState } from './witness-folder';

/**
 * Writes what a witness shows the world, as files that any static site can serve: `checkpoint` (the largest that it
 * cosigned), each one under `checkpoints/<size>`, its `key`, the proof of a contradiction, and a page that says it all.
 */
export async function writePublicFolder(folder: string, state: FolderState): Promise<void> {
  const { cosigned, contradiction, remembered, witness } = state;
  await mkdir(join(folder, 'checkpoints'), { recursive: true });
  await writeWhole(join(folder, 'key'), `${witness}\n`);
  if (cosigned !== '') {
    await writeWhole(join(folder, 'checkpoints', String(stateOf(cosigned).size)), cosigned);
    await writeWhole(join(folder, 'checkpoint'), cosigned);
  }
  if (contradiction) {
    await mkdir(join(folder, 'contradiction'), { recursive: true });
    await writeWhole(join(folder, 'contradiction', 'earlier'), contradiction.earlier);
    await writeWhole(join(folder, 'contradiction', 'later'), contradiction.later);
  }
  await writeWhole(join(folder, 'index.html'), page(remembered?.origin ?? '', state));
}

function page(origin: string, { cosigned, contradiction, witness }: FolderState): string {
  const found = contradiction
    ? `<h2>It signed two histories</h2>
<p>On ${escape(contradiction.at)} the ledger showed a history that contradicts one that it had signed before.
Both are signed by its own key: <a href="contradiction/earlier">what it signed first</a>,
<a href="contradiction/later">what it showed then</a>. Nothing was cosigned since.</p>`
    : '<p>Everything that it showed continued what it had shown before.</p>';
  const last =
    cosigned === ''
      ? '<p>Nothing was cosigned yet.</p>'
      : `<h2>The last checkpoint cosigned</h2>
<pre>${escape(cosigned)}</pre>
<p><a href="checkpoint">As a file</a></p>`;
  return `<!doctype html>
<html lang="en-GB">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Witness of ${escape(origin)}</title>
<h1>Witness of ${escape(origin)}</h1>
${found}
${last}
<h2>The key of this witness</h2>
<pre>${escape(witness)}</pre>
</html>
`;
}

/** Names come from a ledger, which may hold anything. */
function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${String(character.charCodeAt(0))};`);
}
