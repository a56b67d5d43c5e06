/** Where the next token begins: past spaces, line ends, comments and commas. */
export function skipGap(text: string, offset: number): number {
  return skip(text, offset, ' \t\r\n,');
}

/** Where the `|` or `>` of the next block text is: past what announces it, too. */
export function blockHeader(text: string, offset: number): number {
  return skip(text, offset, ' \t\r\n,:-?]}');
}

// A loop, not a pattern: a gap may hold megabytes of comments.
function skip(text: string, offset: number, skipped: string): number {
  let at = offset;
  while (at < text.length) {
    const character = text.charAt(at);
    if (character === '#') at = lineEnd(text, at);
    else if (skipped.includes(character)) at += 1;
    else return at;
  }
  return at;
}

/** Where the line of an offset ends: at its line feed, or with the text. */
export function lineEnd(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end < 0 ? text.length : end;
}
