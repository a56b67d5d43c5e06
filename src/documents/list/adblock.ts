import type { RowVerdict } from '../document.ts';
import { judgeDestination } from '../kit/facts.ts';

/** Whether the lines are rules of an ad blocker, in which also a plain name is blocked. */
export function isAdblock(lines: readonly string[]): boolean {
  return lines.some((line) => isException(line.trim()) || /^\[adblock/i.test(line));
}

/** Whether a line is an entry of a hosts file that blocks a name, or a rule of an ad blocker. */
export function isBlocked(line: string): boolean {
  return (
    /^\|\|?[^\s|][^|]*$/.test(line) ||
    /^(?:0\.0\.0\.0|127\.0\.0\.1|::1?|::0)\s+[a-z0-9_*]/i.test(line)
  );
}

/** Whether a line is an exception of an ad blocker: what it allows. */
export function isException(line: string): boolean {
  return line.startsWith('@@');
}

/** Judges an exception. Only `@@||example.com^` means a domain and its subdomains; options limit it. */
export function judgeException(line: string): RowVerdict {
  const [, domain, options] = /^@@\|\|([a-z0-9_.-]+)\^\|?(?:\$(.*))?$/i.exec(line) ?? [];
  if (domain === undefined)
    return { kind: 'unresolved', reason: 'this exception is not of a whole domain' };
  if (options !== undefined)
    return { kind: 'unresolved', reason: 'the options of this exception limit it' };
  return judgeDestination(`.${domain}`, { ok: true, value: [] });
}
