import { compareText } from '../../../net/order.ts';
import type { LiveConfig, LiveFilterRule } from '../read/backup/config.ts';
import { countedFields, isDenial, isOwnRule } from '../read/backup/fields.ts';

/** A rule of a site: its interface and its name find it, and its content tells whether it changed. */
export type StateRule = {
  readonly interface: string;
  readonly name: string;
  readonly denies: boolean;
  readonly content: string;
};

/** What a firewall has of one site: the rules in their order, and the names of the aliases. */
export type State = {
  readonly prefix: string;
  readonly rules: readonly StateRule[];
  readonly aliases: readonly string[];
};

/** A state, and notes about what has a name of the site and is left out; each a sentence. */
export type FoundState = { readonly state: State; readonly notes: readonly string[] };

/** The names that Portolan writes. They mean nothing in YAML and in templates of Ansible. */
const ruleName =
  /^[a-z][a-z0-9]{1,7}: (?:[a-z0-9/+~-]+|inner networks are denied|everything else is denied)$/;
const aliasName = /^[a-z][a-z0-9]{1,7}_[A-Za-z0-9_]{1,28}$/;
const interfaceKey = /^(?:wan|lan|opt[1-9][0-9]{0,3})$/;

/** What a configuration has of the site with this prefix. Names that Portolan does not write are left out. */
export function stateIn({ file, rules, aliases }: LiveConfig, prefix: string): FoundState {
  const own = rules.filter((rule) => isOwnRule(rule, prefix));
  const names = aliases.filter(({ name }) => name.startsWith(`${prefix}_`));
  const left = (line: number, what: string) =>
    `${file}:${line}: this ${what} of the site has a name or an interface that Portolan does not write; delete it by hand`;
  return {
    state: {
      prefix,
      rules: own.filter(isPlain).map(ruleOf),
      aliases: [...new Set(names.map(({ name }) => name).filter((name) => aliasName.test(name)))],
    },
    notes: [
      ...own.filter((rule) => !isPlain(rule)).map(({ line }) => left(line, 'rule')),
      ...names.filter(({ name }) => !aliasName.test(name)).map(({ line }) => left(line, 'alias')),
    ],
  };
}

function isPlain({ fields }: LiveFilterRule): boolean {
  const isNamed = ruleName.test(fields.get('descr') ?? '');
  return isNamed && interfaceKey.test(fields.get('interface') ?? '') && !fields.has('floating');
}

function ruleOf(rule: LiveFilterRule): StateRule {
  const { fields } = rule;
  const counted = [...countedFields(rule)].sort(([a], [b]) => compareText(a, b));
  return {
    interface: fields.get('interface') ?? '',
    name: fields.get('descr') ?? '',
    denies: isDenial(fields.get('type')),
    content: JSON.stringify(counted),
  };
}
