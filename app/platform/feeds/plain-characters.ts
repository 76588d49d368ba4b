/** What XML 1.0 and RFC 5545 both take: no control characters but tab and line ends, no half of a surrogate pair. */
const refused = /[^\t\n\r\u{20}-\u{7E}\u{A0}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;

/** Text that any format of a feed can carry: characters that it cannot are shown as U+FFFD, line ends are line feeds. */
export function plainCharacters(text: string): string {
  return text.replaceAll(/\r\n?/g, '\n').replaceAll(refused, '\u{FFFD}');
}

/** The same on one line. */
export function plainLine(text: string): string {
  return plainCharacters(text).replaceAll(/\s+/gu, ' ').trim();
}
