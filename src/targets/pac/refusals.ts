import { parseAddress } from '../../net/address.ts';
import { parseHost } from '../../net/host-text.ts';
import { parsePort } from '../../net/port-text.ts';
import type { TargetPolicy } from '../../policy/types.ts';
import type { Refusal } from '../../problem.ts';
import { isIdentifier, isTaken } from './names.ts';
import type { Options } from './options.ts';
import { largest } from './view-size.ts';

/**
 * Answers that browsers would read as DIRECT or ignore (pac-return), and a function name that is invalid in JavaScript or
 * already defined (pac-function-name).
 */
export function optionRefusals({ proxy, direct, functionName }: Options): Refusal[] {
  return [
    ...refuseAnswer('proxy', proxy),
    ...refuseAnswer('direct', direct),
    ...refuseSameWay(proxy, direct),
    ...refuseName(functionName),
  ];
}

/** A policy without a host that skips the proxy: the site would deploy a file without effect. */
export function nothingAround(policy: TargetPolicy): Refusal {
  return {
    rule: 'pac-empty',
    message: `no host of site "${policy.site.id}" skips the proxy, so its PAC file would have no effect`,
    help: 'set "inspection: bypass" where traffic must not be inspected, or remove "pac" from the site\'s "targets"',
  };
}

/**
 * A file that Chromium would not load. `size` is in bytes; `fitsCompact` if the option "compact" would make it small
 * enough.
 */
export function tooLarge(size: number, fitsCompact: boolean): Refusal {
  return {
    rule: 'pac-size',
    message: `the PAC file has ${size} bytes; above ${largest} bytes, Chromium silently goes DIRECT for everything`,
    help: fitsCompact
      ? 'set the pac option "compact: true"'
      : 'list groups in the site\'s "exclude", or replace pac with squid in its "targets": the proxy then bypasses inspection for these hosts, without a limit',
  };
}

/** A file whose answers differ from the policy. */
export function broken(what: string): Refusal {
  return {
    rule: 'pac-broken',
    message: `the PAC file ${what}`,
    help: 'report this bug in Portolan, with the spec. Nothing was written.',
  };
}

function refuseAnswer(option: string, answer: string): Refusal[] {
  const wrong = answer.split('; ').find((part) => !isWay(part));
  if (wrong === undefined) return [];
  return [
    {
      rule: 'pac-return',
      message: `the pac option "${option}" contains ${JSON.stringify(wrong)}, which a browser would skip or read as DIRECT`,
      help: 'use DIRECT, or PROXY, HTTPS, SOCKS, SOCKS4 or SOCKS5 with host:port, separated by "; "',
      option,
    },
  ];
}

// With DIRECT first, every host would skip the proxy. With the same answer for both, the file would decide nothing.
function refuseSameWay(proxy: string, direct: string): Refusal[] {
  if (proxy !== direct && !proxy.startsWith('DIRECT')) return [];
  return [
    {
      rule: 'pac-return',
      message: `the pac option "proxy" is "${proxy}", so all other hosts would bypass inspection too`,
      help: 'set it to the proxy for all other hosts, for example "PROXY proxy.example.net:3128"',
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
      message: `the pac option "functionName" is ${JSON.stringify(name)}, ${isIdentifier(name) ? 'which JavaScript or a browser already defines' : 'which is not a JavaScript name'}`,
      help: 'use a different name, such as findSendproProxy',
      option: 'functionName',
    },
  ];
}
