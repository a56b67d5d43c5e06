import { describe, expect } from '@jest/globals';
import { filesFor, needsDevice, said } from './device.ts';

const files = filesFor(['www.example.com']);
const next = Object.fromEntries(
  Object.entries(filesFor(['new.example.com'])).map(([name, text]) => [`next/${name}`, text]),
);

describe('squid/apply.sh', () => {
  needsDevice('checks, applies, sees a drift, mends it and removes', (squid) => {
    expect(
      said(
        squid,
        { ...files, ...next },
        `start
         apply check; echo "check $?"; ls conf.d; ask www.example.com
         apply apply; echo "apply $?"; ls -A conf.d; ask www.example.com; ask new.example.com
         wc -l < run/cache.log > before; apply apply; echo "apply $?"; wc -l < run/cache.log | cmp - before && echo same
         apply status; echo "status $?"
         cp next/squid/* squid; apply status; echo "status $?"
         apply diff; apply apply; echo "apply $?"; ask www.example.com; ask new.example.com
         apply remove; echo "remove $?"; ls -A conf.d; ask new.example.com; apply remove; echo "remove $?"
         bin/squid -k check -f squid.conf; echo "runs $?"`,
      ),
    ).toEqual([
      'check 0',
      'auth.conf',
      '407',
      'apply 0',
      '00-portolan-spt.conf',
      'auth.conf',
      '503',
      '407',
      'apply 0',
      'same',
      'status 0',
      '/mnt/conf.d/00-portolan-spt.conf: < expected, > installed',
      '< acl spt_hosts_http_host dstdomain -n new.example.com',
      '> acl spt_hosts_http_host dstdomain -n www.example.com',
      '< acl spt_hosts_https_host dstdomain -n new.example.com',
      '> acl spt_hosts_https_host dstdomain -n www.example.com',
      'apply.sh: the installed state differs from these files; run: sh squid/apply.sh apply',
      'status 1',
      '+ acl spt_hosts_http_host dstdomain -n new.example.com',
      '- acl spt_hosts_http_host dstdomain -n www.example.com',
      '+ acl spt_hosts_https_host dstdomain -n new.example.com',
      '- acl spt_hosts_https_host dstdomain -n www.example.com',
      'apply 0',
      '407',
      '503',
      'remove 0',
      'auth.conf',
      '407',
      'remove 0',
      'runs 0',
    ]);
  });
});
