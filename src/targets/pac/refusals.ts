import { parseAddress } from '../../net/address.ts';
import { parseHost } from '../../net/host.ts';
import { parsePort } from '../../net/port.ts';
import type { TargetPolicy } from '../../policy/types.ts';
import type { Refusal } from '../../problem.ts';
import { isIdentifier, isTaken } from './names.ts';
import type { Options } from './options.ts';
import { largest } from './view-size.ts';

/**
 * Answers that browsers would read as DIRECT or not at all (pac-return), and a function name that is none in JavaScript
 * or is taken (pac-function-name).
 */
export function optionRefusals({ proxy, direct, functionName }: Options): Refusal[] {
  return [
    ...refuseAnswer('proxy', proxy),
    ...refuseAnswer('direct', direct),
    ...refuseSameWay(proxy, direct),
    ...refuseName(functionName),
  ];
}

/** A policy of which nothing goes around the proxy: the site would deploy a file that does nothing. */
export function nothingAround(policy: TargetPolicy): Refusal {
  return {
    rule: 'pac-empty',
    message: `site "${policy.site.id}" has nothing that goes around the proxy, so its PAC file would do nothing`,
    help: 'mark what must not be inspected with "inspection: bypass", or take "pac" out of the site\'s targets',
  };
}

/** A file that Chromium would not load. `size` is in bytes. */
export function tooLarge(size: number, compact: boolean): Refusal {
  const grouped = compact ? '' : 'set the pac option "compact: true", ';
  return {
    rule: 'pac-size',
    message: `the PAC file has ${size} bytes; beyond ${largest} Chromium goes DIRECT for everything without a word`,
    help: `${grouped}name domains with a wildcard instead of their hosts, or choose fewer tiers or groups for this site`,
  };
}

/** A file that does not answer as the policy says. */
export function broken(what: string): Refusal {
  return {
    rule: 'pac-broken',
    message: `the PAC file ${what}`,
    help: 'this is a mistake of the tool: report it with the spec; nothing was written',
  };
}

function refuseAnswer(option: string, answer: string): Refusal[] {
  const wrong = answer.split('; ').find((part) => !isWay(part));
  if (wrong === undefined) return [];
  return [
    {
      rule: 'pac-return',
      message: `the pac option "${option}" holds ${JSON.stringify(wrong)}, which a browser would skip, or go DIRECT for`,
      help: 'write DIRECT, or PROXY, HTTPS, SOCKS, SOCKS4 or SOCKS5 with host:port, joined by "; "',
      option,
    },
  ];
}

// DIRECT first would send every host around the proxy; one answer for both would leave nothing decided.
function refuseSameWay(proxy: string, direct: string): Refusal[] {
  if (proxy !== direct && !proxy.startsWith('DIRECT')) return [];
  return [
    {
      rule: 'pac-return',
      message: `the pac option "proxy" is "${proxy}", so every host would go the way of those that bypass`,
      help: 'name the proxy of all other hosts, as in "PROXY proxy.example.net:3128"',
      option: 'proxy',
    },
  ];
}

function isWay(text: string): boolean {
  if (text === 'DIRECT') return true;
  const [, host = '', port = ''] =
    /^(?:PROXY|HTTPS|SOCKS|SOCKS4|SOCKS5) (\S+):([0-9]+)$/.exec(text) ?? [];
  return isProxyHost(host) && parsePort(port).ok;
}

function isProxyHost(written: string): boolean {
  const text = written.toLowerCase();
  const inBrackets = /^\[(.*)\]$/.exec(text)?.[1];
  if (inBrackets !== undefined) return inBrackets.includes(':') && parseAddress(inBrackets).ok;
  if (/^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/.test(text)) return true;
  if (!text.includes(':') && parseAddress(text).ok) return true;
  return !/[*_]/.test(text) && parseHost(text).ok;
}

function refuseName(name: string): Refusal[] {
  if (isIdentifier(name) && !isTaken(name)) return [];
  return [
    {
      rule: 'pac-function-name',
      message: `the pac option "functionName" is ${JSON.stringify(name)}, ${isIdentifier(name) ? 'which JavaScript or a browser already uses' : 'which is not a name in JavaScript'}`,
      help: 'write a name of your own, such as findSendproProxy',
      option: 'functionName',
    },
  ];
}
