import type { Token } from './tokens.ts';

/** Tokens in a row that can name ports together, without marks at their ends. */
export type Run = {
  readonly tokens: readonly Token[];
  /** The words beside it; empty at the ends of the text and at a mark. */
  readonly before: string;
  readonly after: string;
  /** Whether nothing but marks is before or behind it. */
  readonly isFirst: boolean;
  readonly isLast: boolean;
  /** Whether it begins what stands in parentheses, and a comma or dash follows: `(443, required)`. */
  readonly isNoteBegun: boolean;
};

/** The runs of a text. */
export function runsIn(tokens: readonly Token[]): Run[] {
  const runs: Run[] = [];
  let [from, at] = [0, 0];
  let kept: Token[] = [];
  const close = (): void => {
    const run = trimmed(withoutCounts(kept, wordAt(tokens, at, 1)));
    if (run.some(({ kind }) => kind === 'number' || kind === 'protocol'))
      runs.push({
        tokens: run,
        before: wordAt(tokens, from - 1, -1),
        after: wordAt(tokens, at, 1),
        isFirst: tokens.slice(Math.max(0, from - 20), from).every(isSilent) && from < 20,
        isNoteBegun: tokens[from - 1]?.kind === 'open' && isSeparator(kept),
        isLast: tokens.slice(at, at + 20).every(isSilent) && tokens.length - at < 20,
      });
    kept = [];
  };
  while (at < tokens.length) {
    const next = stepAt(tokens, at, kept);
    if (next === undefined) {
      close();
      at += 1;
      from = at;
    } else {
      for (const token of next.kept) kept.push(token);
      at = next.to;
    }
  }
  close();
  return runs;
}

function isSeparator(kept: readonly Token[]): boolean {
  const last = kept.findLast(({ kind }) => kind !== 'blank')?.kind;
  return last === 'joint' || last === 'dash';
}

function isSilent({ kind, text }: Token): boolean {
  return kind !== 'number' && kind !== 'protocol' && !/[\p{L}\p{N}]/u.test(text);
}

/** The word next to a run; empty if a mark is between. */
function wordAt(tokens: readonly Token[], at: number, step: 1 | -1): string {
  let next = at;
  while (tokens[next]?.kind === 'blank') next += step;
  const token = tokens[next];
  return token?.kind === 'word' ? token.text : '';
}

/** A parenthesis that closes none of the run ends it too. */
function isEnd(kind: Token['kind']): boolean {
  return kind === 'word' || kind === 'mark' || kind === 'close';
}

/** What a run takes at a position and where it continues; undefined where it ends. */
function stepAt(
  tokens: readonly Token[],
  at: number,
  kept: readonly Token[],
): { readonly kept: readonly Token[]; readonly to: number } | undefined {
  const token = tokens[at];
  if (token === undefined || isEnd(token.kind)) return undefined;
  if (token.kind === 'filler' && isBetweenNumbers(tokens, at, kept)) return undefined;
  if (token.kind !== 'open') return { kept: [token], to: at + 1 };
  const to = closeOf(tokens, at);
  if (to === undefined) return undefined;
  const inner = tokens.slice(at + 1, to);
  const hasWords = inner.some(({ kind }) => kind === 'word' || kind === 'mark');
  if (!hasWords) return { kept: tokens.slice(at, to + 1), to: to + 1 };
  if (inner.some(({ kind }) => kind === 'number')) return undefined;
  // "443 (secure web) and 80": words in parentheses do not end the list.
  const named = inner.filter(({ means }) => means.some(({ isTransport }) => isTransport));
  return { kept: named.length === 0 ? [] : parenthesized(tokens, at, named, to), to: to + 1 };
}

function parenthesized(
  tokens: readonly Token[],
  at: number,
  named: readonly Token[],
  to: number,
): Token[] {
  return [...tokens.slice(at, at + 1), ...named, ...tokens.slice(to, to + 1)];
}

/** "port 443 on 2 interfaces" has one port. */
function isBetweenNumbers(tokens: readonly Token[], at: number, kept: readonly Token[]): boolean {
  const before = kept.findLast(({ kind }) => kind !== 'blank');
  let next = at + 1;
  while (tokens[next]?.kind === 'blank') next += 1;
  return before?.kind === 'number' && tokens[next]?.kind === 'number';
}

/** The position of the parenthesis that closes the one here, within a short distance. */
function closeOf(tokens: readonly Token[], at: number): number | undefined {
  for (let next = at + 1; next < Math.min(tokens.length, at + 24); next += 1) {
    const kind = tokens[next]?.kind;
    if (kind === 'close') return next;
    if (kind === 'open') return undefined;
  }
  return undefined;
}

/** Words behind a number that is a count or a measure. */
const units =
  /^(?:[kmg]?(?:bit|bits|bps|byte|bytes|hz|b|bit\/s)|m?s|ms|sec|seconds?|sekunden|minutes?|minuten|min|hours?|stunden|days?|tage|years?|jahre|times?|connections?|verbindungen|sessions?|servers?|hosts?|devices?|ger\u00e4te|users?|interfaces?|clients?|printers?|units?|percent|%|mb\/s|mbit\/s|others?|more|weitere|ip|ips|addresses|urls?)$/i;

/** Without a number at the end that counts what follows it, and without one that counts the ports: `3 ports: 80, 443`. */
function withoutCounts(run: readonly Token[], after: string): readonly Token[] {
  const last = run.findLastIndex(({ kind }) => kind !== 'blank');
  const uncounted = run[last]?.kind === 'number' && units.test(after) ? run.slice(0, last) : run;
  const label = uncounted.findIndex(({ kind }) => kind === 'label');
  const behind = uncounted.slice(label + 1);
  const head = uncounted.slice(0, Math.max(label, 0));
  const isCount =
    behind.some(({ kind }) => kind === 'number') && head.some(({ kind }) => kind === 'number');
  if (!isCount || label < 0) return uncounted;
  return head.some(({ kind }) => kind === 'protocol') ? uncounted : uncounted.slice(label);
}

const outer = new Set(['joint', 'dash', 'colon', 'blank', 'filler']);

/** Without what joins nothing at the ends. A closing colon stays: it makes `HTTPS:` a label. */
function trimmed(run: readonly Token[]): readonly Token[] {
  const first = run.findIndex(({ kind, text }) => !outer.has(kind) || isLink(kind, text));
  const last = run.findLastIndex(({ kind }) => !outer.has(kind) || kind === 'colon');
  return first < 0 ? [] : run.slice(first, last + 1);
}

/** `over` in "over HTTPS" tells what the word behind it is. */
function isLink(kind: string, text: string): boolean {
  return kind === 'filler' && !/^(?:from|von|only|nur)$/i.test(text);
}
