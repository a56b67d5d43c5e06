import { expected, lineText, refuseAt } from '../../kit/reading/not-canonical.ts';
import { networkAt } from '../../kit/reading/values.ts';
import type { OutputPlace } from '../../target.ts';
import type { Clause, Model, Section } from './model.ts';
import { hostOf, pathOf, patternOf, portsOf } from './values.ts';

const title =
  /^# ([a-z][a-z0-9-]{0,39}): what passes this proxy without a login\. Made by "portolan generate"; a change here is lost\.$/;
const optionsShape =
  /^# Made for (tlsInspection=(none|explicit|intercept) direct=(true|false) adaptationServices=([A-Za-z0-9_.,-]*) delayPools=([0-9,]*))$/;
const headingShape = /^# (\S+), (?:bypass|allow)$/;

const slug = '[a-z][a-z0-9-]{0,31}';
const range = '(?:tcp|udp)-[0-9]+(?:-[0-9]+)?';
// Where a rule has only a part of its service's ports, its id ends in them: in words, or many of them as a hash.
const part = `${range}(?:\\+${range})*|ports-[0-9a-f]{8}`;
const idShape = new RegExp(`^${slug}/${slug}(?:/(?:bypass|allow))?(?:/(?:${part}))?$`);

/**
 * What the lines say, as far as they say anything that differs from file to file. Whether they say it in the one form
 * that the tool writes is for the caller to see; a value that is none is refused.
 */
export function extract(file: string, lines: readonly string[]): Model {
  const model = headOf(file, lines);
  for (const [index, line] of lines.entries()) {
    const at = { file, line: index + 1 };
    const id = headingShape.exec(line)?.[1];
    const section = model.sections.at(-1);
    if (id !== undefined) model.sections.push(emptySection(checkedId(id, at), at));
    else if (section !== undefined) takeLine(section, model.prefix, line, at);
    else takeHead(model, line, at);
  }
  return model;
}

function headOf(file: string, lines: readonly string[]): Model {
  const place = (line: number): OutputPlace => ({ file, line });
  const specName = title.exec(lines[0] ?? '')?.[1];
  if (specName === undefined)
    return refuseAt(place(1), expected('the header with the name of the spec', lineText(lines[0])));
  const at = lines.findIndex((line) => optionsShape.test(line));
  const [, options = '', tlsInspection = '', direct, services = '', pools = ''] =
    optionsShape.exec(lines[at] ?? '') ?? [];
  if (at < 0) refuseAt(place(2), 'no line says for which options the file was made');
  const prefixAt = lines.findIndex((line) => clientShape.test(line));
  const prefix = clientShape.exec(lines[prefixAt] ?? '')?.[1];
  if (prefix === undefined) return refuseAt(place(at + 2), 'no line names the clients');
  return {
    specName,
    prefix,
    prefixAt: place(prefixAt + 1),
    options,
    optionsAt: place(at + 1),
    tlsInspection,
    direct: direct === 'true',
    adaptationServices: split(services),
    delayPools: split(pools),
    clients: [],
    inner: [],
    innerAt: undefined,
    sections: [],
  };
}

const clientShape = /^acl ([a-z][a-z0-9]{1,7})_clients src (\S+)$/;

const innerShape = /^acl [a-z][a-z0-9]{1,7}_inner dst (\S+)$/;

function split(text: string): string[] {
  return text === '' ? [] : text.split(',');
}

/** A line above the first rule. */
function takeHead(model: Model, line: string, at: OutputPlace): void {
  const client = clientShape.exec(line)?.[2];
  const inner = innerShape.exec(line)?.[1];
  if (client !== undefined) model.clients.push(networkAt(client, at));
  if (inner === undefined) return;
  model.inner.push(networkAt(inner, at));
  model.innerAt ??= at;
}

// A heading that began no rule would leave its lines to the rule above.
function checkedId(id: string, at: OutputPlace): string {
  if (!idShape.test(id)) refuseAt(at, `"${id}" is not the id of a rule`);
  return id;
}

function emptySection(id: string, at: OutputPlace): Section {
  return {
    id: { value: id, at },
    name: '',
    way: 'tunnel',
    kind: 'bypass',
    ports: [],
    clauses: [],
  };
}

/** A line below the name of a rule. */
function takeLine(section: Section, prefix: string, line: string, at: OutputPlace): void {
  const [, name = '', type = '', text = ''] = /^acl (\S+) (\S+(?: -n)?) (.*)$/.exec(line) ?? [];
  const stem = name.slice(0, name.lastIndexOf('_'));
  switch (`${name.slice(stem.length)} ${type}`) {
    case '_port port':
      section.name = stem;
      section.ports.push(portsOf(text, at));
      return;
    case '_host dstdomain -n':
    case '_sub dstdomain -n':
      clauseOf(section, stem).hosts.push({ value: hostOf(text, at), at });
      return;
    case '_like dstdom_regex -n':
      clauseOf(section, stem).hosts.push({ value: patternOf(text, at), at });
      return;
    case '_net dst -n':
      clauseOf(section, stem).networks.push({ value: networkAt(text, at), at });
      return;
    case '_path urlpath_regex':
      clauseOf(section, stem).path = { value: pathOf(text, at), at };
      return;
    default:
      takeJoin(section, prefix, name, type, text, at);
  }
}

/** A line that joins the acls of the rule. */
function takeJoin(
  section: Section,
  prefix: string,
  name: string,
  type: string,
  text: string,
  at: OutputPlace,
): void {
  if (type === 'any-of' && text === section.name)
    section.kind = name === `${prefix}_permit` ? 'allow' : 'bypass';
  if (type !== 'all-of' || name !== section.name) return;
  if (text.includes(` !${prefix}_connect `)) section.way = 'plain';
  // The ports end the line: nothing but the site's own networks narrows where it leads.
  const guard = ` !${prefix}_inner`;
  const rest = text.endsWith(guard) ? text.slice(0, -guard.length) : text;
  if (rest.endsWith(` ${section.name}_port`)) clauseOf(section, section.name).any = at;
}

function clauseOf(section: Section, stem: string): Clause {
  const known = section.clauses.find((clause) => clause.stem === stem);
  if (known !== undefined) return known;
  const clause = { stem, path: undefined, hosts: [], networks: [], any: undefined };
  section.clauses.push(clause);
  return clause;
}
