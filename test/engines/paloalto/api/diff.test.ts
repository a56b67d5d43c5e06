import { describe, expect } from '@jest/globals';
import { changes, usual } from '../retire/changes.ts';
import { it, newest, requestFor, run, type Settings, shells, versionAt } from './requests.ts';

type Lists = Readonly<Record<string, readonly string[]>>;

/** What a device has after a request, with rules of other people around the site's own. */
function containersOf(request: string): Lists {
  const lists: Record<string, string[]> = {};
  const edit = /^<edit id="\d+" xpath="(.*)\/entry\[@name='[^']*'\]">(.*)<\/edit>$/gm;
  for (const [, path = '', entry = ''] of request.matchAll(edit)) {
    lists[path] ??= path.endsWith('/security/rules') ? [rule('portolan-marker')] : [];
    lists[path].push(asKept(entry));
  }
  for (const [path, entries] of Object.entries(lists))
    if (path.endsWith('/rules')) entries.push(rule('block-all'), rule('site-last'));
  return lists;
}

function rule(name: string): string {
  const devices =
    '<target><devices><entry name="007"><vsys/></entry><entry name="demo-deny"/></devices></target>';
  return `<entry name="${name}" uuid="0b7c3f43-7b8f-4d4e-9d57-9f1c8a1f2a10" loc="vsys1">${devices}<action>deny</action></entry>`;
}

/** An entry as the API returns it: with attributes of the device, and on several lines. */
function asKept(entry: string): string {
  return entry
    .replace(/^<entry name="([^"]*)"/, '<entry name="$1" uuid="5f0c1a52" admin="ci" dirtyId="4"')
    .replaceAll('><', '>\n  <');
}

const own = requestFor(newest);
const device = containersOf(own);

/** The lists of a device after a change of its security rules, each by its name. */
function withRules(change: (names: readonly string[]) => readonly string[]): Lists {
  const [path = ''] = Object.keys(device).filter((each) => each.endsWith('/security/rules'));
  const byName = new Map(device[path]?.map((entry) => [entry.split('"')[1] ?? '', entry]));
  const names = change([...byName.keys()]);
  return { ...device, [path]: names.map((name) => byName.get(name) ?? rule(name)) };
}

function differences(containers: Lists, request = own, words = 'diff multi.xml'): string[] {
  const settings: Settings = { containers, request };
  const { status, stdout, stderr } = run(words, settings);
  expect([status, stderr]).toEqual([0, '']);
  return stdout.split('\n').filter((line) => line !== '');
}

describe.each(shells)('status in %s', (shell) => {
  it('exits 0 for a device that has what the request says, and asks for the running configuration', () => {
    const { status, stdout, stderr, order } = run('status multi.xml', {
      containers: device,
      shell,
    });
    expect([status, stdout, stderr]).toEqual([0, '', '']);
    expect(order.filter((what) => !what.startsWith('config show'))).toEqual([]);
    expect(order.length).toBe(Object.keys(device).length);
  });

  it('exits 1 with a line for each entry that differs', () => {
    const containers = withRules((names) => names.filter((name) => name !== 'demo-deny'));
    const { status, stdout, stderr } = run('status multi.xml', { containers, shell });
    expect([status, stdout]).toEqual([1, '+ security rule demo-deny\n']);
    expect(stderr).toBe(
      'api.sh: the running configuration differs; run: sh api.sh apply --yes multi.xml\n',
    );
  });
});

describe('diff', () => {
  it('marks what is new, removed and changed', () => {
    const [, older = usual] = changes.find(([name]) => name === 'a group is removed') ?? [];
    const before = versionAt({ after: 'portolan-marker' }, older);
    const containers = containersOf(requestFor(before));
    const clients = Object.keys(containers).find((path) => path.endsWith('/address-group')) ?? '';
    const changed = {
      ...containers,
      [clients]: (containers[clients] ?? []).map((entry) =>
        entry.replace('</static>', '<member>by-hand</member></static>'),
      ),
    };
    const lines = differences(changed, requestFor(newest, before));
    expect(lines).toContain('~ address-group demo-clients');
    expect(lines).toContain('- security rule demo-extra-https');
    expect(lines).toContain('- custom-url-category demo-extra-https');
    expect(lines.filter((line) => /^\+|position$/.test(line))).toEqual([]);
  });

  it('marks everything as new if the device has no list yet, which is code 7 and no failure', () => {
    const lines = differences({});
    expect(lines).toContain('+ tag demo');
    expect(lines.filter((line) => !line.startsWith('+ '))).toEqual([]);
    expect(lines.length).toBe(own.split('<edit ').length - 1);
  });

  it('finds nothing to delete on a device without it', () => {
    expect(differences({}, requestFor(undefined, newest))).toEqual([]);
    const lines = differences(device, requestFor(undefined, newest));
    expect(lines).toContain('- tag demo');
    expect(lines.filter((line) => !line.startsWith('- '))).toEqual([]);
  });

  it('says that a request without operations changes nothing', () => {
    const { status, stdout, order } = run('apply --yes multi.xml', {
      request: '<multi-config>\n</multi-config>\n',
    });
    expect([status, stdout, order]).toEqual([
      0,
      'the request has no operations, so there is nothing to change\n',
      [],
    ]);
  });
});

describe('the position of a rule', () => {
  const without = (names: readonly string[]) => names.filter((name) => !name.startsWith('demo-'));
  const mine = (names: readonly string[]) => names.filter((name) => name.startsWith('demo-'));

  it('is changed for a rule that another one is above', () => {
    const containers = withRules((names) => [...without(names), ...mine(names)]);
    expect(differences(containers)).toEqual([
      `~ security rule ${mine(rulesOf(device))[0]}: position`,
    ]);
    const split = withRules((names) =>
      names.flatMap((name) => (name === 'demo-deny' ? ['by-hand', name] : [name])),
    );
    expect(differences(split)).toEqual(['~ security rule demo-deny: position']);
  });

  it('is not changed by a rule above the marker or below the site', () => {
    const containers = withRules((names) => ['top-rule', ...names, 'bottom-rule']);
    expect(differences(containers)).toEqual([]);
  });

  it('is not changed by rules to delete or to add', () => {
    const fewer = withRules((names) => names.filter((name) => name !== mine(names)[1]));
    expect(differences(fewer).filter((line) => line.endsWith('position'))).toEqual([]);
  });

  for (const position of ['top', 'bottom'] as const)
    it(`${position} is compared with the whole rulebase`, () => {
      const request = requestFor(versionAt(position));
      const right = withRules((names) =>
        position === 'top'
          ? [...mine(names), ...without(names)]
          : [...without(names), ...mine(names)],
      );
      expect(differences(right, request)).toEqual([]);
      expect(differences(device, request)).toEqual([
        `~ security rule ${mine(rulesOf(device))[0]}: position`,
      ]);
    });

  it('before a rule is compared with the rules above it', () => {
    const request = requestFor(versionAt({ before: 'block-all' }));
    expect(differences(device, request)).toEqual([]);
    const above = withRules((names) =>
      names.flatMap((name) => (name === 'block-all' ? ['by-hand', name] : [name])),
    );
    expect(differences(above, request)).toEqual([
      `~ security rule ${mine(rulesOf(device))[0]}: position`,
    ]);
  });
});

function rulesOf(lists: Lists): string[] {
  const [path = ''] = Object.keys(lists).filter((each) => each.endsWith('/security/rules'));
  return (lists[path] ?? []).map((entry) => entry.split('"')[1] ?? '');
}
