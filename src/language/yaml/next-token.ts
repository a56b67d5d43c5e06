/** The offset of the next token, after spaces, line ends, comments and commas. */
export function skipGap(text: string, offset: number): number {
  return skip(text, offset, ' \t\r\n,');
}

/** The offset of the `|` or `>` of the next block text, after `:`, `-` and `?` too. */
export function blockHeader(text: string, offset: number): number {
  return skip(text, offset, ' \t\r\n,:-?]}');
}

// A loop, not a regular expression: a gap can contain megabytes of comments.
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

/** The offset of the line feed after an offset, or of the end of the text. */
export function lineEnd(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end < 0 ? text.length : end;
}
