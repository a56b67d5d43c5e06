import type { Endpoint, Group } from '../../../src/language/types.ts';
import type { Policy } from '../../../src/policy/types.ts';
import { policyOf, type SpecWords } from '../policy.ts';

/** Texts that break out of a place without encoding. Each target adds texts of its own language. */
export const attacks: readonly string[] = [
  'ends in a backslash\\',
  `" ' quote`,
  "'; id; '",
  '$(id) `id` $HOME',
  '\u202Egnp.exe\u2028\u0000\u001B[2J',
  '{{{x}}} {{#each rules}}',
  '__proto__',
  ' '.repeat(300),
  'x'.repeat(9000),
  '',
];

/** The policy of a spec with this text in every place that accepts free text. */
export function withText(words: SpecWords, text: string, target: string): Policy {
  const plain = policyOf({
    ...words,
    title: text,
    groups: words.groups.map((group) => ({ ...group, title: text, note: text })),
  });
  const rules = plain.rules.map((rule) => ({
    ...rule,
    group: groupWith(rule.group, text, target),
    destinations: rule.destinations.map((to) => ({
      ...to,
      origins: to.origins.map((origin) => ({
        ...origin,
        endpoint: endpointWith(origin.endpoint, text),
      })),
    })),
  }));
  return { ...plain, spec: { ...plain.spec, owner: text }, rules };
}

function groupWith(group: Group, text: string, target: string): Group {
  // Only Palo Alto has names of applications; for every other target they are more free text.
  const applications = target === 'paloalto' ? group.applications : { [target]: [text] };
  return { ...group, purpose: text, source: { document: text, section: text }, applications };
}

function endpointWith(endpoint: Endpoint, text: string): Endpoint {
  return {
    ...endpoint,
    written: text,
    ticket: text,
    requester: text,
    expires: text,
    source: { document: text, section: text },
    printed: { url: text, text, port: 1 },
  };
}
