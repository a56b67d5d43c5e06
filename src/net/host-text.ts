import { domainToASCII } from 'node:url';
import { failure, type Refusal, type Result, refuse, respell, success } from '../problem.ts';
import type { Host, HostName } from './host.ts';
import { refusePlaceholder } from './placeholder.ts';

const maxName = 253;
const maxLabel = 63;
/** A pattern becomes a regular expression, in outputs too; each `*` makes it slower. */
const maxStars = 3;

/**
 * Reads a host as the spec writes it: `a.example.com`, `*.example.com` (subdomains at any depth, not the domain)
 * or a pattern (`cdn*.example.com`, `a.*.example.com`).
 * Refuses a host that is not canonical; the help shows the canonical form.
 */
export function parseHost(text: string): Result<Host, Refusal> {
  const refusal =
    refuseLength(text) ??
    refusePlaceholder(text) ??
    refuseAddress(text) ??
    refuseCharacters(text) ??
    refuseLabels(text) ??
    refuseWildcards(text);
  if (refusal !== undefined) return failure(refusal);
  if (!text.includes('*')) return success({ kind: 'exact', name: text as HostName });
  if (text.startsWith('*.')) return success({ kind: 'subdomains', of: text.slice(2) as HostName });
  return success({ kind: 'pattern', labels: text.split('.') });
}

/** Reads one exact host name; wildcards are refused. */
export function parseHostName(text: string): Result<HostName, Refusal> {
  const host = parseHost(text);
  if (!host.ok) return host;
  if (host.value.kind === 'exact') return success(host.value.name);
  return failure(
    refuse(
      'wildcard-place',
      `expected one host, found the wildcard "${text}"`,
      'write one host name, as in www.example.com',
    ),
  );
}

/** Limits the length before any regular expression runs. A dot at the end has a message of its own. */
function refuseLength(text: string): Refusal | undefined {
  if (text.length <= (text.endsWith('.') ? maxName + 1 : maxName)) return undefined;
  return refuse(
    'host-too-long',
    `the name is ${text.length} characters long`,
    `use at most ${maxName} characters`,
  );
}

// A literal inside a function would be a new expression for each of a hundred thousand hosts.
const notAscii = /[^\0-\x7f]/;
const otherThanName = /:\/\/|[/:@?#\\[\]]/;
const upperCase = /[A-Z]/;
const notInHost = /[^a-z0-9_.*-]/;

function refuseCharacters(text: string): Refusal | undefined {
  if (text === '')
    return refuse('host-empty', 'the host is empty', 'write a name, as in www.example.com');
  if (text === '*')
    return refuse('wildcard-place', '"*" alone means every host', 'use "to: any" instead');
  const foreign = notInHost.exec(text);
  if (foreign === null) return undefined;
  if (notAscii.test(text)) return refuseUnicode(text);
  if (otherThanName.test(text)) {
    return refuse(
      'host-not-a-name',
      `"${text}" is more than a host name`,
      'use "url:" for a URL, "network:" for an address, and a service for a port',
    );
  }
  if (upperCase.test(text)) {
    const message = `"${text}" is not in lower case`;
    const meant = canonicalHost(text);
    return meant === undefined
      ? refuse('host-case', message, `write "${text.toLowerCase()}"`)
      : respell('host-case', message, text, meant);
  }
  const parts = text.split(/\s*[,;]\s*|\s+/);
  if (parts.length > 1 && parts.every((part) => parseHost(part).ok))
    return refuse(
      'host-character',
      `"${text}" is more than one host`,
      `write an entry for each, as in "${parts[0]}" and "${parts[1]}"`,
    );
  return refuse(
    'host-character',
    `the host "${text}" contains ${JSON.stringify(foreign[0])}`,
    'use only a-z, 0-9, hyphens, underscores and dots',
  );
}

function refuseUnicode(text: string): Refusal {
  const ascii = domainToASCII(text);
  const help = ascii === '' ? 'write its xn-- form' : `write "${ascii}"`;
  return refuse('host-unicode', `"${text}" is not ASCII: two names could look alike`, help);
}

const longLabel = new RegExp(`[^.]{${maxLabel + 1},}`);
const outerHyphen = /(?:^|\.)-|-(?:\.|$)/;

function refuseLabels(text: string): Refusal | undefined {
  if (text.endsWith('.')) {
    const message = `"${text}" ends with a dot`;
    const meant = canonicalHost(text);
    return meant === undefined
      ? refuse('host-trailing-dot', message, `write "${withoutDots(text)}"`)
      : respell('host-trailing-dot', message, text, meant);
  }
  if (text.startsWith('.') || text.includes('..')) {
    return refuse(
      'host-empty-label',
      `"${text}" has an empty label`,
      helpForBelow(text, /^\./) ?? 'write one dot between two labels',
    );
  }
  const long = text.length > maxLabel ? longLabel.exec(text)?.[0] : undefined;
  if (long !== undefined) {
    return refuse(
      'host-label-too-long',
      `the label "${long}" is ${long.length} characters long`,
      `use at most ${maxLabel} characters`,
    );
  }
  if (outerHyphen.test(text)) {
    const hyphen = text.split('.').find((label) => label.startsWith('-') || label.endsWith('-'));
    return refuse(
      'host-hyphen',
      `the label "${hyphen}" begins or ends with a hyphen`,
      'remove that hyphen',
    );
  }
  return undefined;
}

const internationalized = /(?:^|\.)xn--/;

/**
 * The only right spelling of a host that differs in its case or has one dot at the end. Undefined for a host with another
 * mistake, and for an internationalized one: a person must look at it.
 */
export function canonicalHost(text: string): string | undefined {
  const plain = text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase()).replace(/\.$/, '');
  // A text of many dots would be read once for each dot.
  const isUnclear = plain.endsWith('.') || internationalized.test(plain);
  return !isUnclear && parseHost(plain).ok ? plain : undefined;
}

function withoutDots(text: string): string {
  return text.endsWith('.') ? withoutDots(text.slice(0, -1)) : text;
}

const addressRange = /^[0-9.]+-[0-9.]+$/;
const endsInNumber = /(?:^|\.)(?:[0-9]+|0[xX][0-9a-fA-F]*)\.?$/;

// A resolver or a browser reads a name whose last label is a number as an IPv4 address (WHATWG URL, "ends in a number").
function refuseAddress(text: string): Refusal | undefined {
  if (addressRange.test(text) && text.includes('.')) {
    return refuse(
      'host-is-address',
      `expected a host name, found the address range "${text}"`,
      'write both ends as full addresses, as in "network: 192.0.2.1-192.0.2.10"',
    );
  }
  if (!endsInNumber.test(text)) return undefined;
  const address = URL.canParse(`http://${text}/`) ? new URL(`http://${text}/`).hostname : undefined;
  return address === undefined
    ? refuse(
        'host-is-address',
        `the last label of "${text}" is a number, so clients read it as an address`,
        'write a name that ends with a domain, as in www.example.com',
      )
    : refuse(
        'host-is-address',
        `expected a host name, found "${text}", which clients read as ${address}`,
        `for the address, write "network: ${address}"`,
      );
}

// In one of the last two labels.
const lastUnderscore = /_[^.]*(?:\.[^.]*)?$/;

function refuseWildcards(text: string): Refusal | undefined {
  if (!text.includes('.')) {
    return refuse(
      'host-single-label',
      `"${text}" has no domain`,
      `write the full name, as in ${text.includes('*') ? 'www' : text}.example.com`,
    );
  }
  // No registry accepts such a domain.
  if (lastUnderscore.test(text)) {
    return refuse(
      'host-underscore',
      `"${text}" has an underscore in its last two labels, which domains do not allow`,
      'remove it; only the labels before the last two may contain underscores',
    );
  }
  return text.includes('*') ? refuseStars(text) : undefined;
}

function refuseStars(text: string): Refusal | undefined {
  if (text.includes('**')) {
    return refuse('wildcard-place', `"${text}" contains "**"`, 'write one "*"');
  }
  const labels = text.split('.');
  if (labels.some((label) => label.split('*').length - 1 > maxStars)) {
    return refuse(
      'wildcard-place',
      `"${text}" has more than ${maxStars} wildcards in one label`,
      `use at most ${maxStars}: each one makes the match in a proxy slower`,
    );
  }
  if (labels.slice(-2).some((label) => label.includes('*'))) {
    return refuse(
      'wildcard-place',
      `"${text}" has a wildcard in its last two labels`,
      helpForBelow(text, /^\*(?!\.)/) ??
        'write a whole domain after the wildcard, as in *.example.com',
    );
  }
  if (text.startsWith('*.') && text.indexOf('*', 1) > 0) {
    return refuse(
      'wildcard-place',
      `"${text}" begins with "*." and contains another wildcard`,
      'remove one of them: "*." already matches any depth',
    );
  }
  return undefined;
}

/** Other tools write a domain and its subdomains as `.example.com` or `*example.com`; a spec needs two entries. */
function helpForBelow(text: string, prefix: RegExp): string | undefined {
  const name = text.replace(prefix, '');
  if (name === text || !parseHostName(name).ok) return undefined;
  return `write two entries instead: "${name}" for the host, and "*.${name}" for its subdomains`;
}
