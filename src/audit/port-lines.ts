import type { DocumentText } from '../documents/document.ts';
import { plainWords } from '../documents/kit/words.ts';
import type { PortRange } from '../net/port.ts';
import type { RowSide } from './report.ts';

const portWords =
  /\bports?\s+([0-9]{1,5})\b|\b(?:tcp|udp)[/ ]([0-9]{1,5})\b|\b([0-9]{1,5})[/ ](?:tcp|udp)\b/gi;

/** Finds the first line of a document that mentions a port with a word that says so; the document is read once, on demand. */
export function portLines({
  text,
}: DocumentText): (ports: readonly PortRange[]) => RowSide | undefined {
  let known: ReadonlyMap<number, RowSide> | undefined;
  return (ports) => {
    known ??= linesByPort(text);
    const lines = ports.flatMap(({ low }) => known?.get(low) ?? []);
    return lines.sort((a, b) => a.line - b.line)[0];
  };
}

/** The ports that words name as such. */
export function portsIn(words: string): number[] {
  return [...words.matchAll(portWords)].map(([, ...numbers]) =>
    Number(numbers.find((each) => each !== undefined)),
  );
}

function linesByPort(text: string): ReadonlyMap<number, RowSide> {
  const lines = new Map<number, RowSide>();
  for (const [index, line] of text.split('\n').entries()) {
    for (const port of portsIn(line))
      if (!lines.has(port)) lines.set(port, { line: index + 1, words: plainWords(line) });
  }
  return lines;
}
