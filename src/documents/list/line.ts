import { parseAddress } from '../../net/address.ts';
import { parseHost } from '../../net/host-text.ts';
import { success } from '../../problem.ts';
import type { Labels, RowVerdict } from '../document.ts';
import { judgeDestination } from '../kit/facts.ts';
import { noLabels, refused } from '../kit/rows.ts';
import { quote } from '../kit/secrets.ts';
import { destinationsIn } from '../kit/several.ts';
import { isException, judgeException } from './adblock.ts';
import { geofeedEntry } from './geofeed.ts';
import { notDestination } from './no-list.ts';

/** One destination of a line. */
type Read = {
  readonly words: string;
  readonly labels: Labels;
  readonly verdict: RowVerdict;
};

/** The line without its comment and outer blanks; empty if nothing is left. A fragment of a URL has no blank before it. */
export function withoutComment(line: string): string {
  const plain = line.trim();
  if (/^(?:[#;!]|\/\/|\[adblock)/i.test(plain)) return '';
  return plain.replace(/\s(?:#|;|!|\/\/).*$/s, '').trim();
}

/** The comment of a line, or the line if all of it is one; empty without one. */
export function commentOf(line: string): string {
  return line.trim().slice(withoutComment(line).length);
}

/** Reads a line that is not empty. */
export function readLine(line: string): readonly Read[] {
  if (isException(line)) return [{ words: line, labels: noLabels, verdict: judgeException(line) }];
  const geofeed = geofeedEntry(line);
  if (geofeed !== undefined)
    return [{ words: line, labels: geofeed.labels, verdict: judge(geofeed.network) }];
  const tokens = destinationsIn(line.replace(/^[-*+\u2022]\s+/, ''));
  const [first = '', second = ''] = tokens ?? [];
  if (tokens === undefined && /^\S+$/.test(line)) return [plain(line)];
  if (tokens === undefined || tokens.length === 0)
    return [{ words: withoutKeys(line), labels: noLabels, verdict: refuseWords(line) }];
  if (parseAddress(first).ok && parseHost(second).ok)
    return [{ words: line, labels: noLabels, verdict: refuseHostsFile(line) }];
  return tokens.map(plain);
}

function plain(text: string): Read {
  return { words: text, labels: noLabels, verdict: judge(text) };
}

function judge(text: string): RowVerdict {
  return judgeDestination(text, success([]));
}

/** What follows the words with which devices name their passwords. */
const keys =
  /\b(passw(?:or)?d|secret|community|passphrase|pre-shared-key|psk|key(?:-string)?|token)\b[\s:=].*$/i;

/** A line without the passwords of a device: the lines of its configuration are no destinations. */
function withoutKeys(line: string): string {
  return line.replace(keys, '$1 ...');
}

function refuseWords(line: string): RowVerdict {
  return refused(
    notDestination,
    `${quote(withoutKeys(line))} is not a destination`,
    'write a host, an address, a network or a URL in each line, and "#" before comments',
  );
}

function refuseHostsFile(line: string): RowVerdict {
  return refused(
    'import-hosts-file',
    `${quote(line)} is a line of a hosts file, which allows nothing`,
    'write the name and the address in lines of their own, if both are needed',
  );
}
