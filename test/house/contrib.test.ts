import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { load } from 'js-yaml';
import { root } from '../support/rendered.ts';

const home = 'contrib/ansible';
const pages = readdirSync(join(root, home), { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.yml'))
  .sort();

type Part = Readonly<Record<string, unknown>>;

/** Words of a task that are not its module. */
const keywords = new Set(
  `name register when loop loop_control become delegate_to vars tags check_mode diff changed_when failed_when
  ignore_unreachable`.split(/\s+/),
);

const read = (path: string): unknown => load(readFileSync(join(root, home, path), 'utf8'));

/** The tasks of a page: those of a list, and those in its plays. */
function tasksOf(page: unknown): Part[] {
  const parts = Array.isArray(page) ? (page as Part[]) : [];
  return parts.flatMap((part) => ('hosts' in part ? ((part['tasks'] ?? []) as Part[]) : [part]));
}

const tasks = pages.flatMap((path) => tasksOf(read(path)).map((task) => [path, task] as const));

describe('the playbooks and the role for Ansible', () => {
  test('are valid YAML', () => {
    expect(pages.length).toBeGreaterThan(10);
    expect(pages.filter((path) => typeof read(path) !== 'object')).toEqual([]);
    expect(tasks.length).toBeGreaterThan(20);
  });

  test('name each task, and one module with its collection', () => {
    const wrong = tasks.filter(([, task]) => {
      const modules = Object.keys(task).filter((key) => !keywords.has(key));
      const [module = ''] = modules;
      return modules.length !== 1 || !module.startsWith('ansible.builtin.') || !task['name'];
    });
    expect(wrong).toEqual([]);
  });

  test('say of each command whether it changes the router', () => {
    const commands = tasks.filter(([, task]) => 'ansible.builtin.command' in task);
    expect(commands.length).toBeGreaterThan(6);
    expect(commands.filter(([, task]) => !('changed_when' in task))).toEqual([]);
  });

  test('do not apply, confirm or remove with --check', () => {
    const texts = tasks.map(([, task]) => JSON.stringify(task));
    const changing = texts.filter((text) => /"(?:apply|confirm|load|remove)"/.test(text));
    expect(changing.length).toBe(2);
    expect(changing.filter((text) => text.includes('check_mode'))).toEqual([]);
  });

  test('ask for no password, and contain none', () => {
    const secrets = /pass(?:word|phrase)?:|token|secret:|private_key|vars_prompt/i;
    expect(
      pages.filter((path) => secrets.test(readFileSync(join(root, home, path), 'utf8'))),
    ).toEqual([]);
  });

  test('have defaults for the variables that docs/fleet.md lists, and no others', () => {
    const page = readFileSync(join(root, 'docs/fleet.md'), 'utf8');
    const listed = [...page.matchAll(/^\| `(portolan_\w+)`/gm)].map(([, name]) => name);
    const defaults = Object.keys(read('roles/portolan_router/defaults/main.yml') as Part);
    const played = ['portolan_serial', 'portolan_max_fail_percentage'];
    expect(listed.sort()).toEqual([...defaults, ...played].sort());
  });
});
