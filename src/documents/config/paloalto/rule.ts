import type { PortRange } from '../../../net/port.ts';
import { failure, type Result, success } from '../../../problem.ts';
import { childOf, type XmlElement } from '../../../xml.ts';
import { isPlainAddress } from '../rules/destination.ts';
import type { Members } from '../rules/members.ts';
import { membersIn, type Objects } from './objects.ts';
import { allowedPorts, type Matched } from './services.ts';

/** The names that a field of a rule has; undefined for any, and empty if it has none. */
export type Names = readonly string[] | undefined;

/** The names of a field. A field that is not there means any only if devices leave it out. */
export function namesOf(rule: XmlElement, field: string): Names {
  const element = childOf(rule, field);
  const names = element === undefined ? [] : membersIn(element);
  return names.length === 1 && names[0] === 'any' ? undefined : names;
}

/** The things that names mean together, or why they are not known. */
function allOf<Value>(
  names: readonly string[],
  members: Members<Value>,
): Result<readonly Value[], string> {
  if (names.length === 0) return failure('it has no members in a field that needs them');
  const values: Value[][] = [];
  for (const name of names) {
    const found = members.of(name);
    if (!found.ok) return found;
    values.push([...found.value]);
  }
  return success(values.flat());
}

/** The applications that a rule allows; undefined for any. */
export function applicationsOf(
  rule: XmlElement,
  objects: Objects,
): Result<readonly string[] | undefined, string> {
  return optional(namesOf(rule, 'application'), objects.applications);
}

/** The ports that a rule allows, or why they are not to be told. */
export function portsOf(rule: XmlElement, objects: Objects): Result<readonly PortRange[], string> {
  const matched = matchedOf(rule, objects);
  return matched.ok ? allowedPorts(matched.value) : matched;
}

function matchedOf(rule: XmlElement, objects: Objects): Result<Matched, string> {
  const applications = applicationsOf(rule, objects);
  if (!applications.ok) return applications;
  const names = namesOf(rule, 'service');
  if (names?.length === 1 && names[0] === 'application-default')
    return success({ services: 'default', applications: applications.value });
  const services = optional(names, objects.services);
  return services.ok
    ? success({ services: services.value, applications: applications.value })
    : services;
}

function optional<Value>(
  names: Names,
  members: Members<Value>,
): Result<readonly Value[] | undefined, string> {
  return names === undefined ? success(undefined) : allOf(names, members);
}

/** The ports that a rule denies; undefined if that can be every port. An application may be one of any. */
export function deniedPorts(rule: XmlElement, objects: Objects): readonly PortRange[] | undefined {
  const matched = matchedOf(rule, objects);
  const services = matched.ok ? matched.value.services : undefined;
  return services === 'default' ? undefined : services;
}

/** What a rule allows connections to: entries of URL categories, or names and addresses. */
export type Destinations = {
  readonly kind: 'urls' | 'plain';
  readonly texts: readonly string[];
};

/** The destinations of a rule, or why they are not to be told. */
export function destinationsOf(rule: XmlElement, objects: Objects): Result<Destinations, string> {
  const addresses = namesOf(rule, 'destination');
  const hasCategory = childOf(rule, 'category') !== undefined;
  const categories = hasCategory ? namesOf(rule, 'category') : undefined;
  if (addresses !== undefined && categories !== undefined)
    return failure('it allows only some URLs of its destination');
  if (addresses !== undefined) {
    const texts = allOf(addresses, objects.addresses);
    return texts.ok ? success({ kind: 'plain', texts: texts.value }) : texts;
  }
  if (categories === undefined) return failure('it allows any destination');
  const texts = allOf(categories, objects.categories);
  return texts.ok ? success({ kind: 'urls', texts: texts.value }) : texts;
}

/** The addresses that a rule denies; undefined if it denies names, URLs or more than the file says. */
export function deniedAddresses(rule: XmlElement, objects: Objects): readonly string[] | undefined {
  if (childOf(rule, 'negate-destination')?.text === 'yes') return undefined;
  const found = destinationsOf(rule, objects);
  if (!found.ok || found.value.kind === 'urls') return undefined;
  return found.value.texts.every(isPlainAddress) ? found.value.texts : undefined;
}
