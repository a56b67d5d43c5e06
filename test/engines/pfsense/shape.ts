import type { XmlDocument, XmlElement } from '../xml.ts';
import { prefixOf } from './names.ts';

/** What an element may hold: elements of these names (`*`: any number), or text. */
type Shape = { readonly [name: string]: Shape | 'text' | 'empty' };

const end: Shape = { any: 'empty', network: 'text', address: 'text', port: 'text' };
const shape: Shape = {
  aliases: {
    'alias*': { name: 'text', type: 'text', address: 'text', descr: 'text', detail: 'text' },
  },
  filter: {
    'rule*': {
      id: 'empty',
      tracker: 'text',
      type: 'text',
      interface: 'text',
      ipprotocol: 'text',
      protocol: 'text',
      icmptype: 'text',
      source: end,
      destination: end,
      descr: 'text',
      disabled: 'empty',
      log: 'empty',
    },
  },
};

/** Printable ASCII that every version writes back as it read it. */
export const stableText = /^[ !#-%(-;=?-[\]^-{}~]*$/;

/**
 * The file around the aliases and rules: root, areas, comments, known elements, text that comes back byte for byte.
 * Returns reasons; empty is good.
 */
export function checkShape(text: string, { root, prolog, comments }: XmlDocument): string[] {
  return [
    ...checkText(text),
    ...checkRoot(text, root),
    ...checkHeader(`${prolog}${openingOf(text, prolog)}`, firstAlias(root)),
    ...comments
      .filter((comment) => comment.insideRoot)
      .map(() => 'a comment below the root is lost when the firewall writes the file'),
    ...checkElement(root, shape),
  ];
}

/** What the firewall would write back for the same content; the first line that differs is the reason. */
export function checkCanonical(text: string, { root, prolog }: XmlDocument): string[] {
  const opening = openingOf(text, prolog);
  const children = root.children.map((each) => write(each, 1)).join('');
  const want = `${prolog}${opening}\n${children}</pfsense>\n`.split('\n');
  const have = text.split('\n');
  const at = have.findIndex((line, index) => line !== want[index]);
  if (at < 0 && have.length === want.length) return [];
  return [`line ${at + 1} is not what the firewall writes back: "${want[at] ?? ''}"`];
}

/** The line of the root's tag. */
function openingOf(text: string, prolog: string): string {
  return text.slice(prolog.length).split('\n')[0] ?? '';
}

function checkText(text: string): string[] {
  const at = text.split('\n').findIndex((line) => !/^\t*[ -~]*$/.test(line));
  return [
    ...(at < 0 ? [] : [`line ${at + 1} holds something other than printable ASCII`]),
    ...(/[^\n]\n$/.test(text) ? [] : ['the file does not end in one newline']),
  ];
}

function checkRoot(text: string, root: XmlElement): string[] {
  const areas = root.children.map((each) => each.name).join(' ');
  const literal = ['<aliases>', '<filter>'].filter((tag) => text.split(tag).length !== 2);
  return [
    ...(root.name === 'pfsense' ? [] : [`the root is <${root.name}>, not <pfsense>`]),
    ...(text.includes('<pfsense>')
      ? ['the bare text <pfsense>: restored as All it replaces the whole configuration']
      : []),
    ...(root.attributes.get('fragment') === 'aliases filter'
      ? []
      : ['the root has no fragment="aliases filter"']),
    ...[...root.attributes.keys()]
      .filter((name) => name !== 'fragment' && name !== 'alias-prefix')
      .map((name) => `the root has the attribute ${name}`),
    ...(areas === 'aliases filter' ? [] : [`the root holds "${areas}", not "aliases filter"`]),
    ...literal.map((tag) => `the area tag ${tag} does not stand literally and once`),
  ];
}

function firstAlias(root: XmlElement): string {
  const [alias] = root.children.find(({ name }) => name === 'aliases')?.children ?? [];
  return alias?.children.find(({ name }) => name === 'name')?.text ?? '';
}

/** Where first match decides, the reader must be told where the rules go, and whose they are. */
function checkHeader(header: string, alias: string): string[] {
  const prefix = prefixOf(alias) ?? '';
  const marks = [`${prefix}_clients`, `"${prefix}: "`];
  return [
    ...(marks.every((mark) => header.includes(mark))
      ? []
      : ['the header does not say by what a merge knows the rules']),
    ...(header.includes('portolan generate')
      ? []
      : ['the header does not name the command "portolan generate"']),
    ...(/\b(above|below|before|after|top|first)\b/i.test(header)
      ? []
      : ['the header does not say where the rules belong']),
  ];
}

function checkElement(element: XmlElement, allowed: Shape): string[] {
  return element.children.flatMap((each, index) => {
    const where = `line ${each.line}: <${each.name}> in <${element.name}>`;
    const listed = allowed[`${each.name}*`];
    const content = listed ?? allowed[each.name];
    const earlier = element.children.slice(0, index).some((other) => other.name === each.name);
    if (content === undefined) return [`${where} is not of our form`];
    if (listed === undefined && earlier) return [`${where} stands twice`];
    return [
      ...(each.attributes.size > 0 ? [`${where} has attributes`] : []),
      ...checkContent(each, content, where),
    ];
  });
}

function checkContent(element: XmlElement, content: Shape[string], where: string): string[] {
  if (content === 'empty')
    return element.text === '' && element.children.length === 0 ? [] : [`${where} is not empty`];
  if (content === 'text') return checkLeaf(element, where);
  if (element.children.length === 0) return [`${where} is empty`];
  return checkElement(element, content);
}

function checkLeaf(element: XmlElement, where: string): string[] {
  const { text } = element;
  const bare = element.name === 'detail' ? text.replaceAll('||', '') : text;
  if (element.children.length > 0) return [`${where} holds elements`];
  if (text.trim() === '') return [`${where} is blank`];
  return [
    ...(stableText.test(bare)
      ? []
      : [`${where} holds a character that is not written back as it is`]),
    ...(text === text.trim() ? [] : [`${where} has spaces around its text`]),
  ];
}

function write(element: XmlElement, depth: number): string {
  const { name, text, children } = element;
  const indent = '\t'.repeat(depth);
  if (children.length > 0) {
    const inner = children.map((each) => write(each, depth + 1)).join('');
    return `${indent}<${name}>\n${inner}${indent}</${name}>\n`;
  }
  const cdata = (name === 'descr' || name === 'detail') && text !== '';
  return `${indent}<${name}>${cdata ? `<![CDATA[${text}]]>` : text}</${name}>\n`;
}
