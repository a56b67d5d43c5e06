import { describe, expect } from '@jest/globals';
import { needsNamespace } from '../../../support/programs.ts';
import { everything, renderWords } from '../../../targets/iptables/render.ts';
import { inNamespace, programsOf } from '../namespace.ts';

const it = needsNamespace(...programsOf('nft'));
const files = renderWords(everything);

function said(commands: string, shell = 'sh'): string[] {
  const { stdout, stderr } = inNamespace(files, 'nft', `exec 2>&1\n${commands}`, shell);
  return (stdout + stderr)
    .trim()
    .replace(/\/tmp\/portolan-iptables-[A-Za-z0-9]+\//g, '')
    .split('\n');
}

/** What check says when the file of settings has these lines. */
function checked(lines: string, more = ''): string[] {
  return said(`cat > settings <<'END'\n${lines}\nEND\n${more}\napply check; echo "check $?"`);
}

/** A word for the shell. */
function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

describe('the file of settings', () => {
  for (const shell of ['dash', 'bash', 'mksh', 'busybox sh']) {
    needsNamespace(...programsOf('nft'), shell.split(' ')[0] ?? '')(
      `has the settings of apply and of status alike, in ${shell}`,
      () => {
        expect(
          said(
            `mkdir -m 755 own.d; sed -i 's/dnsmasq\\.d/own.d/' restart.sh; sh restart.sh
             { echo '# of this router'; echo; echo HOOK=DOCKER-USER; echo "DNSMASQ_DIR=$PWD/own.d"; echo "DNSMASQ_RESTART=$DNSMASQ_RESTART"; printf %s "DNSMASQ_TEST=dnsmasq --test -C /dev/null --conf-dir=$PWD/own.d"; } > settings
             unset DNSMASQ_DIR DNSMASQ_RESTART DNSMASQ_TEST
             for p in $ipt $ip6t; do $p -N DOCKER-USER; $p -A FORWARD -j DOCKER-USER; done
             apply apply; echo "apply $?"; apply status; echo "status $?"; ls own.d dnsmasq.d; $ipt -S DOCKER-USER`,
            shell,
          ),
        ).toEqual([
          'dnsmasq restarted',
          'apply 0',
          'status 0',
          'dnsmasq.d:',
          '',
          'own.d:',
          'portolan-spt.conf',
          '-N DOCKER-USER',
          '-A DOCKER-USER -s 192.0.2.0/24 -j SPT-OUT',
          '-A DOCKER-USER -d 192.0.2.0/24 -j SPT-IN',
        ]);
      },
    );
  }

  it('gives way to the environment, also to an empty value there', () => {
    expect(checked('HOOK=MISSING', 'export HOOK=FORWARD')).toEqual(['check 0']);
    expect(checked('DNSMASQ_FILES=/etc/passwd\nHOOK=FORWARD')).toEqual(['check 0']);
    expect(checked('HOOK=MISSING', 'export HOOK=')).toEqual(['check 0']);
    expect(checked('HOOK=MISSING').at(-1)).toBe('check 1');
  });

  it('is read and never run', () => {
    expect(
      checked('DNSMASQ_ASK=$(touch run)`touch run`;touch run', 'apply status > /dev/null; ls run'),
    ).toContain("ls: cannot access 'run': No such file or directory");
  });

  const place = 'apply.sh: settings:2:';
  const quoted = `${place} write the value of HOOK directly after =, without quotes or control characters`;
  const wrong: [string, string][] = [
    ['TOKEN=s3cret', `${place} unknown setting; the header of apply.sh lists the known ones`],
    ['export HOOK=s3cret', `${place} unknown setting; the header of apply.sh lists the known ones`],
    ['HOOK HOOK6=s3cret', `${place} unknown setting; the header of apply.sh lists the known ones`],
    ['s3cret', `${place} expected NAME=VALUE`],
    ['HOOK="s3cret"', quoted],
    ["HOOK='s3cret'", quoted],
    ['HOOK= s3cret', quoted],
    ['HOOK=s3cret\r', quoted],
  ];
  for (const [line, message] of wrong) {
    it(`ends with 2 at ${JSON.stringify(line)}, without repeating the value`, () => {
      expect(checked(`HOOK6=FORWARD\n${line}`)).toEqual([message, 'check 2']);
    });
  }

  // Every program that the script names notes its arguments.
  const noted = `
    PATH="$PATH:/usr/sbin:/sbin"; mkdir bin
    for word in $(tr -cs 'a-z0-9_-' '\\n' < iptables/apply.sh | sort -u) $ipt-save $ipt-restore $ip6t-save $ip6t-restore; do
      real=$(command -v -- $word); case $real in /*) ;; *) continue ;; esac
      printf '#!/bin/sh\\nprintf "%%s\\\\n" "%s $*" >> %s/arguments; exec %s "$@"\\n' "$word" "$PWD" "$real" > bin/$word
    done
    chmod +x bin/*; PATH=$PWD/bin:$PATH`;

  it('has comments and refused lines that are in no message and no argument of a program', () => {
    const tried = [...wrong.map(([line]) => line), '# s3cret', '#HOOK=s3cret'];
    const lines = said(
      `${noted}
       ${tried.map((line, index) => `printf '%s\\n' HOOK=FORWARD ${quote(line)} > settings${index}`).join('\n')}
       for number in ${[...tried.keys()].join(' ')}; do
         cp settings$number settings
         for verb in check diff apply status load remove; do apply $verb; echo "$verb $?"; done
       done > out 2>&1; PATH=\${PATH#*:}
       grep -c '^apply 0' out; grep -c '^apply 2' out
       grep -l s3cret out arguments; for word in awk ls ipset $ipt-restore dnsmasq; do grep -c "^$word " arguments; done`,
    );
    expect(lines.slice(0, 2)).toEqual(['2', String(wrong.length)]);
    // No file has it, and each of the programs has noted its arguments.
    expect(lines).toHaveLength(7);
    expect(lines.slice(2).every((count) => Number(count) > 0)).toBe(true);
  });

  for (const [what, command, fine] of [
    ['the group can change', 'chmod 664 settings', false],
    ['everyone can change', 'chmod 646 settings', false],
    ['belongs to a user', 'chown 1000 settings', false],
    ['only root can read', 'chmod 600 settings', true],
  ] as const) {
    it(`${fine ? 'is used' : 'is refused'} if it is one that ${what}`, () => {
      expect(checked('HOOK=FORWARD', command)).toEqual(
        fine
          ? ['check 0']
          : [
              'apply.sh: another user can change settings; run: chown root settings; chmod go-w settings',
              'check 2',
            ],
      );
    });
  }
});

describe('whatever the permissions of new files are', () => {
  it('nobody else can write to what root runs at boot, or to the names', () => {
    const writable = 'find "$PORTOLAN_STATE" dnsmasq.d -mindepth 1 ! -type l -perm /022';
    expect(
      said(`umask 000; apply apply; echo "apply $?"; ls "$PORTOLAN_STATE/spt"; ${writable}`),
    ).toEqual(['dnsmasq restarted', 'apply 0', 'current', expect.stringMatching(/^files\.\w+$/)]);
    expect(said('umask 077; apply apply; find dnsmasq.d -type f -perm /077')).toEqual([
      'dnsmasq restarted',
    ]);
  });
});

describe('a set with a mask', () => {
  const set = 'spt_web_https_v4';
  const masked = `ipset save | sed -n 's/^\\(create ${set} .*\\) timeout/\\1 netmask 8 timeout/p' > masked
    sed -i 's/${set}/other/' masked; ipset restore < masked; ipset swap other ${set}; ipset destroy other`;

  it('is a drift, and apply refuses it', () => {
    const lines = said(
      `apply apply > /dev/null 2>&1; ${masked}; apply status; echo "status $?"; apply apply; echo "apply $?"`,
    );
    expect(lines).toContain('status 1');
    expect(lines.filter((line) => line.startsWith('> '))).toEqual([
      expect.stringMatching(`^> ${set} hash:ip,mask inet `),
    ]);
    expect(lines.slice(-2)).toEqual([
      `apply.sh: the set ${set} exists with a different type or family; run: sh iptables/apply.sh remove`,
      'apply 1',
    ]);
  });
});

describe('with a full disk for temporary files', () => {
  it('installs no names for rules that are not loaded', () => {
    const lines = said(
      `mkdir small
       for size in 52 56 60 64 68 72 76 80 84 88; do
         mount -t tmpfs -o "size=\${size}k" none small
         TMPDIR=$PWD/small apply apply > /dev/null 2>&1; code=$?
         umount small
         rules=no; ! $ipt -S 2> /dev/null | grep -q '^-A SPT-OUT ' || rules=yes
         names=no; [ ! -e dnsmasq.d/portolan-spt.conf ] || names=yes
         echo "$code rules $rules names $names"
         apply remove > /dev/null 2>&1
       done`,
    );
    expect(lines.length).toBe(10);
    expect([...new Set(lines)].filter((line) => line.endsWith('rules no names yes'))).toEqual([]);
    expect(lines).toContain('1 rules no names no');
  });
});
