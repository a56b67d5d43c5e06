import { type Destination, formatDestination } from '../../net/destination.ts';
import type { PortRange } from '../../net/port.ts';
import { shaped, slug } from '../kit/writing/encode.ts';
import type { Encoded } from '../target.ts';

/** A host or a network between the quotes of a string literal. */
export type Name = Encoded<'pac-name'>;
/** Ports between quotes. */
export type Ports = Encoded<'pac-ports'>;
/** A line of a table whose names are nested by label, without its comma. */
export type Branch = Encoded<'pac-branch'>;
/** The answer of the function, between quotes. */
export type Answer = Encoded<'pac-answer'>;
/** The name of a function. */
export type Identifier = Encoded<'pac-identifier'>;
/** A whole value: a string literal or null. */
export type Value = Encoded<'pac-value'>;
/** Part of a line that begins with two slashes. */
export type Comment = Encoded<'pac-comment'>;

/** A destination in the form of the spec; throws if it would need an escape, since a destination never does. */
export function quoteDestination(destination: Destination): Name {
  return quoteName(formatDestination(destination));
}

/** `80,443,8000-8010`. */
export function quotePorts(ports: readonly PortRange<'tcp'>[]): Ports {
  const texts = ports.map(({ low, high }) => (low === high ? `${low}` : `${low}-${high}`));
  return quote(texts.join(',')) as Ports;
}

/** A name of a table. */
export function quoteName(text: string): Name {
  return quote(text) as Name;
}

/** `".www":443` or `".www":"80,443"`: the name whose last labels are the key. One port needs no quotes. */
export function listed(key: string, ports: Ports): Branch {
  const isOne = /^[0-9]+$/.test(ports);
  return `"${quote(key)}":${isOne ? ports : `"${ports}"`}` as Branch;
}

/** `".example":{`: the lines up to its `}` are the names that end in the key. */
export function opening(key: string): Branch {
  return `"${quote(key)}":{` as Branch;
}

export const closing = '}' as Branch;

/** An answer of the function. */
export function quoteAnswer(text: string): Answer {
  return quote(text) as Answer;
}

/** A string literal, or null. */
export function encodeValue(text: string | null): Value {
  return (text === null ? 'null' : `"${quote(text)}"`) as Value;
}

export function encodeIdentifier(name: string): Identifier {
  return shaped(name, /^[A-Za-z_$][A-Za-z0-9_$]*$/);
}

/** A slug in a comment line. */
export function encodeComment(name: string): Comment {
  return shaped(name, slug);
}

/** Text between quotes, unchanged; throws if it would need an escape. */
function quote(text: string): string {
  return shaped(text, /^[A-Za-z0-9_ .,:;*/[\]-]*$/);
}
