import { Lines } from '../../kit/reading/cursor.ts';
import { type Frame, type Numbered, type Rules, takeRules } from './rules.ts';
import { text } from './text.ts';

/** An alias as config.xml holds it. */
export type Alias = {
  readonly name: string;
  readonly type: 'host' | 'network';
  readonly entries: readonly string[];
  readonly details: readonly string[];
  /** The line of its entries. */
  readonly line: number;
};

/** What config.xml says. */
export type Config = Rules & {
  readonly spec: string;
  /** What the names of the aliases begin with. */
  readonly prefix: string;
  readonly clients: string;
  readonly ipprotocol: string;
  readonly aliases: readonly Alias[];
  /** The alias of the inner networks. */
  readonly inner: string;
  /** Every rule, in the order of the file. */
  readonly trackers: readonly Numbered[];
  /** The interface of all rules, and its first line. */
  readonly interface: string;
  readonly interfaceAt: number;
  /** The last line of the rules. */
  readonly end: number;
};

/** Reads config.xml; throws a Deviation at the first line that is not what the tool writes. */
export function readConfig(file: string, content: string): Config {
  const lines = new Lines(file, content, 'tabs');
  const { spec, prefix } = takeHead(lines);
  const frame: Frame = { prefix, trackers: new Map(), shared: new Map() };
  lines.takeExactly('\t<aliases>');
  const aliases: Alias[] = [];
  while (lines.takeIf('\t\t<alias>')) aliases.push(takeAlias(lines, frame, aliases.at(-1)));
  lines.takeExactly('\t</aliases>', '\t<filter>');
  const rules = takeRules(lines, frame);
  lines.takeExactly('\t</filter>');
  const end = lines.number;
  lines.takeExactly('</pfsense>');
  lines.end();
  if (rules.passes.length === 0) lines.refuse('the file opens nothing', 1);
  return {
    spec,
    prefix,
    clients: `${prefix}_clients`,
    inner: `${prefix}_inner`,
    ipprotocol: frame.shared.get('ipprotocol') ?? '',
    aliases,
    ...rules,
    trackers: [...frame.trackers.values()],
    interface: frame.shared.get('interface') ?? '',
    interfaceAt:
      Math.min(...[rules.passes[0], rules.guard].flatMap((rule) => rule?.line ?? [])) + 4,
    end,
  };
}

/** The lines above the areas; a bare <pfsense> would be taken for a whole configuration, and overwrite it. */
function takeHead(lines: Lines): { readonly spec: string; readonly prefix: string } {
  lines.takeExactly('<?xml version="1.0"?>', '<!--');
  const spec = lines.take(
    /^\t([a-z][a-z0-9-]{0,39}): aliases and filter rules for pfSense\. Made by "portolan generate"; a change here is lost\.$/,
    'the header with the name of the spec',
  );
  lines.takeExactly(
    '\tMerge it: restoring the areas Aliases and Firewall Rules replaces all that the firewall has there.',
  );
  const prefix = lines.take(
    /^\tPortolan owns the aliases whose name begins with "([a-z][a-z0-9]{1,7})_", and the rules that have both the source$/,
    'what the aliases begin with',
  );
  lines.takeExactly(
    `\t"${prefix}_clients" and a description that begins with "${prefix}: ". A tracker shows no owner.`,
    '\tThe first rule that matches wins. These belong together, in this order, on top of the rules of their interface;',
    '\tfloating rules that match quickly and rules of interface groups come before all of them.',
    '-->',
    `<pfsense fragment="aliases filter" alias-prefix="${prefix}_">`,
  );
  return { spec, prefix };
}

function takeAlias(lines: Lines, frame: Frame, before: Alias | undefined): Alias {
  const name = lines.take(/^\t{3}<name>([A-Za-z0-9_]{1,31})<\/name>$/, "the alias's name");
  const isOurs =
    [`${frame.prefix}_clients`, `${frame.prefix}_inner`].includes(name) ||
    /_[hn]([0-9a-f]{2})?$/.test(name);
  if (!name.startsWith(`${frame.prefix}_`) || !isOurs)
    lines.refuse(`"${name}" is no alias of ours`);
  if (before !== undefined && before.name >= name)
    lines.refuse('the aliases are not in ascending order');
  const type = lines.take(/^\t{3}<type>(host|network)<\/type>$/, "the alias's type");
  if ((type === 'host') !== /_h([0-9a-f]{2})?$/.test(name))
    lines.refuse(`"${name}" is an alias of another type`);
  const entries = lines.take(/^\t{3}<address>([^<]+)<\/address>$/, 'the entries').split(' ');
  const line = lines.number;
  lines.take(
    new RegExp(`^\\t{3}<descr><!\\[CDATA\\[${text}\\]\\]></descr>$`),
    'what the alias is for',
  );
  const details = lines
    .take(/^\t{3}<detail><!\[CDATA\[([^<>]+)\]\]><\/detail>$/, 'a detail of each entry')
    .split('||');
  const odd = details.find((detail) => !new RegExp(`^${text}$`).test(detail));
  if (odd !== undefined) lines.refuse(`${JSON.stringify(odd)} is no detail`);
  if (details.length !== entries.length)
    lines.refuse(
      `expected a detail for each of ${entries.length} entries, found ${details.length}`,
    );
  lines.takeExactly('\t\t</alias>');
  return { name, type: type === 'host' ? 'host' : 'network', entries, details, line };
}
