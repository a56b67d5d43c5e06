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

/** What both views are made from. */
export type Context = {
  readonly policy: TargetPolicy;
  readonly options: Options;
  readonly parts: readonly Part[];
  /** The inner networks that a rule denies between two parts; empty where none does. */
  readonly guard: readonly AddressObject[];
  readonly names: Names;
};

/** What the fields of a rule hold, the same in both files: one member each, whose own list the tool empties and fills. */
export type Fields = {
  readonly name: Name;
  readonly source: Name;
  readonly destination: Name | Keyword;
  readonly application: Name | Keyword;
  readonly category: Name;
  readonly service: Name | Keyword;
  readonly action: Keyword;
};

/** A rule's field never holds a list of its own: a set command would only ever add to it. */
export function fieldsOf({ names }: Context, part: Part): Fields {
  const name = encodeName(names.rule(part));
  return {
    name,
    source: encodeName(names.clients),
    destination: part.target.kind === 'objects' ? name : keywords.any,
    application: part.slot.applications === 'any' ? keywords.any : name,
    category: part.target.kind === 'url' ? name : absent(),
    service: name,
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

/** Every rule for its place in both files: the guard comes before the first part that it is for. */
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

/** The address objects of a rule that leads to addresses. */
export function objectsOf(part: Part): readonly AddressObject[] {
  return part.target.kind === 'objects' ? part.target.objects : [];
}

/** The URL list of a rule that has one. */
export function entriesOf(part: Part): readonly string[] {
  return part.target.kind === 'url' ? part.target.entries : [];
}

/** Every run of ports that a service object holds, each once. */
export function portsOf({ parts }: Context): PortRange[] {
  return sortedUnique(
    parts.flatMap((part) => part.slot.ports),
    comparePortRanges,
  );
}

/** The clients as address objects, in the order of all lists of addresses. */
export function clientObjects({ policy }: Context): AddressObject[] {
  return policy.site.clients.map(networkObject).sort(compareObjects);
}

/** What a reader of the firewall's rule table sees first: how much the rule matters, what for, and its own App-IDs. */
export function descriptionOf({ rule, slot }: Part): string {
  const extra = slot.extra.length === 0 ? '' : ` (${slot.extra.join(', ')})`;
  return `${rule.tier}: ${rule.group.title}${extra}`;
}

/** PAN-OS takes 1,024 characters, 255 on old trains and in URL categories. */
export const longestText = 255;

/** What a reader of the rule table sees of the guard. */
export const guardText = 'the inner networks of the site, which no listed name may point to';

const keywords = {
  any: encodeKeyword('any'),
  allow: encodeKeyword('allow'),
  deny: encodeKeyword('deny'),
};
