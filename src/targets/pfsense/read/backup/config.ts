import { getOrAdd } from '../../../../maps.ts';
import { failure, type Refusal, type Result, refuse, success } from '../../../../problem.ts';
import {
  childOf,
  childrenOf,
  parseXml,
  type WantedElements,
  type XmlElement,
} from '../../../../xml.ts';
import type { Dump } from '../../../device.ts';
import { habits } from './habits.ts';

/** An alias of a firewall. */
export type LiveAlias = {
  readonly name: string;
  readonly type: string;
  readonly entries: readonly string[];
  readonly descr: string;
  readonly detail: string;
  readonly line: number;
};

/** A filter rule of a firewall: its fields by their path, such as `source/address`. A field may be empty. */
export type LiveFilterRule = {
  readonly fields: ReadonlyMap<string, string>;
  readonly line: number;
};

/** What a configuration says about filtering. */
export type LiveConfig = {
  readonly file: string;
  readonly version: string;
  readonly host: string | null;
  readonly date: string | null;
  /** Is the packet filter off? Then all packets pass. */
  readonly filterOff: number | undefined;
  readonly aliases: readonly LiveAlias[];
  readonly rules: readonly LiveFilterRule[];
  /** Port forwards. */
  readonly forwards: readonly LiveFilterRule[];
  /** 1:1 translations. */
  readonly translations: readonly LiveFilterRule[];
  /** Are port forwards, and 1:1 translations, reflected to other interfaces unless they say otherwise? */
  readonly reflects: { readonly forwards: boolean; readonly translations: boolean };
  /** The interfaces of each interface group. */
  readonly groups: ReadonlyMap<string, readonly string[]>;
};

// The configuration contains passwords and keys, so only these elements are read.
const wanted: WantedElements = {
  pfsense: {
    version: 'all',
    revision: { time: 'all' },
    system: {
      hostname: 'all',
      domain: 'all',
      disablefilter: 'all',
      disablenatreflection: 'all',
      enablebinatreflection: 'all',
    },
    aliases: { alias: { name: 'all', type: 'all', address: 'all', descr: 'all', detail: 'all' } },
    filter: { rule: 'all' },
    nat: {
      rule: {
        interface: 'all',
        disabled: 'all',
        nordr: 'all',
        ipprotocol: 'all',
        protocol: 'all',
        source: 'all',
        destination: 'all',
        target: 'all',
        descr: 'all',
        'associated-rule-id': 'all',
        natreflection: 'all',
      },
      onetoone: {
        interface: 'all',
        disabled: 'all',
        nobinat: 'all',
        external: 'all',
        natreflection: 'all',
        descr: 'all',
      },
    },
    ifgroups: { ifgroupentry: { ifname: 'all', members: 'all' } },
  },
};

/** The prefixes of sites whose clients have an alias. */
export function prefixesOf({ aliases }: LiveConfig): Set<string> {
  return new Set(
    aliases.flatMap(({ name }) => /^([a-z][a-z0-9]{1,7})_clients$/.exec(name)?.[1] ?? []),
  );
}

/** Reads the aliases and rules of a configuration. */
export function readLiveConfig({ name: file, text }: Dump): Result<LiveConfig, Refusal> {
  const read = parseXml(text, wanted, habits);
  if (!read.ok) {
    const { message, help } = read.error;
    return failure(refuse('live-dump', `${file}: ${message}`, help));
  }
  const root = read.value;
  const part = (name: string) => childOf(root, name);
  const [aliases, filter, system] = [part('aliases'), part('filter'), part('system')];
  if (filter === undefined)
    return failure(
      refuse(
        'live-dump',
        `${file} has no element "filter", so it does not show the rules`,
        'save the backup again (Diagnostics, Backup & Restore) with the area "All"',
      ),
    );
  return success({
    file,
    version: textIn(root, 'version'),
    ...factsOf(system, part('revision')),
    filterOff: system && childOf(system, 'disablefilter')?.line,
    aliases: aliases === undefined ? [] : childrenOf(aliases, 'alias').map(aliasOf),
    rules: childrenOf(filter, 'rule').map(ruleOf),
    forwards: childrenOf(part('nat') ?? empty, 'rule').map(ruleOf),
    translations: childrenOf(part('nat') ?? empty, 'onetoone').map(ruleOf),
    reflects: reflectionIn(system ?? empty),
    groups: groupsOf(part('ifgroups') ?? empty),
  });
}

const empty: XmlElement = { name: '', label: undefined, line: 1, children: [], text: '' };

/** A firewall reflects port forwards unless its configuration disables that, as a new one does. */
function reflectionIn(system: XmlElement): LiveConfig['reflects'] {
  return {
    forwards: childOf(system, 'disablenatreflection') === undefined,
    translations: childOf(system, 'enablebinatreflection') !== undefined,
  };
}

function textIn(element: XmlElement | undefined, name: string): string {
  return (element && childOf(element, name)?.text) ?? '';
}

function factsOf(
  system: XmlElement | undefined,
  revision: XmlElement | undefined,
): Pick<LiveConfig, 'host' | 'date'> {
  const parts = ['hostname', 'domain'].map((name) => textIn(system, name));
  const host = parts.filter((part) => part !== '').join('.');
  const time = textIn(revision, 'time');
  const isTime = /^[0-9]{1,10}(?:\.[0-9]+)?$/.test(time);
  return {
    host: host === '' ? null : host,
    date: isTime ? new Date(Math.floor(Number(time)) * 1000).toISOString() : null,
  };
}

function aliasOf(element: XmlElement): LiveAlias {
  return {
    name: textIn(element, 'name'),
    type: textIn(element, 'type'),
    entries: textIn(element, 'address')
      .split(/\s+/)
      .filter((entry) => entry !== ''),
    descr: textIn(element, 'descr'),
    detail: textIn(element, 'detail'),
    line: element.line,
  };
}

function ruleOf(element: XmlElement): LiveFilterRule {
  const found = new Map<string, string[]>();
  addFields(found, '', element);
  const fields = new Map([...found].map(([name, texts]) => [name, texts.join(' ')]));
  return { fields, line: element.line };
}

function addFields(found: Map<string, string[]>, start: string, element: XmlElement): void {
  for (const child of element.children) {
    const name = `${start}${child.name}`;
    if (child.children.length > 0) addFields(found, `${name}/`, child);
    else getOrAdd(found, name, () => []).push(child.text);
  }
}

function groupsOf(element: XmlElement): Map<string, readonly string[]> {
  return new Map(
    childrenOf(element, 'ifgroupentry').map((group) => [
      textIn(group, 'ifname'),
      textIn(group, 'members').split(/\s+/),
    ]),
  );
}
