import { failure, type Refusal, type Result, refuse, success } from '../../../problem.ts';
import type { Dump, LiveReading, LiveTarget } from '../../device.ts';
import { compareItems, type LiveItem } from '../../kit/reading/live-order.ts';
import { walkRules } from '../../kit/reading/live-rules.ts';
import type { TargetFiles } from '../../reading.ts';
import { extract } from '../read/extract.ts';
import { aclsOf, ruleOf } from './acls.ts';
import { type Directive, isParseOutput, readConfig, type SquidConfig } from './directives.ts';
import { forwardedClients } from './forwarded.ts';
import { compareOrder } from './order.ts';
import { ownAccess, ownDirectives } from './own.ts';

const file = 'squid/bypass.conf';

/** Reads the output of `squid -k parse`, or squid.conf with the files that it includes. */
export const live: LiveTarget = {
  takes: 'the output of squid -k parse (stderr), or squid.conf with the files that it includes',
  notJudged:
    'whether Squid runs with this configuration, and what other acls match: run apply.sh status on the proxy',
  recognize,
  canBeEmpty: false,
  prefixesIn(dumps) {
    const config = readConfig(dumps);
    if (!config.ok) return config;
    const { directives } = config.value;
    return success(
      new Set(
        directives.flatMap(
          ({ text }) => /^acl ([a-z][a-z0-9]{1,7})_clients src /.exec(text)?.[1] ?? [],
        ),
      ),
    );
  },
  read(dumps, texts) {
    const config = readConfig(dumps);
    return config.ok ? success(readingOf(dumps, config.value, texts)) : config;
  },
};

const directiveShape =
  /^[ \t]*(?:acl|http_access|http_port|auth_param|ssl_bump|refresh_pattern|cache_peer|include)[ \t]+\S/m;

function recognize({ name, text }: Dump): Result<true, Refusal> | undefined {
  if (isParseOutput(text)) return success(true);
  if (!directiveShape.test(text)) return undefined;
  // A line of a binary file or of another tool would not be read as Squid reads it.
  if (!text.includes('\0')) return success(true);
  return failure(refuse('live-dump', `${name} is not a text file`, 'pass squid.conf as it is'));
}

function readingOf(dumps: readonly Dump[], config: SquidConfig, texts: TargetFiles): LiveReading {
  const text = texts.get(file) ?? '';
  const { prefix, clients } = extract(file, text.split('\n').slice(0, -1));
  const { directives } = config;
  const found = ownDirectives(directives, prefix);
  const acls = aclsOf(directives);
  const order = compareOrder(directives, new Set(found), { acls, clients });
  const forwarded = forwardedClients(directives, acls, clients);
  const allowed = walkRules(
    order.allowing.map((line) => ruleOf(line, acls)),
    { clients, closed: true },
  );
  const places = new Map(found.map((directive) => [directive.text, directive.at]));
  return {
    dumps: dumps.map(({ name }) => ({ name, kind: config.kind, host: null, date: config.date })),
    access: [...allowed.access, ...(order.isDenied ? [] : ownAccess(file, text, found, places))],
    differences: [
      ...compareItems(found.map(itemOf), fileItems(text), 'line'),
      ...order.differences,
      ...forwarded.differences,
    ],
    notes: [
      ...order.notes,
      ...forwarded.notes,
      ...allowed.notes,
      ...config.unmatched.map(({ at, text: line }) => ({
        message: 'no given file matches this include',
        at,
        text: line,
      })),
    ],
    lineAt: lineFinder(directives),
  };
}

function itemOf({ text, at }: Directive): LiveItem {
  return { key: text, fields: new Map(), at, text };
}

function fileItems(text: string): LiveItem[] {
  return text.split('\n').flatMap((line, index) => {
    if (line === '' || line.startsWith('#')) return [];
    return [{ key: line, fields: new Map(), at: { file, line: index + 1 }, text: line }];
  });
}

function lineFinder(directives: readonly Directive[]): LiveReading['lineAt'] {
  const texts = new Map(directives.map(({ at, text }) => [`${at.file}:${at.line}`, text]));
  return (place) => texts.get(`${place.file}:${place.line}`) ?? null;
}
