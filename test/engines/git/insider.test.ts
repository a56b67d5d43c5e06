import { chmodSync, mkdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { type Answer, baseFiles, outputsOf, portolan } from '../../review/insider/support.ts';
import { inFolder, readFiles, writeFiles } from '../../support/folder.ts';
import { commitAll, git, initRepository } from '../../support/git.ts';

/** A trick with links, modes or other entries of a repository or a disk, and the expected message. */
type DiskTrick = {
  readonly name: string;
  /** Done in the directory of the base, which is committed; another commit follows it. */
  readonly play: (folder: string) => void;
  /** A command and its options; the spec is appended. */
  readonly words: readonly string[];
  readonly caught: { readonly code: number; readonly says: string };
};

const script = 'generated/branch/iptables/apply.sh';
const bypass = 'generated/branch/squid/bypass.conf';
const list = 'lists/cdn.txt';
const wider = 'a.cdn.example.net\nb.cdn.example.net\ndrop.example.net\n';

const tricks: readonly DiskTrick[] = [
  {
    name: 'the base is replaced by the head',
    play: (folder) => {
      writeFileSync(join(folder, list), wider);
      commitAll(folder);
      git(folder, 'replace', 'HEAD~1', 'HEAD');
    },
    words: ['diff', '--base', 'HEAD~2'],
    caught: { code: 0, says: 'NEW drop.example.net' },
  },
  {
    name: 'a list becomes a link to another list beside it',
    play: (folder) => {
      writeFileSync(join(folder, 'lists/more.txt'), wider);
      link(folder, 'more.txt', list);
    },
    words: ['diff', '--base', 'HEAD~1', '--head', 'HEAD'],
    caught: { code: 0, says: 'NEW drop.example.net' },
  },
  {
    name: 'a list becomes a link out of the directory',
    play: (folder) => link(folder, '/etc/hostname', list),
    words: ['validate'],
    caught: { code: 3, says: list },
  },
  {
    name: 'a list becomes a link out of the directory, in a commit',
    play: (folder) => link(folder, '/etc/hostname', list),
    words: ['diff', '--base', 'HEAD~1', '--head', 'HEAD'],
    caught: { code: 3, says: list },
  },
  {
    name: 'attributes of git call the committed files binary, and one of them is widened',
    play: (folder) => {
      writeFileSync(join(folder, '.gitattributes'), 'generated/** binary linguist-generated\n');
      const files = readFiles(folder);
      writeFiles(folder, {
        [bypass]: (files[bypass] ?? '').replace('src 192.0.2.0/24', 'src 192.0.0.0/16'),
      });
    },
    words: ['diff', '--base', 'HEAD~1', '--head', 'HEAD', '--outputs'],
    caught: { code: 0, says: '192.0.0.0' },
  },
  {
    name: 'an output is a link to the same bytes, which may change without it',
    play: (folder) => {
      mkdirSync(join(folder, 'elsewhere'));
      renameSync(join(folder, bypass), join(folder, 'elsewhere/bypass.conf'));
      symlinkSync('../../../elsewhere/bypass.conf', join(folder, bypass));
    },
    words: ['check'],
    caught: { code: 1, says: 'squid/bypass.conf' },
  },
  {
    name: 'the output directory is a link to another directory',
    play: (folder) => {
      renameSync(join(folder, 'generated'), join(folder, 'elsewhere'));
      symlinkSync('elsewhere', join(folder, 'generated'));
    },
    words: ['check'],
    caught: { code: 2, says: 'generated' },
  },
  {
    name: 'the script for the router is no program any more',
    play: (folder) => chmodSync(join(folder, script), 0o644),
    words: ['check'],
    caught: { code: 1, says: 'apply.sh' },
  },
  {
    name: 'the base is called like an option of git',
    play: () => {},
    words: ['diff', '--base=--output=spec.yaml'],
    caught: { code: 2, says: 'commit' },
  },
];

test.each(tricks.map((trick) => [trick.name, trick] as const))('%s', (_name, trick) =>
  inFolder(async (folder) => {
    writeFiles(folder, { ...baseFiles, ...outputsOf(baseFiles) });
    chmodSync(join(folder, script), 0o755);
    initRepository(folder);
    commitAll(folder);
    trick.play(folder);
    commitAll(folder);
    const answer: Answer = await portolan(...trick.words, join(folder, 'spec.yaml'));
    expect(answer).toEqual({
      code: trick.caught.code,
      said: expect.stringContaining(trick.caught.says),
    });
  }),
);

function link(folder: string, target: string, path: string): void {
  renameSync(join(folder, path), join(folder, 'lists/former.txt'));
  symlinkSync(target, join(folder, path));
}
