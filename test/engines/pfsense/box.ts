import type { EngineFiles } from '../flow.ts';
import { readXml, type XmlElement } from '../xml.ts';
import { ownerOf } from './owner.ts';

/** The two areas of a firewall's configuration, as its own code keeps them. */
export type Box = {
  readonly aliases: readonly XmlElement[];
  readonly rules: readonly XmlElement[];
};

/** The areas of a configuration, generated or complete. */
export function boxOf(xml: string): Box {
  const { root } = readXml(xml);
  const area = (name: string) => root.children.find((each) => each.name === name)?.children ?? [];
  return { aliases: area('aliases'), rules: area('filter') };
}

/** The text below an element, by the names on the way; undefined where one is missing. */
export function textAt(element: XmlElement, ...path: readonly string[]): string | undefined {
  const [name, ...rest] = path;
  if (name === undefined) return element.text;
  const child = element.children.find((each) => each.name === name);
  return child === undefined ? undefined : textAt(child, ...rest);
}

/** Ours in a box, by the prefix of the one alias of clients in our files. */
export function ownIn(box: Box, prefix: string): Box {
  const owns = ownerOf(prefix);
  return {
    aliases: box.aliases.filter((alias) => owns.alias(textAt(alias, 'name') ?? '')),
    rules: box.rules.filter((rule) =>
      owns.rule(textAt(rule, 'descr') ?? '', textAt(rule, 'source', 'address')),
    ),
  };
}

/** Merges files into a box by ownership: ours are replaced, in one run where the first of ours was, else on top. */
export function merged(box: Box, files: EngineFiles): Box {
  const given = boxOf(files.get('pfsense/config.xml') ?? '');
  const prefix = prefixIn(given);
  const own = ownIn(box, prefix);
  const at = Math.max(
    0,
    box.rules.findIndex((rule) => own.rules.includes(rule)),
  );
  const rest = box.rules.filter((rule) => !own.rules.includes(rule));
  const before = box.rules.slice(0, at);
  return {
    aliases: [...box.aliases.filter((alias) => !own.aliases.includes(alias)), ...given.aliases],
    rules: [...before, ...given.rules, ...rest.slice(before.length)],
  };
}

/** The prefix of our files: that of their one alias of clients. */
function prefixIn({ aliases }: Box): string {
  const names = aliases.flatMap(
    (alias) => /^([a-z0-9]+)_clients$/.exec(textAt(alias, 'name') ?? '')?.[1] ?? [],
  );
  if (names.length !== 1) throw new Error('the files have not one alias of clients');
  return names[0] ?? '';
}

const last = 4_294_967_295;

/**
 * What an upgrade to 2.9 or Plus 25.11 does (fix_config_artifacts): a rule whose tracker is missing or taken gets the
 * highest of the box + 2; near the end of the numbers all rules get new ones.
 */
export function renumbered({ aliases, rules }: Box, nearEnd = 90_000_000): Box {
  const numbers = rules.map((rule) => Number(textAt(rule, 'tracker') ?? 0));
  const all = Math.max(...numbers) > last - nearEnd;
  let highest = all ? 1_000_000_000 : Math.max(...numbers);
  const seen = new Set<number>();
  const renewed = rules.map((rule, index) => {
    const number = numbers[index] ?? 0;
    const keeps = !all && number > 0 && !seen.has(number);
    seen.add(number);
    if (keeps) return rule;
    highest += 2;
    return withText(rule, 'tracker', String(highest));
  });
  return { aliases, rules: renewed };
}

const emptyFields =
  'tag tagged max max-src-nodes max-src-conn max-src-states statetimeout os'.split(' ');

/** What the GUI makes of a rule that a person opens and saves. */
export function savedByGui(rule: XmlElement): XmlElement {
  const extras = [
    ...emptyFields.map((name) => element(name)),
    element('statetype', 'keep state'),
    element('statepolicy'),
    element('updated', '', [element('time', '1700000000'), element('username', 'admin')]),
  ];
  return { ...rule, children: [...rule.children, ...extras] };
}

/** What the GUI makes of a rule that a person switches off. */
export function disabledByGui(rule: XmlElement): XmlElement {
  return { ...rule, children: [...rule.children, element('disabled')] };
}

/** What the GUI makes of a copy of a rule: a number of its own, the same description and source. */
export function copiedByGui(rule: XmlElement): XmlElement {
  return savedByGui(withText(rule, 'tracker', '1700000001'));
}

function withText(rule: XmlElement, name: string, text: string): XmlElement {
  const others = rule.children.filter((each) => each.name !== name);
  return { ...rule, children: [...others, element(name, text)] };
}

function element(name: string, text = '', children: readonly XmlElement[] = []): XmlElement {
  return { name, text, children, line: 0, attributes: new Map(), cdata: false };
}
