import { formatNetwork, subtractNetworks } from '../../../net/network.ts';
import { compareText } from '../../../net/order.ts';
import { formatPortRange } from '../../../net/port.ts';
import { embeddedOf } from '../../../net/reserved.ts';
import { expected, refuseAt } from '../../kit/reading/not-canonical.ts';
import { requireAgreeingSets } from './agree-sets.ts';
import { type Files, hasClients } from './files.ts';
import type { RulesFile } from './rules.ts';
import type { Accept } from './values.ts';

/** Throws a NotCanonicalError where the files contradict each other. */
export function requireAgreement(files: Files): void {
  requireSameSpec(files);
  requireOneMode(files);
  requireInterfaces(files);
  requireInnerSpellings(files);
  requireAgreeingSets(files);
  if (hasClients(files, 4) && hasClients(files, 6)) requireOneFamily(files);
}

function requireSameSpec({ rules, sets, names, script }: Files): void {
  const other = [rules[6], sets, names, script].find(({ spec }) => spec !== rules[4].spec);
  if (other !== undefined)
    refuseAt(
      { file: other.file, line: other === script ? 2 : 1 },
      expected(`the spec "${rules[4].spec}" as in rules.v4`, `"${other.spec}"`),
    );
  for (const { file, chain } of [rules[4], rules[6]]) {
    if (chain !== script.chain)
      refuseAt(
        { file, line: 4 },
        expected(`the chain prefix "${script.chain}" as in apply.sh`, `"${chain}"`),
      );
  }
  if (script.chain !== script.prefix.toUpperCase())
    refuseAt(
      { file: script.file, line: 1 },
      expected(`the chain prefix "${script.prefix.toUpperCase()}"`, `"${script.chain}"`),
    );
  if (script.clients.length === 0)
    refuseAt({ file: script.file, line: 1 }, expected('at least one client', 'none'));
}

function requireOneMode({ rules }: Files): void {
  const same = rules[4].closed === rules[6].closed && rules[4].log === rules[6].log;
  if (!same)
    refuseAt(
      { file: rules[6].file, line: 11 },
      expected('the same default verdict and logging as in rules.v4', 'a difference'),
    );
  if (rules[4].protects !== rules[6].protects)
    refuseAt(
      { file: rules[6].file, line: 1 },
      expected('protection of this device in both families', 'it in one'),
    );
}

/** IPv6 clients also have link-local addresses, which rules match by interface. Only a protected device needs them. */
function requireInterfaces(files: Files): void {
  const { rules, script } = files;
  const { protects } = rules[6];
  const at = script.hookAt + 2;
  if (!protects && script.interfaces.length > 0)
    refuseAt(
      { file: script.file, line: at },
      expected(
        'no interfaces, since the rules do not protect this device',
        `"${script.interfaces.join(' ')}"`,
      ),
    );
  if (protects && hasClients(files, 6) && script.interfaces.length === 0)
    refuseAt(
      { file: script.file, line: at },
      expected('the interfaces of the IPv6 clients', 'none'),
    );
}

/** A NAT64 translator or a 6to4 router can forward IPv6 packets to an inner IPv4 network. */
function requireInnerSpellings({ rules }: Files): void {
  const { file, inner, innerAt } = rules[6];
  const left = subtractNetworks(rules[4].inner.flatMap(embeddedOf), inner);
  const [first] = left;
  if (first !== undefined)
    refuseAt(
      { file, line: innerAt },
      expected(`a guard for ${formatNetwork(first)}, an inner network by NAT64 or 6to4`, 'none'),
    );
}

/** With clients of both families, both files have the same rules for sets, for any destination and for this device. */
function requireOneFamily({ rules }: Files): void {
  const [four, six] = [commonOf(rules[4]), commonOf(rules[6])];
  const index = four.findIndex(({ text }, place) => text !== six[place]?.text);
  const place = index >= 0 ? index : four.length;
  const line = six[place]?.line ?? six.at(-1)?.line ?? 1;
  if (index >= 0 || six.length > four.length)
    refuseAt(
      { file: rules[6].file, line },
      expected(
        `${four[place]?.text ?? 'no further rule'} as in rules.v4`,
        six[place]?.text ?? 'no further rule',
      ),
    );
}

/** Sorted: a guard that only one family has changes the order of its lines. */
function commonOf(rules: RulesFile): { text: string; line: number }[] {
  const chains = [...rules.chains].map(([name, steps]) => ({
    name,
    accepts: steps.flatMap((step) => (step.kind === 'accept' ? [step.accept] : [])),
  }));
  return [...chains, { name: 'SELF', accepts: rules.self }]
    .flatMap(({ name, accepts }) =>
      accepts
        .filter(({ block, networks }) => block === undefined && networks === undefined)
        .map((accept) => ({ text: `${name} ${describe(accept)}`, line: accept.line })),
    )
    .sort((a, b) => compareText(a.text, b.text));
}

function describe({ id, set, ports }: Accept): string {
  return `${id} ${set?.slice(0, -1) ?? ''} ${formatPortRange(ports)}`;
}
