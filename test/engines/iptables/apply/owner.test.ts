import { describe, expect } from '@jest/globals';
import type { TargetFiles } from '../../../../src/targets/target.ts';
import { needsNamespace } from '../../../support/programs.ts';
import { renderWords } from '../../../targets/iptables/render.ts';
import { inNamespace, programsOf } from '../namespace.ts';

// Whose names are installed has nothing to do with the packet filter, so one variant tells all.
const it = needsNamespace(...programsOf('nft'), ...programsOf('legacy'));

const site = (spec: string, id: string, clients: string): TargetFiles =>
  renderWords({
    name: spec,
    groups: [{ id: 'web', to: { https: [`${id}.example.com`] } }],
    site: { id, clients: [clients] },
  });

// The site `six` is applied; `four` and a spec of another name have the same prefix.
const files: TargetFiles = new Map([
  ...site('cas', 'six', '2001:db8:c1::/64'),
  ...[...site('cas', 'four', '192.0.2.0/24')].map(
    ([file, text]) => [`four/${file}`, text] as const,
  ),
  ...[...site('renamed', 'six', '2001:db8:c1::/64')].map(
    ([file, text]) => [`renamed/${file}`, text] as const,
  ),
]);

const prelude = `
exec 2>&1
ours() { { $ipt-save -t filter; $ip6t-save -t filter; } | grep -c SPT; }
state() { { $ipt-save -t filter; $ip6t-save -t filter; } | sed '/^#/d; s/\\[.*//'; ipset list -name; cat dnsmasq.d/* 2> /dev/null; ls -A dnsmasq.d; }
`;

function said(commands: string): string[] {
  const { stdout, stderr } = inNamespace(files, 'nft', prelude + commands);
  return (stdout + stderr)
    .trim()
    .replace(/\/tmp\/portolan-iptables-\w+\/(dnsmasq\.d|other)/g, 'DIR')
    .split('\n');
}

const refused = (path: string, verb: string) => [
  'apply.sh: another spec or site is applied with the prefix spt:',
  '# cas, site six: the names of each set, written by "portolan generate"; a change here is lost.',
  `if that site was renamed to this one: sh ${path}/iptables/apply.sh ${verb} --owner cas/six`,
  'otherwise run its own apply.sh remove first, or give this site a prefix of its own',
];

describe('the files of one site do not touch what another one has applied', () => {
  for (const path of ['four', 'renamed']) {
    for (const verb of ['check', 'apply', 'remove']) {
      it(`${verb} of ${path} is refused, and nothing changes`, () => {
        expect(
          said(
            `apply apply; state > before; sh ${path}/iptables/apply.sh ${verb}; echo "${verb} $?"; state | diff before - && echo same`,
          ),
        ).toEqual(['dnsmasq restarted', ...refused(path, verb), `${verb} 1`, 'same']);
      });
    }
  }

  for (const owner of ['six', 'cas/six']) {
    it(`remove --owner ${owner} overrules, since the old files may be gone after a renaming`, () => {
      expect(
        said(
          `apply apply; rm -r iptables; sh renamed/iptables/apply.sh remove --owner ${owner}; echo "remove $?"; ours; ipset list -name; ls -A dnsmasq.d`,
        ),
      ).toEqual(['dnsmasq restarted', 'dnsmasq restarted', 'remove 0', '0']);
    });
  }

  for (const owner of ['four', 'six/cas', 'cas', 'cas/four', '/six', '']) {
    it(`--owner "${owner}" names another site than the one that is applied, and changes nothing`, () => {
      expect(
        said(
          `apply apply; sh four/iptables/apply.sh remove --owner '${owner}'; echo "remove $?"; apply status; echo "status $?"`,
        ),
      ).toEqual(['dnsmasq restarted', ...refused('four', 'remove'), 'remove 1', 'status 0']);
    });
  }

  it('apply --owner takes a renamed site over, and its clients are not open in between', () => {
    expect(
      said(
        `apply apply; sh renamed/iptables/apply.sh check --owner six; echo "check $?"
         for name in '' -save; do printf '#!/bin/sh\\nexec %s "$@"\\n' "$ip6t$name" > seen$name; done
         cat > seen-restore <<END
#!/bin/sh
count() { $ip6t-save -t filter | grep -c 'j SPT-OUT' >> $PWD/jumps; }
case "\\$*" in
  */load | */back) count; $ip6t-restore "\\$@"; count ;;
  *) exec $ip6t-restore "\\$@" ;;
esac
END
         chmod +x seen*
         IP6TABLES=$PWD/seen sh renamed/iptables/apply.sh apply --owner six; echo "apply $?"; sort jumps | uniq -c | sed 's/  *//'
         sh renamed/iptables/apply.sh status; echo "status $?"; head -n 1 dnsmasq.d/portolan-spt.conf | cut -d : -f 1`,
      ),
    ).toEqual([
      'dnsmasq restarted',
      'check 0',
      'dnsmasq restarted',
      'apply 0',
      '2 1',
      'status 0',
      '# renamed, site six',
    ]);
  });

  it('the same site is known whatever else the first line of its names says', () => {
    expect(
      said(
        `apply apply; sed -i '1s/:.*/: as an earlier version wrote it/' dnsmasq.d/portolan-spt.conf; apply check; echo "check $?"; apply remove; echo "remove $?"`,
      ),
    ).toEqual(['dnsmasq restarted', 'check 0', 'dnsmasq restarted', 'remove 0']);
  });
});

describe('the owner stands with the rules too, wherever the names are', () => {
  const hidden: Record<string, string> = {
    'another folder': 'mkdir other; DNSMASQ_DIR=$PWD/other',
    'names that were deleted': 'rm dnsmasq.d/portolan-spt.conf',
  };
  const byRules = (path: string, verb: string) => [
    'apply.sh: another spec or site is applied with the prefix spt:',
    'the loaded chains are of cas/six',
    ...refused(path, verb).slice(2),
  ];
  for (const [name, hide] of Object.entries(hidden)) {
    for (const path of ['four', 'renamed']) {
      for (const verb of ['check', 'apply', 'remove']) {
        it(`${verb} of ${path} is refused with ${name}, and nothing changes`, () => {
          expect(
            said(
              `apply apply; ${hide}; state > before; sh ${path}/iptables/apply.sh ${verb}; echo "${verb} $?"; state | diff before - && echo same`,
            ),
          ).toEqual(['dnsmasq restarted', ...byRules(path, verb), `${verb} 1`, 'same']);
        });
      }
    }

    it(`remove --owner goes on with ${name}, and says that names may be elsewhere`, () => {
      expect(
        said(
          `apply apply; ${hide}; sh renamed/iptables/apply.sh remove --owner cas/six; echo "remove $?"; ours; ipset list -name`,
        ),
      ).toEqual([
        'dnsmasq restarted',
        'apply.sh: note: no names of this site are in DIR; if they are in another folder: DNSMASQ_DIR=FOLDER sh renamed/iptables/apply.sh remove',
        'remove 0',
        '0',
      ]);
    });
  }

  for (const variant of ['nft', 'legacy']) {
    it(`the other packet filter is looked at as well: rules of ${variant}`, () => {
      const other = variant === 'nft' ? 'legacy' : 'nft';
      expect(
        said(
          `IPTABLES=iptables-${variant} IP6TABLES=ip6tables-${variant} apply apply > said; rm dnsmasq.d/*
           export IPTABLES=iptables-${other} IP6TABLES=ip6tables-${other}
           sh four/iptables/apply.sh remove; echo "remove $?"; ip6tables-${variant}-save -t filter 2> said | grep -c 'j SPT-OUT'`,
        ).filter((line) => !line.startsWith('# Warning')),
      ).toEqual([...byRules('four', 'remove'), 'remove 1', '1']);
    });
  }

  const unmarked = '$ip6t -F SPT-OWNER; $ip6t -X SPT-OWNER';
  it('files of an earlier version, whose rules name no owner, are known by their names', () => {
    expect(
      said(
        `apply apply; ${unmarked}; apply status; echo "status $?"; sh four/iptables/apply.sh remove; echo "remove $?"
         apply apply; apply remove; echo "remove $?"; ours`,
      ),
    ).toEqual([
      'dnsmasq restarted',
      'status 0',
      ...refused('four', 'remove'),
      'remove 1',
      'dnsmasq restarted',
      'remove 0',
      '0',
    ]);
  });

  const parts: Record<string, readonly string[]> = {
    ':': ['chains in ip6tables-nft', 'sets in ipset'],
    'printf "*filter\\nCOMMIT\\n" | $ip6t-restore': ['sets in ipset'],
  };
  for (const [half, found] of Object.entries(parts)) {
    it(`nobody touches what names no owner at all without --owner: ${found.join(', ')}`, () => {
      const unknown = (path: string, verb: string, site: string) => [
        'apply.sh: the prefix spt is in use, and nothing says by which site:',
        ...found,
        'names of that site are not in DIR; if they are elsewhere, set DNSMASQ_DIR',
        `if all that is of this site: sh ${path}iptables/apply.sh ${verb} --owner ${site}`,
        `${verb} 1`,
      ];
      expect(
        said(
          `apply apply > said; ${unmarked}; ${half}; rm dnsmasq.d/*; state > before
           for verb in check apply remove; do sh four/iptables/apply.sh $verb; echo "$verb $?"; done; apply remove; echo "remove $?"
           sh four/iptables/apply.sh remove --owner cas/six > said 2>&1; echo "remove $?"; state | diff before - && echo same
           apply remove --owner cas/six > said 2>&1; echo "remove $?"; ours; ipset list -name`,
        ),
      ).toEqual([
        ...['check', 'apply', 'remove'].flatMap((verb) => unknown('four/', verb, 'cas/four')),
        ...unknown('', 'remove', 'cas/six'),
        'remove 1',
        'same',
        'remove 0',
        '0',
      ]);
    });
  }

  it('a folder of names that is missing is an error of remove as of check', () => {
    expect(
      said(
        `apply apply; state > before; for verb in check remove; do DNSMASQ_DIR=/missing apply $verb; echo "$verb $?"; done; state | diff before - && echo same`,
      ),
    ).toEqual([
      'dnsmasq restarted',
      'apply.sh: /missing is not a folder; set DNSMASQ_DIR',
      'check 1',
      'apply.sh: /missing is not a folder; set DNSMASQ_DIR',
      'remove 1',
      'same',
    ]);
  });
});

describe('remove takes up what another one left', () => {
  const left: Record<string, string> = {
    'chains are gone, sets and names are there': 'printf "*filter\\nCOMMIT\\n" | $ip6t-restore',
    'chains and sets are gone, names are there':
      'printf "*filter\\nCOMMIT\\n" | $ip6t-restore; ipset destroy',
    'names are gone, chains are there': 'rm dnsmasq.d/portolan-spt.conf',
    'the restart failed': 'DNSMASQ_RESTART=false apply remove > said; tail -n 1 said',
  };
  for (const [name, half] of Object.entries(left)) {
    it(name, () => {
      const lines = said(
        `apply apply > said; ${half}; apply remove; echo "remove $?"; ours; ipset list -name; ls -A dnsmasq.d`,
      );
      expect(lines.slice(-2)).toEqual(['remove 0', '0']);
    });
  }

  it('a remove whose restart failed says so, and the next one restarts', () => {
    expect(
      said(
        `apply apply; DNSMASQ_RESTART=false apply remove; echo "remove $?"; ours; sh four/iptables/apply.sh remove; echo "remove $?"; apply remove; echo "remove $?"; apply remove; echo "remove $?"`,
      ),
    ).toEqual([
      'dnsmasq restarted',
      'apply.sh: rules, sets and names are gone, but dnsmasq did not restart; mend what it reports, then run: sh iptables/apply.sh remove',
      'remove 1',
      '0',
      ...refused('four', 'remove'),
      'remove 1',
      'dnsmasq restarted',
      'remove 0',
      'remove 0',
    ]);
  });

  it('a set that a rule of the site uses stays, and remove says what to do', () => {
    expect(
      said(
        `apply apply; $ip6t -A FORWARD -m set --match-set spt_web_https_v6 dst -j ACCEPT; apply remove; echo "remove $?"
         $ip6t -F FORWARD; apply remove; echo "remove $?"; ipset list -name`,
      ).filter((line) => !line.startsWith('ipset v')),
    ).toEqual([
      'dnsmasq restarted',
      'apply.sh: the chains are gone, but a rule that is not of these files uses a set; remove it, then run: sh iptables/apply.sh remove',
      'remove 1',
      'dnsmasq restarted',
      'remove 0',
    ]);
  });
});

describe('other words are wrong usage', () => {
  for (const words of [
    '',
    'start',
    'check now',
    'apply --owner',
    'apply --force six',
    'status --owner six',
    'remove --owner six more',
  ]) {
    it(`apply.sh ${words} ends with 2`, () => {
      expect(said(`apply ${words}; echo "$?"`)).toEqual([
        'usage: apply.sh check|apply|remove|status',
        '       apply.sh check|apply|remove --owner SITE',
        '2',
      ]);
    });
  }
});
