import { type Destination, formatDestination } from '../../net/destination.ts';
import type { PortRange } from '../../net/port.ts';
import type { Encoded } from '../target.ts';

/** Between the quotes of a string literal. */
export type Quoted = Encoded<'pac-quoted'>;
/** The name of a function. */
export type Identifier = Encoded<'pac-identifier'>;
/** A whole value: a string literal or null. */
export type Value = Encoded<'pac-value'>;
/** Part of a line that begins with two slashes. */
export type Comment = Encoded<'pac-comment'>;

/** A destination as the spec writes it; throws for anything that would need an escape, since no destination does. */
export function quoteDestination(destination: Destination): Quoted {
  return quote(formatDestination(destination));
}

/** `80,443,8000-8010`. */
export function quotePorts(ports: readonly PortRange[]): Quoted {
  return quote(
    ports.map(({ low, high }) => (low === high ? `${low}` : `${low}-${high}`)).join(','),
  );
}

/** Text that stands between quotes as it is; throws when it would need an escape. */
export function quote(text: string): Quoted {
  return keep(text, /^[A-Za-z0-9_ .,:;*/[\]-]*$/) as Quoted;
}

/** A string literal, or null. */
export function encodeValue(text: string | null): Value {
  return (text === null ? 'null' : `"${quote(text)}"`) as Value;
}

export function encodeIdentifier(name: string): Identifier {
  return keep(name, /^[A-Za-z_$][A-Za-z0-9_$]*$/) as Identifier;
}

/** A slug in a comment line. */
export function encodeComment(slug: string): Comment {
  return keep(slug, /^[a-z][a-z0-9-]*$/) as Comment;
}

function keep(text: string, allowed: RegExp): string {
  if (allowed.test(text)) return text;
  throw new Error(`${JSON.stringify(text)} reached the PAC encoder unchecked`);
}
