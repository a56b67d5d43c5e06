import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { expect } from '@jest/globals';
import { needsNamespace } from '../support/programs.ts';
import { closed } from './iptables/expected.ts';
import { withLab } from './iptables/lab.ts';
import { programsOf } from './iptables/namespace.ts';
import { filesOf, internetAround } from './iptables/promised.ts';
import { load, needsChromium } from './pac/chromium.ts';
import { askLab, labPrograms } from './squid/lab.ts';

/** The processes of this machine with a text in their command line or working directory. */
function processesWith(text: string): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((pid) => wordsOf(pid).includes(text));
}

function wordsOf(pid: string): string {
  try {
    return `${readFileSync(`/proc/${pid}/cmdline`, 'utf8')} ${readlinkSync(`/proc/${pid}/cwd`)}`;
  } catch {
    // It ended in the meantime.
    return '';
  }
}

const packets = needsNamespace(...programsOf('nft'), 'ip');

packets(
  'a packet test network leaves no process and no directory after its test fails',
  async () => {
    let folder = '';
    const failing = withLab(
      filesOf(closed),
      { variant: 'nft', policy: 'DROP' },
      internetAround(closed),
      async (lab) => {
        folder = await lab.router('apply apply; pwd');
        folder = folder.split('\n').at(-1) ?? '';
        // They exist now, so the check after the end proves something.
        expect([existsSync(folder), processesWith(folder).length > 0]).toEqual([true, true]);
        throw new Error('the test fails');
      },
    );
    await expect(failing).rejects.toThrow('the test fails');
    expect(folder).not.toBe('');
    expect([existsSync(folder), processesWith(folder)]).toEqual([false, []]);
  },
);

needsNamespace(...labPrograms, 'squid')(
  'a Squid test network that cannot start fails and leaves no process',
  async () => {
    const before = processesWith('lab.mjs');
    const broken = askLab({
      root: '',
      files: { 'squid.conf': 'no_such_directive on\nhttp_port 0\n' },
      redirect: [],
      names: {},
      pointers: {},
      questions: [],
    });
    await expect(broken).rejects.toThrow('the lab ended with');
    expect(processesWith('lab.mjs')).toEqual(before);
  },
);

needsChromium('a browser that fails leaves no process behind', () => {
  const before = processesWith('chromium');
  expect(() => load('', ['no URL'])).toThrow('the browser ended with');
  expect(processesWith('chromium')).toEqual(before);
});
