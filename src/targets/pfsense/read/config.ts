import { compareText } from '../../../net/order.ts';
import type { Cursor } from '../../kit/reading/cursor.ts';
import { expected } from '../../kit/reading/not-canonical.ts';
import { requireAscending } from '../../kit/reading/values.ts';
import { type Frame, type Numbered, type Rules, takeRules } from './rules.ts';
import { text } from './text.ts';

/** An alias as config.xml holds it. */
export type Alias = {
  readonly name: string;
  readonly type: 'host' | 'network';
  readonly entries: readonly string[];
  readonly details: readonly string[];
  /** The line number, from 1, of `entries`. */
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
  /** The interface of all rules, and the line number, from 1, of the first rule's. */
  readonly interface: string;
  readonly interfaceAt: number;
  /** The line number, from 1, of the end of the rules. */
  readonly end: number;
};

/** Reads config.xml; throws a NotCanonicalError at the first line that is not what the tool writes. */
export function readConfig(cursor: Cursor): Config {
  const { spec, prefix } = takeHead(cursor);
  const frame: Frame = { prefix, trackers: new Map(), shared: new Map() };
  cursor.takeExactly('\t<aliases>');
  const aliases: Alias[] = [];
  while (cursor.takeIf('\t\t<alias>')) aliases.push(takeAlias(cursor, frame, aliases.at(-1)?.name));
  cursor.takeExactly('\t</aliases>', '\t<filter>');
  const rules = takeRules(cursor, frame);
  cursor.takeExactly('\t</filter>');
  const end = cursor.line;
  cursor.takeExactly('</pfsense>');
  cursor.end();
  if (rules.passes.length === 0) cursor.refuse('the file opens nothing', 1);
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
function takeHead(cursor: Cursor): { readonly spec: string; readonly prefix: string } {
  cursor.takeExactly('<?xml version="1.0"?>', '<!--');
  const spec = cursor.take(
    /^\t([a-z][a-z0-9-]{0,39}): aliases and filter rules for pfSense\. Made by "portolan generate"; a change here is lost\.$/,
    'the header with the name of the spec',
  );
  cursor.takeExactly(
    '\tMerge it: restoring the areas Aliases and Firewall Rules replaces all that the firewall has there.',
  );
  const prefix = cursor.take(
    /^\tPortolan owns the aliases whose name begins with "([a-z][a-z0-9]{1,7})_", and the rules that have both the source$/,
    'what the aliases begin with',
  );
  cursor.takeExactly(
    `\t"${prefix}_clients" and a description that begins with "${prefix}: ". A tracker shows no owner.`,
    '\tThe first rule that matches wins. These belong together, in this order, on top of the rules of their interface;',
    '\tfloating rules that match quickly and rules of interface groups come before all of them.',
    '-->',
    `<pfsense fragment="aliases filter" alias-prefix="${prefix}_">`,
  );
  return { spec, prefix };
}

function takeAlias(cursor: Cursor, frame: Frame, before = ''): Alias {
  const name = cursor.take(/^\t{3}<name>([A-Za-z0-9_]{1,31})<\/name>$/, "the alias's name");
  const isOurs =
    [`${frame.prefix}_clients`, `${frame.prefix}_inner`].includes(name) ||
    /_[hn]([0-9a-f]{2})?$/.test(name);
  if (!name.startsWith(`${frame.prefix}_`) || !isOurs)
    cursor.refuse(`"${name}" is no alias of ours`);
  requireAscending([before, name], compareText, () => cursor.at);
  const type = cursor.take(/^\t{3}<type>(host|network)<\/type>$/, "the alias's type");
  if ((type === 'host') !== /_h([0-9a-f]{2})?$/.test(name))
    cursor.refuse(`"${name}" is an alias of another type`);
  const entries = cursor.take(/^\t{3}<address>([^<]+)<\/address>$/, 'the entries').split(' ');
  const line = cursor.line;
  cursor.take(
    new RegExp(`^\\t{3}<descr><!\\[CDATA\\[${text}\\]\\]></descr>$`),
    'what the alias is for',
  );
  const details = cursor
    .take(/^\t{3}<detail><!\[CDATA\[([^<>]+)\]\]><\/detail>$/, 'a detail of each entry')
    .split('||');
  const unwritable = details.find((detail) => !new RegExp(`^${text}$`).test(detail));
  if (unwritable !== undefined) cursor.refuse(`${JSON.stringify(unwritable)} is no detail`);
  if (details.length !== entries.length)
    cursor.refuse(expected(`a detail for each of ${entries.length} entries`, `${details.length}`));
  cursor.takeExactly('\t\t</alias>');
  return { name, type: type === 'host' ? 'host' : 'network', entries, details, line };
}
