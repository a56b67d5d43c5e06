import type { PortRange } from '../../../net/port.ts';
import { success } from '../../../problem.ts';
import type { RowVerdict } from '../../document.ts';
import { judgeDestination } from '../../kit/facts.ts';
import { refused } from '../../kit/rows.ts';
import { quote } from '../../kit/secrets.ts';

const name = /^[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*\.?$/;
const quad = String.raw`\d{1,3}(?:\.\d{1,3}){3}`;
const hexadecimal = String.raw`[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}(?:\.\d{1,3}){0,3}`;
const address = new RegExp(
  `^(?:${quad}(?:/\\d{1,2}|-${quad})?|${hexadecimal}(?:/\\d{1,3}|-${hexadecimal})?)$`,
  'i',
);

/** Whether a text has the form of one name, as devices look it up: no wildcard, port or path. */
export function isPlainName(text: string): boolean {
  return name.test(text);
}

/** Whether a text has the form of an address, a network or a range. */
export function isPlainAddress(text: string): boolean {
  return text.length <= 100 && address.test(text);
}

/**
 * Judges a name or an address of a configuration. In other notations, such as `*.example.com` or `example.com:443`, a
 * device would not mean what a guide means.
 */
export function judgePlain(text: string, ports: readonly PortRange[]): RowVerdict {
  if (isPlainName(text) || isPlainAddress(text)) return judgeDestination(text, success(ports));
  return refused(
    'import-not-destination',
    `expected a name, an address or a network, found ${quote(text)}`,
    'correct it on the device, or add an endpoint of your own',
  );
}
