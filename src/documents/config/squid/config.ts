import { grouped } from '../../../maps.ts';
import { formatPortRange, mergePorts, type PortRange } from '../../../net/port.ts';
import { failure, success } from '../../../problem.ts';
import type { DocumentFact, DocumentRow, RowVerdict } from '../../document.ts';
import { noLabels, refuseCount, rowOf, unresolved } from '../../kit/rows.ts';
import { slugOf, wholeDocument } from '../../kit/section.ts';
import { plainWords } from '../../kit/words.ts';
import type { KindReader } from '../kind.ts';
import { isPlainAddress } from '../rules/destination.ts';
import { generatedWarning, isGenerated } from '../rules/generated.ts';
import { Conditions, destinationTypes } from './conditions.ts';
import { Denied } from './denied.ts';
import { type AccessLine, type AclLine, directivesOf } from './directives.ts';
import { judgeName } from './list.ts';

/** Whether a text has a line of squid.conf about access. */
export function isSquidConfig(text: string): boolean {
  return /^[ \t]*(?:acl|http_access)[ \t]/m.test(text);
}

/** Reads what the lines of http_access allow by naming it: ACLs of names and addresses. */
export const readSquidConfig: KindReader = (text) => {
  const config = directivesOf(text);
  const conditions = new Conditions(config, isGenerated(text));
  const allowed = new Allowed(conditions);
  const denied = new Denied(conditions);
  const rows: DocumentRow[] = [];
  for (const line of config.access) {
    if (!line.allows) denied.add(line);
    else for (const row of allowed.add(line, denied)) rows.push(row);
  }
  for (const lines of config.acls.values()) for (const row of allowed.rowsOf(lines)) rows.push(row);
  const tooMany = refuseCount(rows.length);
  if (tooMany !== undefined) return failure(tooMany);
  rows.sort((a, b) => a.line - b.line);
  const warnings = [
    ...(isGenerated(text) ? [generatedWarning] : []),
    'Only names and addresses that http_access allows are imported. Ports that it denies, users, methods and inspection are not.',
    ...(conditions.linesOf('localnet').length > 0
      ? ['The ACL localnet counts as the clients of the site.']
      : []),
    ...limitWarning(denied.ports),
    ...(config.hasIncludes ? ['The file includes others, which are not read.'] : []),
  ];
  return success({ facts: {}, rows, warnings });
};

function limitWarning(ports: readonly PortRange[] | undefined): string[] {
  if (ports === undefined) return [];
  const written = ports.slice(0, 20).map(formatPortRange).join(', ') || 'none';
  return [`Squid denies all ports except ${written}: name no other one with --service.`];
}

/** What is allowed of a value: on ports, or if it names none; or that a line above denies it. */
type Outcome = { ports: readonly PortRange[]; isWhole: boolean };

const mostOutcomes = 500_000;

/** The values of ACLs that lines of http_access allow. */
class Allowed {
  readonly #conditions: Conditions;
  readonly #outcomes = new Map<AclLine, Map<string, Outcome>>();
  #left = mostOutcomes;

  constructor(conditions: Conditions) {
    this.#conditions = conditions;
  }

  /** Adds what a line allows. The rows are those of what is not to be told. */
  add(line: AccessLine, denied: Denied): DocumentRow[] {
    if (line.isConditional) return [lineRow(line, 'the line applies only sometimes')];
    const reasons = new Set<string>();
    for (const condition of this.#conditions.of(line.literals)) {
      if (!condition.ok) {
        reasons.add(condition.error);
        continue;
      }
      const ports = denied.left(condition.value);
      if (condition.value.ports.length > 0 && ports.length === 0)
        reasons.add('a line above it denies its ports');
      else this.#addValues(condition.value.destination, ports, denied);
    }
    return [...reasons].map((reason) => lineRow(line, reason));
  }

  #addValues(name: string, ports: readonly PortRange[], denied: Denied): void {
    for (const line of this.#conditions.linesOf(name)) {
      const outcomes = this.#outcomes.get(line) ?? new Map<string, Outcome>();
      this.#outcomes.set(line, outcomes);
      this.#left -= line.values.length;
      for (const value of this.#left < 0 ? [] : line.values) {
        const { facts } = factsOf(line, value);
        const known = outcomes.get(value) ?? { ports: [], isWhole: false };
        const isDenied = facts.some(({ destination }) => denied.meets(destination));
        if (isDenied) continue;
        known.isWhole ||= ports.length === 0;
        known.ports = mergePorts([...known.ports, ...ports]);
        outcomes.set(value, known);
      }
    }
  }

  /** The rows of an ACL: one for each value, or a single one if no line allows it. */
  rowsOf(lines: readonly AclLine[]): DocumentRow[] {
    const [first] = lines;
    if (first === undefined || !isDestination(first.type)) return [];
    const place = {
      section: sectionOf(first.name),
      labels: new Map([['acl', [plainWords(first.name)]]]),
    };
    const words = plainWords(`acl ${first.name} ${first.type}`);
    const isAllowed = lines.some((line) => this.#outcomes.has(line));
    if (!isAllowed) {
      const reason = destinationTypes.includes(first.type)
        ? 'no line of http_access that Portolan reads allows it by itself'
        : 'it matches by a pattern or by what a client sends';
      return [rowOf(first.line, words, unresolved(reason), place)];
    }
    return lines.flatMap((line) =>
      [...grouped(line.values, (value) => value)].map(([value]) =>
        rowOf(line.line, `${words} ${value}`, this.#verdictOf(line, value), place),
      ),
    );
  }

  #verdictOf(line: AclLine, value: string): RowVerdict {
    const { verdict, facts } = factsOf(line, value);
    if (verdict.kind !== 'facts') return verdict;
    const outcome = this.#outcomes.get(line)?.get(value);
    if (outcome === undefined)
      return unresolved('a line of http_access above denies, and may decide before it');
    const ports = outcome.isWhole ? [] : outcome.ports;
    return { kind: 'facts', facts: facts.map((fact) => ({ ...fact, ports })) };
  }
}

function lineRow({ literals, line }: AccessLine, reason: string): DocumentRow {
  const names = literals.map(({ name, isNegated }) => (isNegated ? `!${name}` : name));
  const words = ['http_access allow', ...names].join(' ');
  const section = { ...wholeDocument, citation: 'http_access' };
  return rowOf(line, words, unresolved(reason), { section, labels: noLabels });
}

function isDestination(type: string): boolean {
  return (
    destinationTypes.includes(type) ||
    /^(?:dstdom_regex|url_regex|urlpath_regex|ssl::server_name|ssl::server_name_regex)$/.test(type)
  );
}

function sectionOf(name: string): DocumentRow['section'] {
  const title = plainWords(name);
  return {
    ...wholeDocument,
    key: slugOf(name),
    title: title || undefined,
    citation: `acl ${title}`,
  };
}

type Judged = { readonly verdict: RowVerdict; readonly facts: readonly DocumentFact[] };

/** What a value of an ACL means by itself. */
function factsOf({ type, flags }: AclLine, value: string): Judged {
  const verdict = judgeValue(type, flags, value);
  return { verdict, facts: verdict.kind === 'facts' ? verdict.facts : [] };
}

function judgeValue(type: string, flags: readonly string[], value: string): RowVerdict {
  if (value.startsWith('"')) return unresolved('its values are in another file');
  if (flags.some((flag) => flag !== '-n')) return unresolved('it has an option that limits it');
  if (type === 'dst' && !isPlainAddress(value))
    return unresolved('it is not an address or a network');
  return judgeName(value);
}
