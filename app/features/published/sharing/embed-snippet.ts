/** Room that a frame needs for its words on a phone; wider ones need less. */
export const frameHeight = 260;

/**
 * What is pasted into a page of an intranet: a frame that runs no program there, is sent no address of the page, and
 * asks for nothing. It keeps its own origin: its style and its letters are given to pages of that alone.
 */
export function embedSnippet({ address, title }: { address: string; title: string }): string {
  const name = title.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return `<iframe src="${address}/embed" title="${name}" width="100%" height="${String(frameHeight)}" loading="lazy" referrerpolicy="no-referrer" sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox" style="border:0"></iframe>`;
}
