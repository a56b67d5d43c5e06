import { shaped, slug } from '../kit/writing/encode.ts';
import type { Encoded } from '../target.ts';
import { type Location, type Options, rulebaseOf } from './options.ts';
import type { AddressObject, Slot } from './plan-match.ts';

// Words that need no quotes in a set command and no escapes in XML, by kind.
/** A name that the tool generates. */
export type Name = Encoded<'paloalto-name'>;
/** A word of PAN-OS itself, such as any or allow. */
export type Keyword = Encoded<'paloalto-keyword'>;
export type ApplicationText = Encoded<'paloalto-application'>;
export type Url = Encoded<'paloalto-url'>;
export type AddressKind = Encoded<'paloalto-address-kind'>;
export type AddressValue = Encoded<'paloalto-address'>;
export type Port = Encoded<'paloalto-port'>;
export type TransportText = Encoded<'paloalto-transport'>;
export type Rulebase = Encoded<'paloalto-rulebase'>;

/** A name that the site chooses, in a set command. */
export type SetName = Encoded<'paloalto-set-name'>;
/** A quoted text of a set command. */
export type SetText = Encoded<'paloalto-set-text'>;
/** The end of a move command. */
export type Position = Encoded<'paloalto-position'>;
/** A name that the site chooses, in an XML element or a quoted attribute. */
export type XmlName = Encoded<'paloalto-xml-name'>;
/** The text of an XML element, without characters that have a meaning in XML. */
export type XmlText = Encoded<'paloalto-xml-text'>;
/** The words between `set` and the path, with a space after them. */
export type SetPlace = Encoded<'paloalto-set-place'>;
/** Within the single quotes of a shell script. */
export type ShellText = Encoded<'paloalto-shell'>;
/** Within `<!--` and `-->`. */
export type XmlComment = Encoded<'paloalto-xml-comment'>;

/** The spec's name in a comment of the set file. */
export function encodeSlug(name: string): Encoded<'paloalto-comment'> {
  return shaped(name, slug);
}

/** The spec's name in an XML comment, which two adjacent hyphens would end. */
export function encodeXmlComment(name: string): XmlComment {
  return encodeSlug(name).replaceAll('--', '- -').replaceAll('--', '- -') as string as XmlComment;
}

/** Names in single quotes of a shell script; a comma separates several. */
export function encodeShell(...names: readonly string[]): ShellText {
  return shaped(names.join(','), /^(?:[A-Za-z0-9_-][A-Za-z0-9 ._-]*(?:,|$))*$/);
}

// A literal inside a function would be a new expression for each of a hundred thousand objects.
const ownName = /^[a-z][A-Za-z0-9._-]{0,62}$/;
const urlEntry = /^(?:[a-z0-9_-]+|\*|\^)(?:\.(?:[a-z0-9_-]+|\^))+\/[A-Za-z0-9._~%/:@,+=-]*$/;
const addressKind = /^(fqdn|ip-netmask|ip-range)$/;
const addressValue = /^[0-9a-z_.:/-]{1,255}$/;

/** A name that the tool generates: at most 63 characters, a letter first. */
export function encodeName(name: string): Name {
  return shaped(name, ownName);
}

/** An App-ID. The word any in a list would match every application. */
export function encodeApplication(application: string): ApplicationText {
  if (application === 'any') throw new Error('"any" is not an App-ID');
  return shaped(application, /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/);
}

/** An entry of a URL list: a host with a slash at its end, or a host and a path. */
export function encodeUrl(entry: string): Url {
  if (entry.length > 255) throw new Error('an entry of a URL list has 255 characters at most');
  return shaped(entry, urlEntry);
}

/** The value of an address object; its kind is a word of the command and the name of the element. */
export function encodeAddress({ kind, value }: AddressObject): {
  kind: AddressKind;
  value: AddressValue;
} {
  return {
    kind: shaped(kind, addressKind) as AddressKind,
    value: shaped(value, addressValue) as AddressValue,
  };
}

/** `443` or `8000-8009`: one range is far below the limit of 1,023 characters for a port. */
export function encodePort({ low, high }: Slot['services'][number]): Port {
  return (low === high ? `${low}` : `${low}-${high}`) as Port;
}

export function encodeTransport({ transport }: Slot['services'][number]): TransportText {
  return transport as string as TransportText;
}

/** A name that the site chooses, such as a zone: in quotes if it contains a space. */
export function encodeSiteName(name: string): SetName {
  const text = siteName(name);
  return (text.includes(' ') ? `"${text}"` : text) as SetName;
}

/** The same in XML. */
export function encodeXmlName(name: string): XmlName {
  return siteName(name) as XmlName;
}

/** Free text in a set command: quoted, without characters that have a meaning on the command line. */
export function encodeText(text: string, limit: number): SetText {
  return `"${plain(text, limit)}"` as SetText;
}

/** The same text in XML. */
export function encodeXmlText(text: string, limit: number): XmlText {
  return plain(text, limit) as XmlText;
}

/** The words of a location; empty for the first virtual system. */
export function encodePlace(location: Location): SetPlace {
  switch (location.kind) {
    case 'vsys':
      return (
        location.vsys === 'vsys1' ? '' : `vsys ${shaped(location.vsys, /^vsys[0-9]+$/)} `
      ) as SetPlace;
    case 'shared':
      return 'shared ' as SetPlace;
    case 'device-group':
      return `device-group ${encodeSiteName(location.name)} ` as SetPlace;
  }
}

export function encodeRulebase(location: Location): Rulebase {
  return rulebaseOf(location) as string as Rulebase;
}

/** The position of the first rule. */
export function encodePosition(position: Options['position']): Position {
  if (typeof position === 'string') return shaped(position, /^(top|bottom)$/);
  const { before, after } = position as { before?: string; after?: string };
  return (
    before === undefined
      ? `after ${encodeSiteName(after ?? '')}`
      : `before ${encodeSiteName(before)}`
  ) as Position;
}

/** The position after a generated rule. */
export function encodeAfter(name: string): Position {
  return `after ${encodeName(name)}` as Position;
}

/** A word of PAN-OS itself. */
export function encodeKeyword(
  word: 'any' | 'application-default' | 'allow' | 'deny' | 'security' | 'decryption',
): Keyword {
  return word as string as Keyword;
}

// Quotes, brackets, angle brackets, ampersands, backslashes and line ends have a meaning in one of the two files.
function plain(text: string, limit: number): string {
  return text
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9 ._:/@+,()=-]/gu, ' ')
    .replace(/ +/g, ' ')
    .trim()
    .slice(0, limit)
    .trimEnd();
}

function siteName(name: string): string {
  return shaped(name, /^[A-Za-z0-9_][A-Za-z0-9 ._-]{0,62}$/);
}
