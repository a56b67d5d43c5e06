import { expect, test } from '@jest/globals';
import { deleted, doubled, unnoticed } from '../sweep.ts';
import { base } from './base.ts';
import { checkPaloalto } from './checker.ts';

const check = (files: ReadonlyMap<string, string>): string[] =>
  checkPaloalto(files, { closed: true });

test('no line can go but a comment and the switch of a rule in XML, where on is the default', () => {
  expect([...new Set(unnoticed(base, check, deleted))]).toEqual([
    '# Paste in configuration mode. On TLS only the host is seen.',
    '                  <disabled>no</disabled>',
  ]);
});

test('no line can stand twice but a comment', () => {
  expect(unnoticed(base, check, doubled)).toEqual([
    '# demo: objects and rules for PAN-OS, written by "portolan generate"; a change here is lost.',
    '# Paste in configuration mode. On TLS only the host is seen.',
    '<!-- demo: objects and rules for PAN-OS, written by "portolan generate"; a change here is lost. -->',
  ]);
});
