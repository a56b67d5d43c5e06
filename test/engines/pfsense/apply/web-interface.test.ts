import { describe, expect } from '@jest/globals';
import { type Fields, type Firewall, needsPhp, withFirewall } from './firewall.ts';
import { changed, filesOf, siteTree } from './site.ts';

const files = filesOf(['web']);

/** What the web interface adds to a rule that a person opens and saves. */
const saved: Fields = {
  tag: '',
  tagged: '',
  max: '',
  'max-src-nodes': '',
  'max-src-conn': '',
  'max-src-states': '',
  statetimeout: '',
  statetype: 'keep state',
  statepolicy: '',
  os: '',
  updated: { time: '1700000000', username: 'admin' },
  created: { time: '1700000000', username: 'admin' },
};

const first = ({ rules }: Firewall) => rules.findIndex(({ descr }) => descr === 'spt: web/http');

/** Applies, changes the first of our rules, and runs the rest. */
function edited(edit: (rule: Fields) => readonly Fields[], work: (firewall: Firewall) => void) {
  withFirewall('2.7.2', siteTree(), (firewall) => {
    firewall.apply(files);
    const rules = [...firewall.rules];
    const index = first(firewall);
    const rule = rules[index];
    if (rule === undefined) throw new Error('none of our rules is there');
    rules.splice(index, 1, ...edit(rule));
    firewall.tree = changed(firewall.tree, 'filter/rule', rules);
    work(firewall);
  });
}

describe('a rule of ours in the web interface', () => {
  needsPhp('opened and saved: unchanged, and it keeps what was added', () => {
    edited(
      (rule) => [{ ...rule, ...saved }],
      (firewall) => {
        const { text } = firewall;
        expect(firewall.apply(files)).toBe('');
        expect(firewall.run(files, 'status')).toMatchObject({ status: 0, stdout: '' });
        expect(firewall.text).toBe(text);
      },
    );
  });

  needsPhp('saved, and then changed by the spec: what was added goes with it', () => {
    edited(
      (rule) => [{ ...rule, ...saved, gateway: 'WAN_DHCP' }],
      (firewall) => {
        expect(firewall.apply(files)).toContain(
          '~ rule "spt: web/http", tcp 80 to spt_web_http_h: gateway',
        );
        expect(firewall.rules[first(firewall)]).not.toHaveProperty('updated');
      },
    );
  });

  const edits: readonly (readonly [string, Fields])[] = [
    ['disabled', { disabled: '' }],
    ['log', { log: '' }],
    ['floating', { floating: 'yes' }],
    ['quick', { quick: '' }],
    ['tracker', { tracker: '4200000001' }],
    ['type', { type: 'block' }],
    ['source', { source: { address: 'spt_clients', not: '' } }],
    ['destination', { destination: { address: 'spt_web_http_h', port: '80', not: '' } }],
    ['statetype', { statetype: 'none' }],
    ['statepolicy', { statepolicy: 'floating' }],
    ['nopfsync', { nopfsync: '' }],
    ['sched', { sched: 'night' }],
    ['max', { max: '1' }],
    ['ipprotocol', { ipprotocol: 'inet' }],
    ['labels', { labels: { item: [{ name: 'x' }] } }],
  ];
  for (const [field, edit] of edits)
    needsPhp(`another ${field} is put right`, () => {
      edited(
        (rule) => [{ ...rule, ...edit }],
        (firewall) => {
          expect(firewall.run(files, 'status').status).toBe(1);
          expect(firewall.apply(files)).toContain(`to spt_web_http_h: ${field}`);
          expect(firewall.run(files, 'status')).toMatchObject({ status: 0, stdout: '' });
          expect(firewall.apply(files)).toBe('');
        },
      );
    });

  needsPhp('copied: the copy goes, and the rule stays', () => {
    edited(
      (rule) => [{ ...rule, tracker: '1700000001', ...saved }, rule],
      (firewall) => {
        expect(firewall.apply(files)).toBe('- rule "spt: web/http", tcp 80 to spt_web_http_h\n');
        expect(firewall.apply(files)).toBe('');
      },
    );
  });

  needsPhp('with another destination: ours comes back, and the edited one goes', () => {
    edited(
      (rule) => [{ ...rule, destination: { any: '' } }],
      (firewall) => {
        expect(firewall.apply(files).split('\n').sort()).toEqual([
          '',
          '+ rule "spt: web/http", tcp 80 to spt_web_http_h',
          '- rule "spt: web/http", tcp to any',
        ]);
      },
    );
  });

  needsPhp('with another description or source: it belongs to the site', () => {
    edited(
      (rule) => [
        { ...rule, descr: 'kept by hand' },
        { ...rule, source: { network: 'lan' } },
      ],
      (firewall) => {
        expect(firewall.apply(files)).toContain('+ rule "spt: web/http"');
        const kept = firewall.rules.filter(
          ({ descr, source }) =>
            descr === 'kept by hand' || (source as Fields)['network'] === 'lan',
        );
        expect(kept.map(({ descr }) => descr)).toEqual(
          expect.arrayContaining(['kept by hand', 'spt: web/http']),
        );
      },
    );
  });
});

describe('an alias of ours in the web interface', () => {
  const at = ({ aliases }: Firewall) => aliases.findIndex(({ name }) => name === 'spt_web_https_n');
  const edits: readonly (readonly [Fields, string])[] = [
    [{ address: '203.0.113.0/24 192.0.2.128/25' }, '-192.0.2.128/25'],
    [{ address: '' }, '+203.0.113.0/24'],
    [{ descr: 'another' }, 'descr'],
    [{ detail: 'another' }, 'detail'],
    [{ type: 'host' }, 'type'],
    [{ updatefreq: '7' }, 'updatefreq'],
  ];
  for (const [edit, said] of edits)
    needsPhp(`${JSON.stringify(edit)} is put right, in its place`, () => {
      withFirewall('2.8', siteTree(), (firewall) => {
        firewall.apply(files);
        const { text } = firewall;
        const path = `aliases/alias/${at(firewall)}`;
        const before = firewall.aliases[at(firewall)];
        firewall.tree = changed(firewall.tree, path, { ...before, ...edit });
        expect(firewall.apply(files)).toBe(`~ alias spt_web_https_n: ${said}\n`);
        expect(firewall.aliases).toEqual(
          (JSON.parse(text) as { aliases: Fields }).aliases['alias'],
        );
      });
    });

  needsPhp('sorted, or doubled: the order stays, and one of them goes', () => {
    withFirewall('2.8', siteTree(), (firewall) => {
      firewall.apply(files);
      const sorted = [...firewall.aliases].reverse();
      firewall.tree = changed(firewall.tree, 'aliases/alias', sorted);
      expect(firewall.apply(files)).toBe('');
      firewall.tree = changed(firewall.tree, 'aliases/alias', [...sorted, ...sorted.slice(0, 1)]);
      expect(firewall.apply(files)).toMatch(/^- alias spt_\w+\n$/);
      expect(firewall.aliases).toEqual(sorted);
    });
  });
});
