import { type Group, type Spec, tiers } from '../language/types.ts';
import { code, plainText, row, tableHead } from '../markdown.ts';
import { formatNetwork, type Network } from '../net/network.ts';
import { compareText, firstDifference } from '../net/order.ts';
import type { Policy } from '../policy/types.ts';
import { filteredClients, type Output } from '../targets/output.ts';
import {
  coverageColumns,
  coverageRows,
  type Enforced,
  enforcedBy,
  sourceText,
} from './coverage-rows.ts';
import { totalsOf } from './totals.ts';

/** What a reviewer must know of a site as a whole: the id of the rule that raises it, and a sentence without its end. */
export type SiteFinding = { readonly rule: string; readonly message: string };

/** The reviewer's page of a site: what each output really enforces, what no output can say, and what was found. */
export function coverage(
  outputs: readonly Output[],
  policy: Policy,
  spec: Spec,
  findings: readonly SiteFinding[],
  enforced: Enforced = enforcedBy(outputs),
): string {
  const blocks = [
    [...head(policy), '', ...totalsTable(enforced)],
    ...section('Site', siteLines(outputs, policy)),
    ...section('Findings', findings.map(findingLine)),
    ...outputs.flatMap((output) =>
      section(`What holds for all of ${output.target.name}`, caveats(output)),
    ),
    ...groupBlocks(enforced, policy, spec),
    ...section('Left out', leftOut(policy, spec)),
    ...unresolved(spec),
  ];
  return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function head(policy: Policy): string[] {
  return [
    `# Coverage of ${policy.site.id}`,
    '',
    `Written by \`portolan generate\` from the spec ${code(policy.spec.name)}; a change here is lost.`,
    '',
    'exact: enforced as the spec says. wider: more is open than the spec says. narrower: less is open.',
    'unsupported: left out, since the output cannot say it. not-applicable: not for this output to decide.',
  ];
}

/** What each output leaves out stands before all else: the rows below may be thousands. */
function totalsTable(enforced: Enforced): string[] {
  const columns = ['Output', 'Exact', 'Wider', 'Narrower', 'Left out', 'Of these required'];
  const rows = totalsOf(enforced).map((totals) => {
    const { exact, wider, narrower, leftOut, requiredLeftOut } = totals;
    const counts = [exact, wider, narrower, leftOut, requiredLeftOut];
    return row([totals.target, ...counts.map(String)]);
  });
  return [...tableHead(columns), ...rows];
}

function section(title: string, lines: readonly string[]): string[][] {
  return lines.length === 0 ? [] : [[`## ${title}`, '', ...lines]];
}

function siteLines(outputs: readonly Output[], policy: Policy): string[] {
  const { site } = policy;
  const rest =
    site.enforce === 'closed' ? 'refused for these clients' : "left to the device's own rules";
  return [
    ...clientLines(site.clients, 'Clients'),
    ...outputs.flatMap((output) =>
      overrides(output, policy)
        ? clientLines(filteredClients(output), `Clients of ${output.target.name}`)
        : [],
    ),
    ...resolverLines(site.resolvers),
    ...site.inner.map((network) => `- Inner network: ${code(formatNetwork(network))}`),
    `- Enforced as ${site.enforce}: what is not allowed is ${rest}`,
    ...site.tiers.map((tier) => `- Tier: ${tier}`),
  ];
}

function clientLines(clients: readonly Network[], label: string): string[] {
  return clients.map((client) => `- ${label}: ${code(formatNetwork(client))}`);
}

/** Does the site give this target other clients than its own? */
function overrides(output: Output, policy: Policy): boolean {
  const clients = filteredClients(output);
  const words = (networks: readonly Network[]) => networks.map(formatNetwork).join(' ');
  return words(clients) !== words(policy.site.clients);
}

function resolverLines(resolvers: Policy['site']['resolvers']): string[] {
  if (resolvers.kind === 'any') return ['- DNS servers: any'];
  const self = resolvers.self ? ['- DNS server: the enforcing device itself'] : [];
  return [
    ...self,
    ...resolvers.addresses.map((address) => `- DNS server: ${code(formatNetwork(address))}`),
  ];
}

function findingLine({ rule, message }: SiteFinding): string {
  return `- ${rule}: ${message}.`;
}

function caveats({ target, policy }: Output): string[] {
  return target.caveats(policy).map((caveat) => `- ${plainText(caveat)}`);
}

function groupBlocks(enforced: Enforced, policy: Policy, spec: Spec): string[][] {
  const groups = [...coverageRows(enforced, policy, spec)].sort(([a], [b]) => compareGroups(a, b));
  return groups.map(([group, rows]) => [
    ...groupHead(group, spec),
    ...tableHead(coverageColumns),
    ...rows,
  ]);
}

function groupHead(group: Group, spec: Spec): string[] {
  const facts = [
    `Group ${code(group.id)}, ${group.tier}.`,
    ...(group.purpose === undefined ? [] : [`Purpose: ${plainText(group.purpose)}`]),
    ...(group.source === undefined ? [] : [`Source: ${sourceText(group.source, spec.documents)}`]),
  ];
  return [`## ${plainText(group.title)}`, '', ...facts.flatMap((fact) => [fact, ''])];
}

function compareGroups(a: Group, b: Group): number {
  return firstDifference(tiers.indexOf(a.tier) - tiers.indexOf(b.tier), compareText(a.id, b.id));
}

/** Groups of the spec that this site does not take. */
function leftOut({ site }: Policy, spec: Spec): string[] {
  const lines = spec.groups.map((group) => {
    if (site.exclude.includes(group.id)) return `- Group ${code(group.id)}: the site excludes it`;
    if (!site.tiers.includes(group.tier))
      return `- Group ${code(group.id)}: the site does not take the tier ${group.tier}`;
    return '';
  });
  return lines.filter((line) => line !== '').sort(compareText);
}

/** What the documents demand or leave open without a name: reported, never invented. */
function unresolved(spec: Spec): string[][] {
  const items = [...spec.unresolved].sort((a, b) => compareText(a.id, b.id));
  const rows = items.map(({ id, kind, text, source }) =>
    row([
      code(id),
      kind,
      plainText(text),
      source === undefined ? '' : sourceText(source, spec.documents),
    ]),
  );
  if (rows.length === 0) return [];
  const meaning =
    'demanded: the document asks for it and names no endpoint. silent: the document does not speak of it.';
  return [
    ['## Unresolved', '', meaning, '', ...tableHead(['Id', 'Kind', 'What', 'Source']), ...rows],
  ];
}
