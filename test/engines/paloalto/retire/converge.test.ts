import { describe, expect, test } from '@jest/globals';
import type { Former, RetireFormat } from '../../../../src/targets/device.ts';
import { retire } from '../../../../src/targets/paloalto/retire/index.ts';
import { must } from '../../../support/policy.ts';
import { changes, filesOf, type Version } from './changes.ts';
import { contentOf, type Device, paste, request, strangeDevice } from './device.ts';

type Files = ReadonlyMap<string, string> | undefined;

const places = [
  { words: '', rulebase: 'rulebase' },
  { words: 'vsys vsys2', rulebase: 'rulebase' },
  { words: 'shared', rulebase: 'pre-rulebase' },
  { words: 'device-group Branch 1', rulebase: 'pre-rulebase' },
  { words: 'device-group Branch 1', rulebase: 'post-rulebase' },
];
const strange = strangeDevice(places);

function printed(older: Files, newer: Files, format: RetireFormat): string {
  const former: Former =
    older === undefined ? { kind: 'nothing' } : { kind: 'files', files: older };
  return must(retire.retire(former, newer, format)).text;
}

function setOf(files: Files): string {
  return files?.get('paloalto/rules.set') ?? '';
}

function pasted(device: Device, text: string): Device {
  const played = paste(device, text);
  expect(played.problems).toEqual([]);
  return played.device;
}

function filesFor(version: Version | undefined): Files {
  return version === undefined ? undefined : filesOf(version);
}

describe.each(changes)('%s', (_name, older, newer) => {
  const [before, after] = [filesFor(older), filesFor(newer)];
  const old = pasted(strange, setOf(before));
  const fresh = contentOf(pasted(strange, setOf(after)));

  test('the commands before the newer set make the device of a first paste', () => {
    const retired = pasted(old, printed(before, after, 'set'));
    expect(contentOf(pasted(retired, setOf(after)))).toEqual(fresh);
  });

  test('one request makes the device of a first paste', () => {
    const { device, problems } = request(old, printed(before, after, 'multi-config'));
    expect(problems).toEqual([]);
    expect(contentOf(device)).toEqual(fresh);
  });

  test('a second request changes nothing', () => {
    const { device } = request(old, printed(before, after, 'multi-config'));
    const again = request(device, printed(after, after, 'multi-config'));
    expect(again.problems).toEqual([]);
    expect(contentOf(again.device)).toEqual(fresh);
  });
});

test('without them, most changes leave something of the older set', () => {
  const left = changes.filter(([, older, newer]) => {
    const [before, after] = [filesFor(older), filesFor(newer)];
    const over = pasted(pasted(strange, setOf(before)), setOf(after));
    return contentOf(over).join('\n') !== contentOf(pasted(strange, setOf(after))).join('\n');
  });
  const clean = [
    'a host is added',
    'a host is removed',
    'an App-ID is removed',
    'another position',
    'the output is new',
    'nothing changes',
  ];
  const names = changes.map(([name]) => name);
  expect(left.map(([name]) => name)).toEqual(names.filter((name) => !clean.includes(name)));
});
