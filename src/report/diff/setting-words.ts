import type { AccessSetting, RuledChange, StatementChange } from '../../review/diff/change.ts';
import { count } from '../page/words.ts';

/** A changed setting that governs access. */
type GoverningChange = StatementChange & { readonly setting: AccessSetting };

/** Is it a change of a setting that governs access? */
export function isGoverning(change: StatementChange): change is GoverningChange {
  return change.setting !== undefined;
}

const mostNamed = 3;

/** Sentences about settings that govern access, without their full stops. */
type SettingSentences = {
  /** What takes away all protection of a site, or of a target. */
  readonly unprotected: readonly string[];
  readonly changed: readonly string[];
  /** What adds protection. */
  readonly better: readonly string[];
};

/** The sentences about changed settings, the worst first. A few are named, the rest is counted. */
export function settingSentences(settings: readonly StatementChange[]): SettingSentences {
  const governing = settings.filter(isGoverning);
  const told = governing.filter((change) => !isImplied(change, governing)).sort(byRank);
  const between = (from: Effect, to: Effect) =>
    firstOf(
      told.filter((change) => {
        const rank = rankOf(change);
        return rank >= effects.indexOf(from) && rank <= effects.indexOf(to);
      }),
    );
  return {
    unprotected: between('default deny removed', 'target removed'),
    changed: between('setting changed', 'setting changed'),
    better: between('site added', 'default deny added'),
  };
}

/** Does it take away all protection of a site or a target? Then it comes before all added access. */
export function isUnprotecting(change: StatementChange): boolean {
  return isGoverning(change) && rankOf(change) < effects.indexOf('setting changed');
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
