import { childOf, type XmlElement } from '../../../xml.ts';
import { isInterface } from './elements.ts';
import type { Rule } from './rule.ts';

/** What the file says about its interfaces, and whether Portolan wrote it. */
export type Around = {
  /** Those whose rules judge connections from outside. */
  readonly outside: ReadonlySet<string>;
  readonly isGenerated: boolean;
};

/** The interfaces with a gateway or an address from a provider: what begins there comes from outside. */
export function outsideOf(root: XmlElement): ReadonlySet<string> {
  const all = root.children
    .filter(({ name }) => name === 'interfaces')
    .flatMap(({ children }) => children);
  const outside = all.filter((each) => {
    const address = childOf(each, 'ipaddr')?.text ?? '';
    const gateway = childOf(each, 'gateway')?.text ?? '';
    return gateway !== '' || /^(?:dhcp|pppoe|pptp|l2tp|ppp)$/.test(address);
  });
  return new Set(['wan', ...outside.map(({ name }) => name)]);
}

/** What says nothing about which connections a rule allows. */
const harmless = new Set(
  'id tracker type interface ipprotocol protocol source destination descr log created updated statetype statepolicy nopfsync tag allowopts quick direction floating disabled dnpipe pdnpipe ackqueue defaultqueue vlanprioset'.split(
    ' ',
  ),
);

const reasons: ReadonlyMap<string, string> = new Map([
  ['sched', 'it allows only at the times of a schedule'],
  ['gateway', 'it sends its connections through a gateway of its own'],
  ['tagged', 'it allows only what another rule marked'],
  ['os', 'it allows only clients with a certain operating system'],
  ['associated-rule-id', 'it belongs to a port forward'],
]);

/** Why a rule that passes allows less than its destination and ports say; undefined if it does not. */
export function narrowedBy(rule: Rule, around: Around): string | undefined {
  const { element } = rule;
  if (rule.isDisabled) return 'the rule is switched off';
  if (rule.isFloating && !isQuickInward(element))
    return 'it is a floating rule, and other rules can decide after it';
  if (rule.interfaces.length === 0 || !rule.interfaces.every(isInterface))
    return 'it belongs to a group of interfaces or to a tunnel';
  const other = element.children.find(
    ({ name, text, children }) => !harmless.has(name) && (text !== '' || children.length > 0),
  );
  if (other !== undefined)
    return reasons.get(other.name) ?? 'it has a setting that Portolan does not read';
  if (rule.destination.isNegated) return 'it allows all but its destination';
  return narrowedBySource(rule, around);
}

/** Whether a rule judges connections as they leave an interface, or both ways: only floating ones can. */
export function isOutward({ isFloating, element }: Rule): boolean {
  return isFloating && childOf(element, 'direction')?.text !== 'in';
}

function isQuickInward(element: XmlElement): boolean {
  const quick = childOf(element, 'quick');
  return quick !== undefined && quick.text !== 'no' && childOf(element, 'direction')?.text === 'in';
}

function narrowedBySource({ source, interfaces }: Rule, around: Around): string | undefined {
  if (source.isNegated) return 'it allows all clients but its source';
  if (source.port !== '') return 'it allows only some source ports';
  const isClients = around.isGenerated && source.address.endsWith('_clients');
  const isOwn = interfaces.length === 1 && source.network === interfaces[0];
  return source.isAny || isOwn || isClients ? undefined : 'it allows only some clients';
}
