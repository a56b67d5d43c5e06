import { visible, withoutCommands } from '../../characters.ts';
import type { SourceDocument } from '../../language/types.ts';
import { wholeHost } from '../../net/path.ts';
import { formatPortRange } from '../../net/port.ts';
import type { Origin } from '../../policy/types.ts';
import { formatPlace } from '../../problem.ts';
import { type AnnotationKey, annotationTexts } from '../../review/annotations.ts';
import type { OpenPorts, Reason, SiteExplanation } from '../../review/explain/explanation.ts';
import { givenText } from '../page/given.ts';
import { type Paint, plain } from '../page/paint.ts';
import { labelled, wrap } from '../page/wrap.ts';
import type { ExplainAnswer, OpenAnswer } from './answer.ts';
import { outputLines } from './text-outputs.ts';

/** For each site, the rules that allow a flow or the reasons why none does, and where each output decides. */
export function explainText({ explanation, out }: ExplainAnswer, paint: Paint = plain): string {
  const { flow, sites, documents } = explanation;
  const blocks = sites.map((site) => siteLines(site, documents, `${out}/${site.site}`, paint));
  return textOf([[paint.bold(visible(flow.text))], ...blocks]);
}

/** For each site, the open ports of a host, then what `explainText` says about the first of each. */
export function openText({ explanation, out }: OpenAnswer, paint: Paint): string {
  const { host, sites, documents } = explanation;
  const blocks = sites.flatMap(({ site, open, remarks }) => [
    [...openLines(site, open, paint), ...remarks.flatMap((each) => labelled('  remark', each))],
    ...open.map((each) => {
      const title = `${site} ${portsText(each)}`;
      return siteLines(each.site, documents, `${out}/${site}`, paint, title);
    }),
  ]);
  return textOf([[paint.bold(visible(host))], ...blocks]);
}

function openLines(site: string, open: readonly OpenPorts[], paint: Paint): string[] {
  const [name, allowed] = [`${site}: `, open.filter((each) => each.site.rules.length > 0)];
  if (allowed.length === 0) return [`${paint.bold(name)}${paint.red('nothing is open')}`];
  const [first = '', ...more] = wrap(`${name}open on ${allowed.map(portsText).join(', ')}`, 0);
  return [`${paint.bold(name)}${first.slice(name.length)}`, ...more];
}

function portsText({ ports, path }: OpenPorts): string {
  const text = ports.map(formatPortRange).join(', ');
  return path === wholeHost ? text : `${text} (${path} and below)`;
}

function textOf(blocks: readonly (readonly string[])[]): string {
  return `${withoutCommands(blocks.map((lines) => lines.join('\n')).join('\n\n'))}\n`;
}

type Documents = ReadonlyMap<string, SourceDocument>;

function siteLines(
  site: SiteExplanation,
  documents: Documents,
  folder: string,
  paint: Paint,
  title = site.site,
): string[] {
  return [
    `${paint.bold(visible(title))}: ${verdictOf(site, paint)}`,
    ...site.rules.flatMap(({ id, tier, inspection }) =>
      labelled('  rule', `${id} (${tier}, inspection: ${inspection})`),
    ),
    ...detailLines(site.origins.flatMap((origin) => detailsOf(origin, documents))),
    ...reasonLines(site.whyNot, paint),
    ...site.remarks.flatMap((remark) => labelled('  remark', remark)),
    '',
    ...outputLines(site, folder, paint),
  ];
}

function verdictOf({ rules, only, outputs }: SiteExplanation, paint: Paint): string {
  if (rules.length === 0) {
    const allowing = outputs
      .filter(({ verdict }) => verdict === 'allow')
      .map(({ target }) => target);
    const by = allowing.length === 0 ? '' : ` by the spec, but allowed by ${allowing.join(', ')}`;
    return paint.red(`not allowed${by}`);
  }
  return only.length === 0 ? 'allowed' : `allowed by ${only.join(', ')} only`;
}

type Detail = readonly [label: 'group' | 'document' | 'spec' | AnnotationKey, text: string];

function detailsOf({ endpoint, group, service }: Origin, documents: Documents): Detail[] {
  const { place, source } = endpoint;
  const title = source && (documents.get(source.document)?.title ?? source.document);
  const document = [title, source?.section].filter((part) => part !== undefined).join(', ');
  return [
    ['group', `${group.id} (${group.tier}): ${group.title}`],
    ...(document === '' ? [] : [['document', document] as const]),
    ['spec', `${formatPlace(place)} ${givenText(endpoint)} (${service.name})`],
    ...annotationTexts(endpoint, 'source'),
  ];
}

/** Prints a group or a document once for consecutive endpoints that share it. */
function detailLines(details: readonly Detail[]): string[] {
  const said = new Map<string, string>();
  return details.flatMap(([label, text]) => {
    if (said.get(label) === text && (label === 'group' || label === 'document')) return [];
    said.set(label, text);
    return labelled(`  ${label}`, text);
  });
}

/** Prints the endpoints of a reason, unless the reason before it has the same ones. */
function reasonLines(reasons: readonly Reason[], paint: Paint): string[] {
  return reasons.flatMap(({ message, origins }, index) => {
    const places = origins.map(shortOrigin);
    const before = reasons[index - 1]?.origins.map(shortOrigin) ?? [];
    const isSaid = places.join() === before.join();
    const lines = isSaid ? [] : places.flatMap((place) => labelled('', place));
    return [...labelled('  reason', message), ...lines.map((line) => paint.dim(line))];
  });
}

function shortOrigin({ endpoint, group }: Origin): string {
  return `${formatPlace(endpoint.place)} ${givenText(endpoint)} (${group.id})`;
}
