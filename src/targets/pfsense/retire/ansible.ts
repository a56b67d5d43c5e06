import type { Deletions } from './deletions.ts';

const module = 'pfsensible.core.pfsense_aggregate';

/**
 * Tasks of Ansible that delete rules and then aliases; empty if there is nothing to delete. Each name is of letters that
 * mean nothing in double quotes, also not to the templates of Ansible.
 */
export function ansibleTasks({ rules, aliases }: Deletions): string {
  const tasks = [
    ...taskOf(
      'rules',
      rules.map(
        ({ name, interface: key }) => `{ name: "${name}", interface: "${key}", state: absent }`,
      ),
    ),
    ...taskOf(
      'aliases',
      aliases.map((name) => `{ name: "${name}", state: absent }`),
    ),
  ];
  return tasks.length === 0 ? '' : `${[...head, ...tasks].join('\n')}\n`;
}

const head = [
  '# Run these tasks once, before those that add rules and aliases. A rule is found by its interface and name.',
  '---',
];

function taskOf(kind: 'rules' | 'aliases', items: readonly string[]): string[] {
  if (items.length === 0) return [];
  return [
    `- name: "Delete ${kind} that left the files"`,
    `  ${module}:`,
    `    purge_${kind}: false`,
    `    aggregated_${kind}:`,
    ...items.map((item) => `      - ${item}`),
  ];
}
