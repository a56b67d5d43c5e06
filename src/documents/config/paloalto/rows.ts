import type { PortRange } from '../../../net/port.ts';
import { success } from '../../../problem.ts';
import { childOf, hasRepeats, type XmlElement } from '../../../xml.ts';
import type { DocumentRow, DocumentSection, Labels, RowVerdict } from '../../document.ts';
import { judgeDestination, withNote } from '../../kit/facts.ts';
import { refused, rowOf, unresolved } from '../../kit/rows.ts';
import { quote } from '../../kit/secrets.ts';
import { slugOf, wholeDocument } from '../../kit/section.ts';
import { plainWords } from '../../kit/words.ts';
import { repeatedElement } from '../refusals.ts';
import { judgePlain } from '../rules/destination.ts';
import { narrowedBy } from './narrowed.ts';
import type { Objects } from './objects.ts';
import { applicationsOf, destinationsOf, type Names, namesOf, portsOf } from './rule.ts';
import type { ZoneBlocks, Zones } from './zone-blocks.ts';

/** What the rows of a rule share. */
export type Around = {
  readonly scope: string;
  readonly objects: Objects;
  readonly isGenerated: boolean;
  /** What the rules above it deny. */
  readonly above: readonly ZoneBlocks[];
};

/** The rows of a rule. */
export function rowsOf(rule: XmlElement, around: Around): readonly DocumentRow[] {
  const name = plainWords(rule.label ?? '');
  const zones = zonesOf(rule);
  const place = { section: sectionOf(name), labels: labelsOf(name, around.scope, zones) };
  const whole = (verdict: RowVerdict) => [rowOf(rule.line, `rule ${name}`, verdict, place)];
  if (hasRepeats(rule)) return whole(unresolved(repeatedElement));
  const action = childOf(rule, 'action')?.text;
  if (action !== undefined && denials.has(action))
    return whole({ kind: 'declined', reason: 'the rule denies' });
  if (action !== 'allow') return whole(unresolved('the rule does not allow'));
  if (isFromOutside(zones)) return whole({ kind: 'declined', reason: outside });
  const reason = narrowedBy(rule, around.isGenerated);
  if (reason !== undefined) return whole(unresolved(reason));
  const ports = portsOf(rule, around.objects);
  if (!ports.ok) return whole(unresolved(ports.error));
  const destinations = destinationsOf(rule, around.objects);
  if (!destinations.ok) return whole(unresolved(destinations.error));
  const { kind, texts } = destinations.value;
  const note = noteOf(rule, around.objects);
  return texts.map((text) => {
    const judged = kind === 'urls' ? judgeUrl(text, ports.value) : judgePlain(text, ports.value);
    const verdict = withNote(unlessDenied(judged, zones, around.above), note);
    return rowOf(rule.line, `rule ${name}: ${text}`, verdict, place);
  });
}

/** The zones of a rule. */
export function zonesOf(rule: XmlElement): Zones {
  const of = (field: string) => {
    const names = namesOf(rule, field);
    return names?.includes('any') === true ? undefined : names;
  };
  return { from: of('from'), to: of('to') };
}

const denials: ReadonlySet<string> = new Set(
  'deny drop reset-client reset-server reset-both'.split(' '),
);

const outside = 'it judges connections from outside';

/** Whether all connections of a rule begin in a zone whose name means the internet. */
function isFromOutside({ from }: Zones): boolean {
  const names = from ?? [];
  const isOutside = (zone: string) =>
    /^(?:l[23][-_])?(?:untrust|outside|internet|wan|external)/i.test(zone);
  return names.length > 0 && names.every(isOutside);
}

function sectionOf(name: string): DocumentSection {
  const title = name === '' ? undefined : name;
  return { ...wholeDocument, key: slugOf(name), title, citation: `security rule ${name}` };
}

function labelsOf(name: string, scope: string, { from, to }: Zones): Labels {
  const words = (zones: Names) => (zones ?? ['any']).map((name) => plainWords(name));
  return new Map([
    ['rule', [name]],
    ['scope', [plainWords(scope)]],
    ['from', words(from)],
    ['to', words(to)],
  ]);
}

const label = String.raw`(?:\*|[A-Za-z0-9_-]+)`;
const entry = new RegExp(String.raw`^(${label}(?:\.${label})+)(/\S*)?$`);

/** Judges an entry of a URL category: a host, with `*` for whole labels, and a path. */
function judgeUrl(text: string, ports: readonly PortRange[]): RowVerdict {
  const [, host = '', path = ''] = text.length > 300 ? [] : (entry.exec(text) ?? []);
  if (host === '')
    return refused(
      'import-not-destination',
      `expected an entry of a URL category, found ${quote(text)}`,
      'correct it on the device, or add an endpoint of your own',
    );
  return judgeDestination(path === '/' ? host : host + path, success(ports));
}

function unlessDenied(verdict: RowVerdict, zones: Zones, above: readonly ZoneBlocks[]): RowVerdict {
  if (verdict.kind !== 'facts') return verdict;
  const isDenied = verdict.facts.some(({ destination, ports }) =>
    above.some((blocks) => blocks.meets(zones, destination, ports)),
  );
  return isDenied ? unresolved('a rule above it denies, and may decide before it') : verdict;
}

const mostNames = 8;

/** Says that a rule names applications, which no part can; undefined if it names none. */
function noteOf(rule: XmlElement, objects: Objects): string | undefined {
  const applications = applicationsOf(rule, objects);
  if (!applications.ok || applications.value === undefined) return undefined;
  const names = applications.value.slice(0, mostNames).map((name) => plainWords(name, 40));
  const more = applications.value.length > mostNames ? ' and others' : '';
  return `The rule allows only these applications: ${names.join(', ')}${more}.`;
}
