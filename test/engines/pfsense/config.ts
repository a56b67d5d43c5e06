import type { XmlElement } from '../xml.ts';

export type Alias = {
  readonly line: number;
  readonly name: string;
  readonly type: string;
  readonly address: string;
  readonly entries: readonly string[];
  readonly details: readonly string[];
  readonly descr: string;
};

/** One end of a rule: its elements, undefined if an element is missing. */
export type End = {
  readonly any: boolean;
  readonly network: string | undefined;
  readonly address: string | undefined;
  readonly port: string | undefined;
};

export type Rule = {
  readonly line: number;
  readonly tracker: string | undefined;
  readonly type: string | undefined;
  readonly interface: string | undefined;
  readonly ipprotocol: string | undefined;
  readonly protocol: string | undefined;
  readonly icmptype: string | undefined;
  readonly disabled: boolean;
  readonly log: boolean;
  readonly source: End | undefined;
  readonly destination: End | undefined;
  readonly descr: string;
};

export type Config = { readonly aliases: readonly Alias[]; readonly rules: readonly Rule[] };

/** Reads the configuration without checking it; the checks do that. */
export function readConfig(root: XmlElement): Config {
  return {
    aliases: (child(root, 'aliases')?.children ?? []).map(readAlias),
    rules: (child(root, 'filter')?.children ?? []).map(readRule),
  };
}

function child(element: XmlElement, name: string): XmlElement | undefined {
  return element.children.find((each) => each.name === name);
}

function childText(element: XmlElement, name: string): string | undefined {
  return child(element, name)?.text;
}

function readAlias(element: XmlElement): Alias {
  const address = childText(element, 'address') ?? '';
  return {
    line: element.line,
    name: childText(element, 'name') ?? '',
    type: childText(element, 'type') ?? '',
    address,
    entries: address.split(' ').filter((entry) => entry !== ''),
    details: (childText(element, 'detail') ?? '').split('||'),
    descr: childText(element, 'descr') ?? '',
  };
}

function readRule(element: XmlElement): Rule {
  return {
    line: element.line,
    tracker: childText(element, 'tracker'),
    type: childText(element, 'type'),
    interface: childText(element, 'interface'),
    ipprotocol: childText(element, 'ipprotocol'),
    protocol: childText(element, 'protocol'),
    icmptype: childText(element, 'icmptype'),
    disabled: child(element, 'disabled') !== undefined,
    log: child(element, 'log') !== undefined,
    source: readEnd(child(element, 'source')),
    destination: readEnd(child(element, 'destination')),
    descr: childText(element, 'descr') ?? '',
  };
}

function readEnd(element: XmlElement | undefined): End | undefined {
  if (element === undefined) return undefined;
  return {
    any: child(element, 'any') !== undefined,
    network: childText(element, 'network'),
    address: childText(element, 'address'),
    port: childText(element, 'port'),
  };
}
