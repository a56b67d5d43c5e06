import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import { retire } from '../../../src/targets/pfsense/retire/index.ts';
import { inFolder, readFiles, writeFiles } from '../../support/folder.ts';
import { must } from '../../support/policy.ts';
import { needsProgram } from '../../support/programs.ts';
import { policyOf, render } from '../../targets/pfsense/support.ts';

const it = needsProgram('ansible-playbook');

/** A module of the name that the tasks use. It adds its arguments to a file. */
const module = `import json
from ansible.module_utils.basic import AnsibleModule

rows = dict(type='list', elements='dict')
spec = dict(purge_rules=dict(type='bool'), purge_aliases=dict(type='bool'), aggregated_rules=rows, aggregated_aliases=rows)
made = AnsibleModule(argument_spec=spec)
with open('arguments.txt', 'a') as out:
    out.write(json.dumps({k: v for k, v in made.params.items() if v is not None}) + '\\n')
made.exit_json(changed=True)
`;

const play = `- hosts: localhost
  connection: local
  gather_facts: false
  tasks:
    - ansible.builtin.import_tasks: gone.yml
`;

/** The arguments of each task, in their order, as a module of Ansible gets them. */
function argumentsOf(tasks: string): unknown[] {
  return inFolder((folder) => {
    const collection = 'collections/ansible_collections/pfsensible/core/plugins/modules';
    writeFiles(folder, {
      [`${collection}/pfsense_aggregate.py`]: module,
      'gone.yml': tasks,
      'play.yml': play,
    });
    const { status, stderr, stdout } = spawnSync('ansible-playbook', ['play.yml'], {
      cwd: folder,
      encoding: 'utf8',
      env: {
        PATH: process.env['PATH'],
        HOME: folder,
        LC_ALL: 'C.UTF-8',
        ANSIBLE_COLLECTIONS_PATH: join(folder, 'collections'),
      },
    });
    expect(status === 0 ? 0 : `${stdout}${stderr}`).toBe(0);
    const text = String(readFiles(folder)['arguments.txt']);
    return text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
  });
}

it('Ansible reads the tasks as they are meant', () => {
  const words = {
    groups: [{ id: 'web', to: { https: ['www.example.com', '198.51.100.0/25'] } }],
    site: { prefix: 'no', targets: { pfsense: { interface: 'opt1' } } },
  };
  const older = { kind: 'files', files: render(policyOf(words)) } as const;
  const { text } = must(retire.retire(older, undefined, 'ansible'));
  const rule = (name: string) => ({ name, interface: 'opt1', state: 'absent' });
  expect(argumentsOf(text)).toEqual([
    {
      purge_rules: false,
      aggregated_rules: [
        rule('no: web/https'),
        rule('no: web/https'),
        rule('no: everything else is denied'),
      ],
    },
    {
      purge_aliases: false,
      aggregated_aliases: ['no_clients', 'no_web_https_h', 'no_web_https_n'].map((name) => ({
        name,
        state: 'absent',
      })),
    },
  ]);
}, 60_000);
