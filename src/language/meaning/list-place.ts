import { quote } from '../../characters.ts';
import { type Destination, formatDestination } from '../../net/destination.ts';
import { parseHost } from '../../net/host-text.ts';
import { parseNetwork } from '../../net/network-text.ts';
import { failure, type Refusal, type Result, respell } from '../../problem.ts';
import { parseAddressLike } from './address-like.ts';
import { hostDestination, parseUrl } from './places.ts';

/** Reads a line of a list as a network or as a host. */
export function parseListPlace(text: string): Result<Destination, Refusal> {
  const network = parseAddressLike(text);
  if (network !== undefined) return network;
  const host = hostDestination(parseHost(foldName(text)));
  if (host.ok) return host;
  return failure(refuseLine(text) ?? { ...host.error, help: helpInList(text, host.error) });
}

/** The refusal of a line whose whole form is wrong: a comment, quotes, a range with spaces, several entries. */
function refuseLine(text: string): Refusal | undefined {
  const rule = 'list-line';
  if (/^(?:;|\/\/)/.test(text))
    return { rule, message: `${quote(text)} is not an entry`, help: 'begin a comment with "#"' };
  const [, , bare] = /^(["'])(.*)\1,?$/.exec(text) ?? [];
  if (bare !== undefined && parseListPlace(bare).ok)
    return respell(rule, `${quote(text)} has quotes, which lists do not need`, text, bare);
  if (!/\s/.test(text)) return undefined;
  const range = text.includes('-') ? parseNetwork(text) : undefined;
  return range?.ok === false && range.error.fix !== undefined ? range.error : severalEntries(text);
}

const foldable = /[A-Z]|\.$/;
const endsLikeAddress = /(?:^|\.)(?:[0-9]+|0x[0-9a-f]*)\.?$/i;

/** Folds the upper case and the final dot of names in vendors' lists. A text that ends like an address is not a name. */
function foldName(text: string): string {
  if (!foldable.test(text) || endsLikeAddress.test(text)) return text;
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase()).replace(/\.$/, '');
}

/** The fix for a line of a list, which has no keys. */
function helpInList(text: string, { rule, help }: Refusal): string {
  const url = text.includes('://') ? parseUrl(text) : undefined;
  if (url?.ok)
    return `write ${quote(formatDestination(url.value.destination))}: a list has no schemes, ports or paths`;
  if (rule === 'host-not-a-name') {
    const [, place = ''] = /^(\[[^\]]*\]|[^:/]*)(?::[0-9]+)?(?:\/.*)?$/.exec(text) ?? [];
    const bare = place.replace(/^\[(.*)\]$/, '$1');
    if (bare !== text && parseListPlace(bare).ok)
      return `write ${quote(bare)}: a list has no schemes, ports or paths`;
    return 'write one host or one network per line';
  }
  return help.replace(/"network: (.*)"/, '"$1"');
}

function severalEntries(text: string): Refusal {
  return {
    rule: 'list-line',
    message: `${quote(text)} is more than one entry`,
    help: 'write one host or one network per line, and "#" before a comment',
  };
}
