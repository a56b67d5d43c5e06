import { describe, expect } from '@jest/globals';
import { filesFor, needsDevice, said, site } from './device.ts';

const files = filesFor(['www.example.com'], { adaptationServices: ['av'] });
const wrongPlace =
  'apply.sh: Squid would read /mnt/conf.d/00-portolan-spt.conf in a wrong place; move these lines of /mnt/squid.conf, or the include';

/** The squid.conf of the site with lines above the one that begins with a text. */
function above(place: string, ...lines: readonly string[]): string {
  const text = site.flatMap((line) => (line.startsWith(place) ? [...lines, line] : [line]));
  return `${text.join('\n')}\n`;
}

describe('squid/apply.sh check finds a wrong order', () => {
  const orders: Readonly<Record<string, readonly [string, string]>> = {
    'a login above the file': [
      'http_access deny !staff',
      'asks for a login above the file, so listed hosts need one too: ',
    ],
    'a login above the file, in another case': [
      'http_access deny !Staff',
      'asks for a login above the file, so listed hosts need one too: ',
    ],
    'a deny of everything, in another case': [
      'http_access deny ALL',
      'denies everything above the file: ',
    ],
    'another allow above the file': [
      'http_access allow all',
      'allows requests above the file, so the file does not decide them: ',
    ],
    'a deny of everything above the file': [
      'http_access deny all',
      'denies everything above the file: ',
    ],
    'ssl_bump above the file': ['ssl_bump bump all', 'is above the file and decides first: '],
    'the same ICAP service above the file': [
      'adaptation_access av allow all',
      'is above the file and decides first: ',
    ],
    'cache above the file': ['cache allow all', 'is above the file and decides first: '],
  };
  for (const [what, [line, message]] of Object.entries(orders))
    needsDevice(what, (squid) => {
      const written = { ...files, 'squid.conf': above('include', line) };
      for (const first of ['', 'cp squid/bypass.conf conf.d/00-portolan-spt.conf; '])
        expect(said(squid, written, `${first}apply check; echo "check $?"`)).toEqual([
          `apply.sh: ${message}${line}`,
          wrongPlace,
          'check 1',
        ]);
    });

  needsDevice('a login behind another acl', (squid) => {
    const lines = ['acl known any-of staff', 'http_access deny !known'];
    expect(
      said(squid, { ...files, 'squid.conf': above('include', ...lines) }, 'apply check'),
    ).toEqual([
      'apply.sh: asks for a login above the file, so listed hosts need one too: http_access deny !known',
      wrongPlace,
    ]);
  });

  needsDevice('the rules for ports below the file, so that it would allow more', (squid) => {
    const rules = site.filter((line) => line.includes('_ports') && line.startsWith('http_access'));
    const rest = site.filter((line) => !rules.includes(line));
    const text = [...rest.slice(0, -2), ...rules, ...rest.slice(-2)].join('\n');
    expect(
      said(squid, { ...files, 'squid.conf': `${text}\n` }, 'apply check; echo "check $?"'),
    ).toEqual([
      ...rules.map(
        (line) =>
          `apply.sh: the rule for ports is below the file, so the file would allow ports that it denies: ${line}`,
      ),
      wrongPlace,
      'check 1',
    ]);
  });

  needsDevice('a file that is read by name after the one with the login', (squid) => {
    expect(
      said(squid, files, 'mv conf.d/auth.conf conf.d/00-auth.conf; apply check; echo "check $?"'),
    ).toEqual([
      'apply.sh: asks for a login above the file, so listed hosts need one too: http_access allow staff',
      wrongPlace,
      'check 1',
    ]);
  });

  needsDevice('a file that Squid does not read, or not yet', (squid) => {
    const without = site.filter((line) => !line.startsWith('include')).join('\n');
    expect(
      said(squid, { ...files, 'squid.conf': `${without}\n` }, 'apply check; echo "check $?"'),
    ).toEqual([
      'apply.sh: Squid does not read /mnt/conf.d/00-portolan-spt.conf; add this line to /mnt/squid.conf, below the rules for ports: include /mnt/conf.d/00-portolan-spt.conf',
      'check 1',
    ]);
  });
});

describe('squid/apply.sh check', () => {
  needsDevice(
    'accepts the manager, this device and files of another prefix above the file',
    (squid) => {
      const other = (files['squid/bypass.conf'] ?? '').replaceAll('spt', 'abc');
      const written = {
        ...files,
        'squid.conf': above(
          'include',
          'http_access allow localhost',
          'http_access deny to_localhost',
        ),
        'conf.d/00-portolan-abc.conf': other,
      };
      expect(said(squid, written, 'apply check; echo "check $?"')).toEqual(['check 0']);
    },
  );

  needsDevice(
    'prints notes for ports that the site denies and for a service that sees listed hosts',
    (squid) => {
      const written = {
        ...files,
        'squid.conf': above('ssl_bump', 'adaptation_access dlp allow all').replace(
          'SSL_ports port 443',
          'SSL_ports port 8443',
        ),
      };
      expect(said(squid, written, 'apply check; echo "check $?"')).toEqual([
        'apply.sh: note: the service dlp also sees listed hosts, since the site does not name it in adaptationServices: adaptation_access dlp allow all',
        'apply.sh: note: the site denies port 443 before it reads the file, since SSL_ports does not have it',
        'check 0',
      ]);
    },
  );

  needsDevice('refuses a name that the site has for another acl, in words of Squid', (squid) => {
    const written = {
      ...files,
      'squid.conf': above('include', 'acl spt_clients dstdomain a.example'),
    };
    const lines = said(squid, written, 'apply check; echo "check $?"; ls conf.d');
    expect(lines.join('\n')).toContain('spt_clients');
    expect(lines.slice(-3)).toEqual([
      expect.stringMatching(
        /^apply\.sh: Squid rejects \/mnt\/squid\/bypass\.conf in the configuration of this site/,
      ),
      'check 1',
      'auth.conf',
    ]);
  });

  needsDevice(
    'refuses a file that this Squid does not accept, and a site that it rejects',
    (squid) => {
      expect(
        said(
          squid,
          files,
          'echo "no_such on" >> squid/bypass.conf; apply check | cut -c 1-40; apply check > /dev/null 2>&1; echo "check $?"',
        ).at(-1),
      ).toBe('check 1');
      expect(
        said(
          squid,
          files,
          'echo "acl a no_such_type b" >> squid.conf; apply check; echo "check $?"; ls conf.d',
        ).slice(-3),
      ).toEqual([
        'apply.sh: Squid rejects /mnt/squid.conf, so it was left as it is; fix what Squid names',
        'check 1',
        'auth.conf',
      ]);
    },
  );

  needsDevice('refuses a Squid without OpenSSL, unless the proxy does not decrypt', (squid) => {
    const built = `printf '#!/bin/sh\\n[ "$1" != -v ] || { echo "Squid Cache: Version 5.7"; exit; }\\nexec /mnt/bin/squid "$@"\\n' > bin/plain; chmod +x bin/plain`;
    const run = `${built}; SQUID=/mnt/bin/plain apply check; echo "check $?"`;
    expect(said(squid, files, run)).toEqual([
      expect.stringContaining('this Squid was built without OpenSSL'),
      'check 1',
    ]);
    expect(said(squid, filesFor(['www.example.com'], { tlsInspection: 'none' }), run)).toEqual([
      'apply.sh: note: this Squid decrypts, but the file was made for tlsInspection: none, so listed hosts are decrypted: ssl_bump bump all',
      'check 0',
    ]);
  });

  needsDevice(
    'reads its settings, of root only, and ends with 2 for what it does not know',
    (squid) => {
      expect(
        said(
          squid,
          files,
          `unset SQUID_CONF SQUID_FILE; printf 'SQUID_CONF=/mnt/squid.conf\\nSQUID_FILE=/mnt/conf.d/00-portolan-spt.conf\\n' > settings
         apply check; echo "check $?"; echo 'SQUID_LOG="x"' >> settings; apply check; echo "check $?"
         echo 'PATH=/tmp' > settings; apply check; echo "check $?"; chmod go+w settings; apply check; echo "check $?"; apply nothing; echo "usage $?"`,
        ),
      ).toEqual([
        'check 0',
        'apply.sh: /mnt/settings:3: write the value of SQUID_LOG directly after =, without quotes or control characters',
        'check 2',
        'apply.sh: /mnt/settings:1: unknown setting; the header of apply.sh lists the known ones',
        'check 2',
        'apply.sh: another user can change /mnt/settings; run: chown root /mnt/settings; chmod go-w /mnt/settings',
        'check 2',
        'usage: apply.sh check|diff|apply|remove|status',
        'usage 2',
      ]);
    },
  );
});
