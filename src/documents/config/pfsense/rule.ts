import { mergePorts, type PortRange } from '../../../net/port.ts';
import { failure, type Result, success } from '../../../problem.ts';
import { childOf, hasRepeats, type XmlElement } from '../../../xml.ts';
import { type Aliases, spanOf } from './aliases.ts';

/** One end of a rule. */
export type End = {
  readonly isNegated: boolean;
  readonly isAny: boolean;
  /** A network of the firewall's own: `lan`, `wanip`, `(self)`. */
  readonly network: string;
  /** An alias, an address or a network. */
  readonly address: string;
  readonly port: string;
};

/** A rule of the packet filter, as the file writes it. */
export type Rule = {
  readonly element: XmlElement;
  readonly type: string;
  readonly interfaces: readonly string[];
  readonly isFloating: boolean;
  readonly isDisabled: boolean;
  /** Whether it has an element twice: then it may be any rule. */
  readonly isAmbiguous: boolean;
  /** `inet`, `inet6` or `inet46`. */
  readonly families: string;
  /** Empty for all of them. */
  readonly protocol: string;
  readonly source: End;
  readonly destination: End;
};

/** Reads a rule. */
export function ruleOf(element: XmlElement): Rule {
  const textOf = (name: string) => childOf(element, name)?.text ?? '';
  return {
    element,
    type: textOf('type'),
    interfaces: textOf('interface')
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== ''),
    isFloating: isOn(element, 'floating'),
    isDisabled: childOf(element, 'disabled') !== undefined,
    isAmbiguous: [element, ...element.children].some(hasRepeats),
    families: textOf('ipprotocol') || 'inet',
    protocol: textOf('protocol'),
    source: endOf(childOf(element, 'source')),
    destination: endOf(childOf(element, 'destination')),
  };
}

function isOn(element: XmlElement, name: string): boolean {
  const child = childOf(element, name);
  return child !== undefined && child.text !== 'no';
}

function endOf(element: XmlElement | undefined): End {
  const textOf = (name: string) => (element && childOf(element, name)?.text) ?? '';
  const has = (name: string) => element !== undefined && childOf(element, name) !== undefined;
  return {
    isNegated: has('not'),
    isAny: has('any'),
    network: textOf('network'),
    address: textOf('address'),
    port: textOf('port'),
  };
}

/** Whether a rule denies, or may deny; a disabled one does nothing. */
export function isBlock({ type, isDisabled, isAmbiguous }: Rule): boolean {
  return isAmbiguous || (!isDisabled && (type === 'block' || type === 'reject'));
}

const transports = { tcp: ['tcp'], udp: ['udp'], 'tcp/udp': ['tcp', 'udp'] } as const;

function transportsOf(protocol: string): readonly ('tcp' | 'udp')[] | undefined {
  return Object.entries(transports).find(([name]) => name === protocol)?.[1];
}

/** The ports that a rule allows, or why they are not to be told. */
export function portsOf(
  { protocol, destination: { port } }: Rule,
  aliases: Aliases,
): Result<readonly PortRange[], string> {
  if (protocol === '') return failure('it allows every protocol and port');
  const named = transportsOf(protocol);
  if (named === undefined)
    return failure('its protocol has no ports, or Portolan does not read it');
  if (port === '') return failure('it allows every port');
  const span = aliases.find(port) === undefined ? spanOf(port) : undefined;
  const spans = span === undefined ? aliases.ports.of(port) : success([span]);
  if (!spans.ok) return spans;
  return success(
    mergePorts(spans.value.flatMap((each) => named.map((transport) => ({ transport, ...each })))),
  );
}

const everyPort = { low: 1, high: 65_535 };

/** The ports that a rule denies; undefined if that can be every port and protocol. */
export function deniedPorts(rule: Rule, aliases: Aliases): readonly PortRange[] | undefined {
  if (rule.isAmbiguous || rule.protocol === '') return undefined;
  const named = transportsOf(rule.protocol);
  const ports = portsOf(rule, aliases);
  if (ports.ok) return ports.value;
  if (named !== undefined) return named.map((transport) => ({ transport, ...everyPort }));
  return /^(?:icmp|icmp6|ipv6-icmp|igmp|esp|ah|gre|ospf|pim|carp|pfsync|vrrp)$/.test(rule.protocol)
    ? []
    : undefined;
}
