import { isChanged } from '../../review/diff/approvals.ts';
import type {
  AccessSetting,
  DiffReport,
  RuledChange,
  StatementChange,
  VerifiedOutputs,
} from '../../review/diff/change.ts';
import { gainsOf } from '../../review/diff/order.ts';
import { type FailedGroup, failedGroups } from '../../review/verify/failed-flows.ts';
import { count } from '../page/words.ts';
import { severityCounts } from './severities.ts';
import { openOf } from './words.ts';

/**
 * The change in a few sentences, the worst first: settings that govern access, access added and removed, failed checks,
 * and the rest as counts. "No access change" requires that no setting that governs access changed.
 */
export function headline(report: DiffReport): string {
  const { worse, better } = settingSentences(report.settings);
  return [
    ...worse,
    ...accessSentences(report),
    ...outputSentences(report),
    ...better,
    ...otherSentences(report),
    ...approvalSentences(report),
  ]
    .map((sentence) => `${sentence}.`)
    .join(' ');
}

/** A changed setting that governs access. */
type GoverningChange = StatementChange & { readonly setting: AccessSetting };

function isGoverning(change: StatementChange): change is GoverningChange {
  return change.setting !== undefined;
}

const mostNamed = 3;

function settingSentences(settings: readonly StatementChange[]): {
  readonly worse: readonly string[];
  readonly better: readonly string[];
} {
  const governing = settings.filter(isGoverning);
  const told = governing.filter((change) => !isImplied(change, governing)).sort(byRank);
  const worse = told.filter((change) => rankOf(change) < harmless);
  const better = told.filter((change) => rankOf(change) >= harmless);
  return { worse: firstOf(worse), better: firstOf(better) };
}

function firstOf(changes: readonly GoverningChange[]): string[] {
  const more = changes.length - mostNamed;
  return [
    ...changes.slice(0, mostNamed).map(settingSentence),
    ...(more > 0 ? [`${count(more, 'more setting')} changed`] : []),
  ];
}

/** Does the sentence about an added or removed site or target already tell the change? */
function isImplied(
  { setting: { site, target, kind } }: GoverningChange,
  governing: readonly GoverningChange[],
): boolean {
  return governing.some((other) => {
    if (other.setting.site !== site || (other.before !== null && other.after !== null))
      return false;
    if (other.setting.kind === 'default-deny') return kind !== 'default-deny';
    return other.setting.kind === 'target' && kind === 'other' && other.setting.target === target;
  });
}

/** What happens to the default deny, a site or a target; the rest may go either way. */
type Effect =
  | 'default deny removed'
  | 'site removed'
  | 'target removed'
  | 'setting changed'
  | 'site added'
  | 'target added'
  | 'default deny added';

const effects: readonly Effect[] = [
  'default deny removed',
  'site removed',
  'target removed',
  'setting changed',
  'site added',
  'target added',
  'default deny added',
];

/** From this rank on a change takes nothing from the protection of a site. */
const harmless = effects.indexOf('site added');

function effectOf({ setting: { kind }, before, after }: GoverningChange): Effect {
  if (kind === 'default-deny') {
    if (after === null) return 'site removed';
    if (before === null) return 'site added';
    return after === 'closed' ? 'default deny added' : 'default deny removed';
  }
  if (kind === 'target') return after === null ? 'target removed' : 'target added';
  return 'setting changed';
}

function rankOf(change: GoverningChange): number {
  return effects.indexOf(effectOf(change));
}

/** The worst first; equals keep their order. */
function byRank(a: GoverningChange, b: GoverningChange): number {
  return rankOf(a) - rankOf(b);
}

/** Changes with those that govern access first, the worst of them at the top. */
export function worstFirst(changes: readonly RuledChange[]): RuledChange[] {
  const rank = (change: RuledChange) => (isGoverning(change) ? rankOf(change) : effects.length);
  return [...changes].sort((a, b) => rank(a) - rank(b));
}

/** A changed setting as a sentence without its full stop. */
function settingSentence(change: GoverningChange): string {
  const { setting, before, after } = change;
  const { site, target, name, of } = setting;
  const values = `(${valueText(before)} -> ${valueText(after)})`;
  switch (effectOf(change)) {
    case 'default deny removed':
      return `Default deny removed at site ${site} ${values}`;
    case 'default deny added':
      return `Default deny added at site ${site} ${values}`;
    case 'site removed':
      return `Site ${site} removed`;
    case 'site added':
      return `Site ${site} added (${after === 'closed' ? 'default deny' : 'allow only'})`;
    case 'target removed':
      return `Target ${target} removed at site ${site}`;
    case 'target added':
      return `Target ${target} added at site ${site}`;
    case 'setting changed':
      return `Setting "${name}"${of === null ? '' : ` of ${of}`} changed at site ${site} ${values}`;
  }
}

/** A change that needs approval, as one text with all of its values. */
export function ruledText(change: RuledChange): string {
  const { what, before, after } = change;
  if (isGoverning(change) && effectOf(change) !== 'setting changed') return settingSentence(change);
  return `${what}: ${before ?? 'nothing'} -> ${after ?? 'nothing'}`;
}

const longestValue = 40;

function valueText(value: string | null): string {
  if (value === null) return 'nothing';
  const characters = Array.from(value);
  return characters.length <= longestValue
    ? value
    : `${characters.slice(0, longestValue - 3).join('')}...`;
}

function accessSentences(report: DiffReport): string[] {
  const sites = [...report.sites.values()];
  const sum = (pick: (site: (typeof sites)[number]) => readonly unknown[]) =>
    sites.reduce((total, site) => total + pick(site).length, 0);
  const gains = gainsOf(report);
  const severities = severityCounts(gains);
  const access = counted([
    [gains.length, severities === '' ? 'added' : `added (${severities})`],
    [sum(({ lost }) => lost), 'removed'],
    [sum(({ moved }) => moved), 'moved to another tier'],
  ]);
  const enforcement = sum((site) => site.enforcement);
  return [
    ...(access === '' ? unchangedSentences(report, enforcement) : [`Access: ${access}`]),
    ...(enforcement === 0
      ? []
      : [`Enforcement: ${count(enforcement, 'new difference')} from the spec`]),
  ];
}

/** Says that nothing, or no access, changed: only if that is true of settings and outputs too. */
function unchangedSentences(report: DiffReport, enforcement: number): string[] {
  const { settings, unknown, verified, outputs, approvals } = report;
  const failed = (verified?.failures.length ?? 0) + (verified?.stale.length ?? 0);
  if (settings.some(isGoverning) || unknown.length + failed > 0) return [];
  const others = enforcement + outputs.length + approvals.length + openOf(report).length;
  return [isChanged(report) || others > 0 ? 'No access change' : 'No change'];
}

function outputSentences({ verified, unknown }: DiffReport): string[] {
  const stale = verified?.stale ?? [];
  return [
    ...failedSentences(verified?.failures ?? []),
    ...(stale.length === 0
      ? []
      : [`Outputs of ${sitesText(stale)} are out of date: run "portolan generate"`]),
    ...(unknown.length === 0 ? [] : [`${count(unknown.length, 'unknown file')} in the outputs`]),
  ];
}

/** The tests of the spec that fail, in how many flows, and the number of other failed checks. */
function failedSentences(failures: VerifiedOutputs['failures']): string[] {
  const groups = failedGroups(failures);
  const [tests, others] = [true, false].map((isTest) =>
    groups.filter((group) => group.isTest === isTest),
  );
  const flowsOf = (some: readonly FailedGroup[] = []) => some.flatMap(({ flows }) => flows);
  const ofTests = tests?.length ?? 0;
  const flows = flowsOf(tests).length;
  // verify counts a flow in each output that it checks.
  const more = flowsOf(others).flatMap(({ outputs }) => outputs).length;
  return [
    ...(ofTests === 0
      ? []
      : [
          `${count(ofTests, 'test')} ${ofTests === 1 ? 'fails' : 'fail'} in ${count(flows, 'flow')}`,
        ]),
    ...(more === 0
      ? []
      : [`${count(more, ofTests === 0 ? 'check' : 'other check')} of the outputs failed`]),
  ];
}

function sitesText(sites: readonly string[]): string {
  return sites.length === 1 ? `site ${sites[0]}` : `${sites.length} sites`;
}

function otherSentences(report: DiffReport): string[] {
  const { settings, tests, exceptions, wording } = report;
  const others = settings.filter((change) => !isGoverning(change));
  const text = [
    ...(others.length === 0 ? [] : [count(others.length, 'setting')]),
    ...(tests.length === 0 ? [] : [count(tests.length, 'test')]),
    ...(exceptions.length === 0 ? [] : [count(exceptions.length, 'exception')]),
    ...(wording.length === 0 ? [] : [`${wording.length} in wording only`]),
  ].join(', ');
  return text === '' ? [] : [`Other changes: ${text}`];
}

function approvalSentences({ approvals }: DiffReport): string[] {
  if (approvals.length === 0) return [];
  return [approvals.length === 1 ? 'Needs approval' : `${approvals.length} changes need approval`];
}

function counted(parts: readonly (readonly [number: number, what: string])[]): string {
  return parts
    .filter(([number]) => number > 0)
    .map(([number, what]) => `${number} ${what}`)
    .join(', ');
}
