import { hiddenInFile } from '../../characters.ts';
import { readAddress } from '../../net/address-text.ts';
import { placeholderIn } from '../../net/placeholder.ts';
import { breakMark } from '../kit/break-mark.ts';
import { brokenReason } from '../kit/broken.ts';
import { type DestinationReading, readDestination } from '../kit/destination.ts';
import { quote } from '../kit/secrets.ts';
import { hasTopLevel } from '../kit/top-level.ts';

/** A destination in a line. */
export type Place = {
  /** As it is printed, without the marks around it. */
  readonly printed: string;
  readonly reading: DestinationReading;
  /** Whether it begins with a scheme. */
  readonly isUrl: boolean;
  /** Whether it is `http(s)://`: either scheme. */
  readonly isEither: boolean;
};

/** The longest URL that is read, and a little more. */
const longest = 2200;

/** Reads a word without the marks around it as a destination; undefined if it does not look like one. */
export function readPlace(printed: string): Place | undefined {
  if (printed.length < 4 || printed.length > longest) return undefined;
  const [, scheme] = /^([a-z][a-z0-9+.()[\]-]{0,20}):\/\/./i.exec(printed) ?? [];
  if (printed.includes(breakMark)) return readBroken(printed, scheme !== undefined);
  if (scheme !== undefined) return readUrl(printed, scheme.toLowerCase());
  if (printed.includes('@') || printed.includes('://')) return undefined;
  const isNetwork = isAddress(printed);
  if (!isNetwork && !isName(printed)) return undefined;
  return place(printed, isNetwork ? readDestination(printed) : readName(printed));
}

/** A word over two lines is a place if a half of it, or both without the mark, is one. */
function readBroken(printed: string, isUrl: boolean): Place | undefined {
  const halves = [...printed.split(breakMark), printed.replaceAll(breakMark, '')];
  const isLike = isUrl || halves.some((half) => isAddress(half) || isName(half));
  const reading = { kind: 'unresolved', reason: brokenReason(printed) } as const;
  return isLike ? { ...place(printed, reading), isUrl } : undefined;
}

function place(printed: string, reading: DestinationReading): Place {
  return { printed, reading, isUrl: false, isEither: false };
}

/** Schemes of files, programs and settings. */
const local = /^(?:file|about|data|chrome|edge|ms-[a-z-]+|res|jar|view-source)$/;

function readUrl(printed: string, scheme: string): Place | undefined {
  if (local.test(scheme)) return undefined;
  const isEither = /^https?[([]s[)\]]$/.test(scheme);
  const text = isEither ? printed.replace(/^[^:]+/, 'https') : printed;
  const reading = readDestination(text);
  const host = hostOf(text.slice(text.indexOf('://') + 3));
  const isPublic = reading.kind !== 'destinations' || isAddress(host) || hasTopLevel(host);
  return {
    printed,
    reading: isPublic ? reading : unresolved(printed, 'has no public top-level domain'),
    isUrl: !isEither,
    isEither,
  };
}

function hostOf(text: string): string {
  const [host = ''] = text.split(/[/?#:]/, 1);
  return host.replaceAll(hiddenInFile(), '').replace(/\.$/, '').toLowerCase();
}

function unresolved(printed: string, reason: string): DestinationReading {
  return { kind: 'unresolved', reason: `${quote(printed)} ${reason}` };
}

function isAddress(text: string): boolean {
  if (/^\d{1,3}(?:\.\d{1,3}){3}(?:[/:-].{0,60})?$/.test(text)) return true;
  const [, address = ''] = /^\[?([0-9a-f:.]{2,45})(?:\]|[/\]].{0,20})?$/i.exec(text) ?? [];
  return address.includes(':') && readAddress(address) !== undefined;
}

const nameShape = /^[\p{L}\p{N}\p{M}\p{Cf}*_.<>{}[\]$%-]+$/u;

/** Whether a word is a name below a real top-level domain, and not a version, a file or two sentences. */
function isName(text: string): boolean {
  const [written = ''] = text.split(/[/:?#]/, 1);
  if (!written.includes('.') || !nameShape.test(written.replace(/<[^<>]{1,64}>/, '<>')))
    return false;
  const labels = written.replace(/\.$/, '').split('.');
  const [first = '', ...others] = labels;
  const last = others.at(-1) ?? '';
  if (placeholderIn(written) !== undefined)
    return labels.some((label) => /^[a-z0-9-]{3,}$/i.test(label));
  // ".NET" is no domain; "2.in" and "server.To" are not written as one.
  if (first === '' && others.length === 1) return false;
  if (others.length === 1 && /^\d{1,2}$/.test(first)) return false;
  if (/^\p{Lu}\p{Ll}+$/u.test(last) && /^[\p{Ll}\d-]+$/u.test(others.at(-2) ?? first)) return false;
  return hasTopLevel(hostOf(written)) && !/^(?:asp|ado|vb|ml)\.net$/i.test(written);
}

/** Endings of files that are top-level domains too. */
const fileLike = /^[^./]+\.(?:cab|md|mov|pl|ps|py|rs|sh|so|zip)$/i;
/** Words for a part of a name that differs by customer. */
const yours =
  /(?:^|[.-])(?:(?:your|my|ihr|ihre|mein)-?(?:account|company|customer|domain|domaene|firma|instance|name|org|organi[sz]ation|region|server|site|subdomain|tenant)|(?:account|customer|company|tenant|region|subdomain)-?(?:name|id)|[xn]{3,8})(?:[.-]|$)/i;

function readName(printed: string): DestinationReading {
  if (fileLike.test(printed)) return unresolved(printed, 'may be a file and not a host');
  if (yours.test(hostOf(printed)))
    return unresolved(printed, 'has a part that differs by customer');
  if (/:\d{1,5}\/\d{1,5}$/.test(printed))
    return unresolved(printed, 'is either a URL or has two ports');
  const [, below] = /^[^/:]+\/([^/]+)/.exec(printed) ?? [];
  if (
    below !== undefined &&
    !/\.(?:html?|php|aspx?|xml|json|crl|crt|p7[bc])$/i.test(below) &&
    isName(below)
  )
    return unresolved(printed, 'is either a URL or two hosts');
  return readDestination(printed);
}
