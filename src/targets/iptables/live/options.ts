/** One option of a rule with its values: a condition, or the target. */
export type Option = {
  readonly name: string;
  readonly isNegated: boolean;
  readonly values: readonly string[];
};

/**
 * The options of a rule, as iptables-save prints it, in their order. The number of values differs by option, and many
 * options are unknown here, so the next option ends them. What follows a target is its own.
 */
export function* optionsOf(rule: string): Generator<Option, void> {
  // The first two words are -A and the chain.
  const words = wordsOf(rule).slice(2);
  let at = 0;
  while (at < words.length) {
    const isNegated = words[at] === '!';
    if (isNegated) at += 1;
    const name = words[at] ?? '';
    const end = endOf(words, at);
    yield { name, isNegated, values: words.slice(at + 1, end) };
    at = end;
  }
}

/** The index after the last value of an option. A comment is one word, and may look like an option. */
function endOf(words: readonly string[], at: number): number {
  const name = words[at];
  if (name === '-j' || name === '-g') return words.length;
  if (name === '--comment') return at + 2;
  const next = words.findIndex((word, index) => index > at && /^(?:!$|--?[A-Za-z])/.test(word));
  return next < 0 ? words.length : next;
}

/** The words of a rule; one in quotes may contain spaces. */
function wordsOf(text: string): string[] {
  return text.match(/"(?:[^"\\]|\\.)*"|\S+/g) ?? [];
}
