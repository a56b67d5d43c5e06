import type { LiveConfig, LiveFilterRule } from '../read/backup/config.ts';

/**
 * The rules that decide packets from an interface, in the order in which pfSense asks them: floating rules with Quick,
 * rules of interface groups, rules of the interface, and last the floating rules without Quick, of which the last one
 * that matches decides. A disabled rule is not asked.
 */
export function rulesInOrder({ rules, groups }: LiveConfig, key: string): LiveFilterRule[] {
  const inGroups = groupsOf(groups, key);
  const enabled = rules.filter(({ fields }) => !fields.has('disabled'));
  const floating = enabled.filter(isFloating).filter((rule) => isAt(rule, key, inGroups));
  const others = enabled.filter((rule) => !isFloating(rule));
  const at = ({ fields }: LiveFilterRule) => fields.get('interface') ?? '';
  return [
    ...floating.filter(isQuick),
    ...others.filter((rule) => inGroups.has(at(rule))),
    ...others.filter((rule) => at(rule) === key),
    ...floating.filter((rule) => !isQuick(rule)).reverse(),
  ];
}

/** The interface groups that the interface is in. */
export function groupsOf(groups: LiveConfig['groups'], key: string): ReadonlySet<string> {
  const own = [...groups].flatMap(([name, members]) => (members.includes(key) ? [name] : []));
  return new Set(own);
}

function isFloating({ fields }: LiveFilterRule): boolean {
  return fields.has('floating');
}

function isQuick({ fields }: LiveFilterRule): boolean {
  return fields.get('quick') === 'yes';
}

/** Does a floating rule match packets that come in from the interface? Without a list, it is for all of them. */
function isAt({ fields }: LiveFilterRule, key: string, groups: ReadonlySet<string>): boolean {
  const listed = (fields.get('interface') ?? '').split(',').filter((each) => each !== '');
  const isOut = fields.get('direction') === 'out';
  const isHere = listed.some((each) => each === key || each === 'any' || groups.has(each));
  return !isOut && (listed.length === 0 || isHere);
}
