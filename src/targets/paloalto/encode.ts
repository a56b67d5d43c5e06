import type { PortRange } from '../../net/port.ts';
import type { Encoded } from '../target.ts';
import type { AddressObject } from './match.ts';
import { type Location, rulebaseOf, type Settings } from './options.ts';

/** A word of a set command that needs no quotes, and the text of an element that needs no escapes. */
export type Word = Encoded<'paloalto-word'>;
/** A word or a quoted text of a set command. */
export type SetText = Encoded<'paloalto-set-text'>;
/** The text of an XML element or a quoted attribute, free of everything that XML would read. */
export type XmlText = Encoded<'paloalto-xml-text'>;
/** The words between `set` and the path, with a space after them. */
export type SetPlace = Encoded<'paloalto-set-place'>;
/** Within `<!--` and `-->`. */
export type XmlComment = Encoded<'paloalto-xml-comment'>;

/** The spec's name in a comment of the set file. */
export function encodeSlug(slug: string): Encoded<'paloalto-comment'> {
  return shaped(slug, /^[a-z][a-z0-9-]*$/) as Encoded<'paloalto-comment'>;
}

/** The spec's name in an XML comment, which two hyphens side by side would end. */
export function encodeXmlComment(slug: string): XmlComment {
  return encodeSlug(slug).replaceAll('--', '- -').replaceAll('--', '- -') as string as XmlComment;
}

/** A name that the tool made: at most 63 characters, a letter first. */
export function encodeName(name: string): Word {
  return shaped(name, /^[a-z][A-Za-z0-9._-]{0,62}$/) as Word;
}

/** An App-ID. The word any among others would turn a list into everything. */
export function encodeApplication(application: string): Word {
  if (application === 'any') throw new Error('"any" is no App-ID');
  return shaped(application, /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/) as Word;
}

/** An entry of a URL list: a host with a slash at its end, or a host and a path. */
export function encodeUrl(entry: string): Word {
  if (entry.length > 255) throw new Error('an entry of a URL list has 255 characters at most');
  return shaped(
    entry,
    /^(?:[a-z0-9_-]+|\*|\^)(?:\.(?:[a-z0-9_-]+|\^))+\/[A-Za-z0-9._~%/:@,+=-]*$/,
  ) as Word;
}

/** What an address object holds; its kind is a word of the command and an element's name. */
export function encodeAddress({ kind, value }: AddressObject): { kind: Word; value: Word } {
  return {
    kind: shaped(kind, /^(fqdn|ip-netmask|ip-range)$/) as Word,
    value: shaped(value, /^[0-9a-z_.:/-]{1,255}$/) as Word,
  };
}

/** `443` or `8000-8009`: one range has few of the 1,023 characters that a port may have. */
export function encodePort({ low, high }: PortRange): Word {
  return (low === high ? `${low}` : `${low}-${high}`) as Word;
}

export function encodeTransport({ transport }: PortRange): Word {
  return transport as string as Word;
}

/** A name of the site's own, such as a zone: in quotes where it holds a space. */
export function encodeSiteName(name: string): SetText {
  const text = siteName(name);
  return (text.includes(' ') ? `"${text}"` : text) as SetText;
}

/** The same in XML. */
export function encodeXmlName(name: string): XmlText {
  return siteName(name) as XmlText;
}

/** Free text in a set command: quoted, and without anything that the command line would read. */
export function encodeText(text: string, limit: number): SetText {
  return `"${plain(text, limit)}"` as SetText;
}

/** The same text in XML. */
export function encodeXmlText(text: string, limit: number): XmlText {
  return plain(text, limit) as XmlText;
}

/** Nothing for the first virtual system; the words of every other location. */
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

export function encodeRulebase(location: Location): Word {
  return rulebaseOf(location) as string as Word;
}

/** The end of a move command. */
export function encodePosition(position: Settings['position']): SetText {
  if (typeof position === 'string') return shaped(position, /^(top|bottom)$/) as SetText;
  const { before, after } = position as { before?: string; after?: string };
  return (
    before === undefined
      ? `after ${encodeSiteName(after ?? '')}`
      : `before ${encodeSiteName(before)}`
  ) as SetText;
}

/** Behind a rule of our own. */
export function encodeAfter(name: string): SetText {
  return `after ${encodeName(name)}` as SetText;
}

/** Stands for a part that a rule does not have. */
export function absent<Place extends string>(): Encoded<Place> {
  return '' as Encoded<Place>;
}

// Quotes, brackets, angle brackets, ampersands, backslashes and line ends mean something in one of the two files.
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

// What is encoded here was checked before it came; another shape is a mistake of ours, not of the user's.
function shaped(text: string, shape: RegExp): string {
  if (shape.test(text)) return text;
  throw new Error(`${JSON.stringify(text)} cannot stand in a file for PAN-OS`);
}
