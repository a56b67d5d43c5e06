import { sortedUnique } from '../../net/order.ts';
import { comparePortRanges, type PortRange } from '../../net/port.ts';
import type { TargetPolicy } from '../../policy/types.ts';
import { absent } from '../kit/writing/encode.ts';
import {
  type ApplicationText,
  encodeApplication,
  encodeKeyword,
  encodeName,
  type Keyword,
  type Name,
} from './encode.ts';
import type { Names } from './names.ts';
import type { Options } from './options.ts';
import { compareObjects, type Part } from './plan.ts';
import type { AddressObject } from './plan-match.ts';
import { networkObject } from './plan-match.ts';

/** The data for both views. */
export type Context = {
  readonly policy: TargetPolicy;
  readonly options: Options;
  readonly parts: readonly Part[];
  /** The inner networks that a rule denies; empty without such a rule. */
  readonly guard: readonly AddressObject[];
  readonly names: Names;
};

/** The fields of a rule, the same in both files. Each has one member, whose own list the tool empties and fills. */
export type Fields = {
  readonly name: Name;
  readonly source: Name;
  readonly destination: Name | Keyword;
  readonly application: Name | Keyword;
  readonly category: Name;
  readonly service: Name | Keyword;
  readonly action: Keyword;
};

/** A field of a rule never has several members: a set command could only add to them. */
export function fieldsOf({ names }: Context, part: Part): Fields {
  const name = encodeName(names.rule(part));
  return {
    name,
    source: encodeName(names.clients),
    destination: part.target.kind === 'objects' ? name : keywords.any,
    application: part.slot.applications === 'any' ? keywords.any : name,
    category: part.target.kind === 'url' ? name : absent(),
    service: part.slot.services.length > 0 ? name : keywords.byApplication,
    action: keywords.allow,
  };
}

/** The fields of the rule that denies the inner networks. */
export function guardFields({ names }: Context): Fields {
  const name = encodeName(names.inner);
  return {
    name,
    source: encodeName(names.clients),
    destination: name,
    application: keywords.any,
    category: absent(),
    service: keywords.any,
    action: keywords.deny,
  };
}

/** Every rule in the order of both files: the guard comes before the first rule that it applies to. */
export function inOrder<Row>(
  { parts, guard }: Context,
  ofPart: (part: Part) => Row,
  ofGuard: () => Row,
): Row[] {
  return [
    ...parts.filter((part) => !part.isGuarded).map(ofPart),
    ...(guard.length > 0 ? [ofGuard()] : []),
    ...parts.filter((part) => part.isGuarded).map(ofPart),
  ];
}

/** The App-IDs of a rule that lists any. */
export function applicationsOf(part: Part): ApplicationText[] {
  return part.slot.applications === 'any' ? [] : part.slot.applications.map(encodeApplication);
}

/** The address objects of a rule for addresses. */
export function objectsOf(part: Part): readonly AddressObject[] {
  return part.target.kind === 'objects' ? part.target.objects : [];
}

/** The URL list of a rule that has one. */
export function entriesOf(part: Part): readonly string[] {
  return part.target.kind === 'url' ? part.target.entries : [];
}

/** Every range of ports that needs a service object, once. */
export function portsOf({ parts }: Context): PortRange<'tcp' | 'udp'>[] {
  return sortedUnique(
    parts.flatMap((part) => part.slot.services),
    comparePortRanges,
  );
}

/** The clients as address objects, in the order of all lists of addresses. */
export function clientObjects({ policy }: Context): AddressObject[] {
  return policy.site.clients.map(networkObject).sort(compareObjects);
}

/** The description of a rule in the firewall's rule table: its tier, its purpose and its own App-IDs. */
export function descriptionOf({ rule, slot }: Part): string {
  const extra = slot.extra.length === 0 ? '' : ` (${slot.extra.join(', ')})`;
  return `${rule.tier}: ${rule.group.title}${extra}`;
}

/** PAN-OS accepts 1,024 characters, or 255 in old releases and in URL categories. */
export const longestText = 255;

/** The description of the guard in the rule table. */
export const guardText = 'the inner networks of the site, which no listed name may point to';

const keywords = {
  any: encodeKeyword('any'),
  byApplication: encodeKeyword('application-default'),
  allow: encodeKeyword('allow'),
  deny: encodeKeyword('deny'),
};
