import { formatYaml } from '../src/commands/init/format-yaml.ts';
import { loadSpec } from '../src/language/load.ts';
import { plainText, row, tableHead } from '../src/markdown.ts';
import { isTcpOrUdp } from '../src/net/transport.ts';
import { compileSites } from '../src/policy/compile-sites.ts';
import { targetPolicy } from '../src/policy/target-policy.ts';
import type { TargetPolicy } from '../src/policy/types.ts';
import { targets } from '../src/targets/list.ts';
import type { Target } from '../src/targets/target.ts';
import type { Schema } from './compose.ts';
import { type Feature, features, lists, specOf } from './coverage-features.ts';

/** A target's coverage of a feature, or `refused` if the target rejects the site. */
type Answer = { readonly kind: string; readonly reason: string };

/**
 * The coverage of each feature by each target, in Markdown. It compiles a small spec for each feature and asks each
 * target.
 */
export function coverageTable(schema: Schema, known: readonly Target[] = targets): string {
  const names = known.map((target) => target.name);
  const asked = known.map(
    (target) => new Map(features.map((each) => [each, ask(target, each, schema)])),
  );
  const rows = features.map((feature) =>
    row([plainText(feature.title), ...asked.map((answers) => answers.get(feature)?.kind ?? '')]),
  );
  const sections = known.map((target, index) => section(target, asked[index] ?? new Map(), schema));
  return [...tableHead(['Feature', ...names]), ...rows, '', sections.join('\n\n')].join('\n');
}

/** The coverage of one feature by one target. Throws if the feature's spec does not compile. */
export function ask(target: Target, feature: Feature, schema: Schema): Answer {
  const policy = policyOf(target, feature, schema);
  const view = target.view(policy);
  if (!view.ok) {
    const reasons = view.error.map(({ message, help }) => `${message} (${help})`);
    return { kind: 'refused', reason: reasons.join('; ') };
  }
  const answers = policy.rules
    .filter((rule) => rule.group.id === 'feature')
    .flatMap((rule) =>
      rule.destinations.flatMap((to) =>
        to.origins.map((origin) => target.coverage({ policy, rule, to, origin })),
      ),
    );
  const [answer] = answers;
  if (answer === undefined || answers.length > 1)
    throw new Error(
      `feature "${feature.title}": expected one endpoint on one service, found ${answers.length}`,
    );
  return answer;
}

function section(target: Target, answers: ReadonlyMap<Feature, Answer>, schema: Schema): string {
  const rows = byReason(answers).map(([{ kind, reason }, titles]) =>
    row([kind, plainText(reason), plainText(titles.join('; '))]),
  );
  const caveats = target.caveats(policyOf(target, ordinary, schema));
  const more = protocolCaveats(target, schema).filter((caveat) => !caveats.includes(caveat));
  return [
    `### Known deviations of ${target.name}`,
    '',
    ...(rows.length === 0 ? [] : [...tableHead(['Coverage', 'Reason', 'Features']), ...rows, '']),
    'Limitations of the whole output:',
    '',
    ...caveats.map((caveat) => wrap(`- ${plainText(caveat)}`)),
    ...(more.length === 0 ? [] : ['', 'With SCTP, or protocols without ports:', '']),
    ...more.map((caveat) => wrap(`- ${plainText(caveat)}`)),
  ].join('\n');
}

/** What the target says of outputs that have other rules than those for TCP and UDP. */
function protocolCaveats(target: Target, schema: Schema): string[] {
  const policies = features
    .map((feature) => policyOf(target, feature, schema))
    .filter(({ rules }) =>
      rules.some(({ ports }) => ports.some(({ transport }) => !isTcpOrUdp(transport))),
    );
  return [...new Set(policies.flatMap((policy) => target.caveats(policy)))];
}

/** The features that are not exact, grouped by reason, in the order of the first of each group. */
function byReason(answers: ReadonlyMap<Feature, Answer>): [Answer, string[]][] {
  const found = new Map<string, [Answer, string[]]>();
  for (const [{ title }, answer] of answers) {
    if (answer.kind === 'exact') continue;
    const key = `${answer.kind} ${answer.reason}`;
    const [, titles] = found.get(key) ?? [answer, []];
    found.set(key, [answer, [...titles, title]]);
  }
  return [...found.values()];
}

const ordinary: Feature = {
  title: 'a host',
  endpoint: '{ host: www.example.com, service: https }',
};

function policyOf(target: Target, feature: Feature, schema: Schema): TargetPolicy {
  const text = specOf(feature, target.name, optionsOf(target, schema));
  const files: Readonly<Record<string, string>> = { ...lists, 'spec.yaml': text };
  const loaded = loadSpec((path) => {
    const content = files[path];
    return content === undefined
      ? { kind: 'missing' }
      : { kind: 'bytes', bytes: new TextEncoder().encode(content) };
  }, 'spec.yaml');
  const policies = loaded.ok ? compileSites(loaded.value.spec) : loaded;
  if (!policies.ok)
    throw new Error(`feature "${feature.title}": ${JSON.stringify(policies.error)}`);
  const [policy] = policies.value;
  if (policy === undefined) throw new Error(`feature "${feature.title}": its spec has no site`);
  return targetPolicy(policy, target.name);
}

/** The first example of the target's options schema, as YAML. */
function optionsOf(target: Target, schema: Schema): string {
  const definitions = schema['$defs'] as Readonly<Record<string, Schema>>;
  const examples = definitions[`${target.name}Options`]?.['examples'] as
    | readonly unknown[]
    | undefined;
  return formatYaml(examples?.[0] ?? {});
}

const widest = 120;

/** Wraps a list item at 120 columns. */
function wrap(item: string): string {
  const lines: string[] = [];
  for (const word of item.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= widest)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(last === undefined ? word : `  ${word}`);
  }
  return lines.join('\n');
}
