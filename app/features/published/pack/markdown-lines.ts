/** A line of Markdown as it is set on paper. */
export interface SetLine {
  readonly kind: 'heading' | 'item' | 'text';
  readonly words: string;
}

/**
 * Markdown for paper: headings, items of lists and paragraphs, without the marks of emphasis; links with their address.
 * Everything that it says is there; what it looks like on the site is not.
 */
export function markdownLines(markdown: string): SetLine[] {
  const lines: { kind: SetLine['kind']; words: string }[] = [];
  let open = false;
  for (const raw of markdown.split('\n')) {
    const line = raw.trim();
    const heading = /^#{1,6}\s+(.+?)#*$/.exec(line)?.[1];
    const item = /^(?:[-*+]|(\d{1,9}[.)]))\s+(.+)$/.exec(line);
    const last = lines.at(-1);
    if (line === '') open = false;
    else if (heading !== undefined) lines.push({ kind: 'heading', words: plain(heading) });
    else if (item) lines.push({ kind: 'item', words: `${item[1] ?? '•'} ${plain(item[2] ?? '')}` });
    else if (open && last && last.kind !== 'heading') last.words += ` ${plain(line)}`;
    else lines.push({ kind: 'text', words: plain(line.replace(/^>\s?/, '')) });
    open = line !== '' && heading === undefined;
  }
  return lines;
}

function plain(text: string): string {
  return text
    .replace(/\[([^\]]*)\]\(([^)\s]*)\)/g, (_, words: string, address: string) =>
      words === address ? address : `${words} (${address})`,
    )
    .replace(/(\*\*|__|`)(.+?)\1/g, '$2')
    .replace(/(^|[\s(])[*_]([^*_]+)[*_](?=$|[\s.,;:!?)])/g, '$1$2')
    .replace(/\\([\\`*_{}[\]()#+.!>-])/g, '$1');
}
