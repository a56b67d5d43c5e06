import { describe, expect } from '@jest/globals';
import { policyOf } from '../../../support/policy.ts';
import { needsProgram, run } from '../../../support/programs.ts';
import { attacks } from '../../../targets/pfsense/attacks.ts';
import { render } from '../../../targets/pfsense/support.ts';
import { needsPhp, withFirewall } from './firewall.ts';
import { changed, filesOf, siteRule, siteTree } from './site.ts';

const scriptFile = 'pfsense/apply.php';

/** Does php accept the script, and run none of it? */
function accepts(script: string): string {
  const { status, stdout } = run('php', ['-l'], script);
  return `${status} ${stdout.trim()}`;
}

describe('the script', () => {
  needsProgram('php')('php accepts its syntax, at every position', () => {
    const marks = ['top', 'bottom', { after: 'x.,:;/()+=@#_-y' }, { before: 'a  b' }] as const;
    for (const position of marks) {
      const script = filesOf(['web'], { position }).get(scriptFile) ?? '';
      expect(accepts(script)).toBe('0 No syntax errors detected in Standard input code');
    }
  });

  needsPhp('hostile text of a spec becomes text of the configuration', () => {
    const groups = attacks.map((title, index) => ({
      id: `g${index}`,
      title,
      reason: title,
      to: { https: [`host-${index}.example.com`] },
    }));
    const files = render(
      policyOf({
        title: attacks[0] ?? '',
        groups,
        site: { targets: { pfsense: { interface: 'lan' } } },
      }),
    );
    withFirewall('master', siteTree(), (firewall) => {
      firewall.apply(files);
      expect(firewall.rules.length).toBe(siteRuleCount + groups.length + 1);
      expect(firewall.apply(files)).toBe('');
      expect(accepts(files.get(scriptFile) ?? '')).toMatch(/^0 /);
    });
  });

  needsPhp('hostile text of a device is printed without its control characters', () => {
    const control = '\u001b[2J\u0007\n- rule';
    const own = siteRule(`spt: ${control}`, { source: { address: 'spt_clients' } });
    const tree = changed(siteTree(), 'filter/rule', [own, siteRule(control)]);
    withFirewall('2.8', tree, (firewall) => {
      const { stdout, stderr } = firewall.run(filesOf(['web']), 'diff');
      expect(stdout).toContain('- rule "spt: ?[2J??- rule"');
      expect(`${stdout}${stderr}`).toMatch(/^[\x20-\x7e\n]*$/);
      firewall.apply(filesOf(['web']));
      expect(firewall.rules.at(-1)?.['descr']).toBe(control);
    });
  });

  needsPhp('odd shapes of a device are left alone', () => {
    const odd = [
      '',
      { descr: ['spt: x'], source: { address: 'spt_clients' } },
      { descr: 'spt: y', source: 'spt_clients' },
    ];
    const rules = [...odd, siteRule('a', { interface: ['lan'] as never })];
    const aliases = ['', { name: ['spt_x'] }, { type: 'host' }];
    const tree = changed(changed(siteTree(), 'filter/rule', rules), 'aliases/alias', aliases);
    withFirewall('2.8', tree, (firewall) => {
      const { status, stderr } = firewall.run(filesOf(['web']), 'diff');
      expect([status, stderr]).toEqual([0, expect.not.stringMatching(/Warning|Fatal|Deprecated/)]);
      const after = firewall.run(filesOf(['web']), 'check');
      expect(after).toMatchObject({ status: 0, stderr: '' });
    });
  });
});

const siteRuleCount = 7;
