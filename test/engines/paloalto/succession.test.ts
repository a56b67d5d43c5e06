import { describe, expect, test } from '@jest/globals';
import { edited } from '../support.ts';
import { base } from './base.ts';
import { checkPaloalto, checkPasteOverPaloalto, holdEqual } from './checker.ts';

const file = 'paloalto/rules.set';

/** An older set than the base: what `to` says of it was there once. */
function older(from: string, to: string): Map<string, string> {
  return edited(base, { file, from, to });
}

describe('a paste over an older generated set', () => {
  test('changes nothing if the content is the same', () => {
    expect(checkPasteOverPaloalto(base, base)).toEqual([]);
  });

  test('over nothing leaves nothing', () => {
    expect(checkPasteOverPaloalto(new Map(), base)).toEqual([]);
  });

  test.each([
    [
      'a host',
      'list api.example.com/',
      'list old.example.com/\nset profiles custom-url-category demo-cloud-https list api.example.com/',
    ],
    [
      'a client',
      '[ demo-client-1 demo-client-2 ]',
      '[ demo-client-1 demo-client-2 demo-resolver ]',
    ],
    ['an App-ID', '[ okta ssl ]', '[ okta ssl google-base ]'],
    ['the ports of a service', 'port 3478,5000-5010', 'port 3478'],
    ['the address of an object', '192.0.2.0/24', '192.0.2.0/25'],
    ['the place of the rules', 'demo-base-dns before block-all', 'demo-base-dns bottom'],
  ])('removes %s that the spec changed', (_, from, to) => {
    expect(checkPasteOverPaloalto(older(from, to), base)).toEqual([]);
  });

  test.each([
    [
      'a zone',
      'demo-cloud-https from trust',
      'demo-cloud-https from guest',
      'the from of the security "demo-cloud-https" keeps what the older set said',
    ],
    [
      'an App-ID of a rule itself',
      'application dns',
      'application [ dns google-base ]',
      'the application of the security "demo-base-dns" keeps what the older set said',
    ],
    [
      'an object',
      'set service demo-tcp-80',
      'set service demo-tcp-81 protocol tcp port 81\nset service demo-tcp-80',
      'the service "demo-tcp-81" of the older set stays',
    ],
    [
      'a rule',
      'set rulebase security rules demo-deny disabled yes',
      'set rulebase security rules demo-old action allow\nset rulebase security rules demo-deny disabled yes',
      'the security "demo-old" of the older set stays',
    ],
  ])('cannot remove %s, and the caveats say so', (_, from, to, want) => {
    expect(checkPasteOverPaloalto(older(from, to), base)).toEqual([want]);
  });
});

test('hosts that are matched by FQDN are undecrypted as well, and have no web-browsing', () => {
  const files = edited(
    base,
    {
      file,
      from: 'demo-cloud-https destination any',
      to: 'demo-cloud-https destination demo-voice-hosts',
    },
    {
      file,
      from: 'set rulebase security rules demo-cloud-https category demo-cloud-https\n',
      to: '',
    },
    { file, from: '[ okta ssl ]', to: '[ ssl web-browsing ]' },
    {
      file,
      from: 'demo-no-decrypt destination any',
      to: 'demo-no-decrypt destination demo-voice-hosts',
    },
  );
  expect(checkPaloalto(files)).toContain(
    'rules.set: the rule "demo-cloud-https" has web-browsing on an undecrypted 443',
  );
});

describe('script and document', () => {
  const [script = '', document = ''] = [...base.values()];

  test('treats lists as equal with any order of their members', () => {
    expect(holdEqual(script.replace('[ okta ssl ]', '[ ssl okta ]'), document)).toEqual([]);
  });

  test('treats a rule at another position as different', () => {
    const moved = script
      .replace('demo-voice-media after demo-cloud-http', 'demo-voice-media before demo-base-dns')
      .replace('demo-deny after demo-voice-media', 'demo-deny after demo-cloud-http');
    expect(holdEqual(moved, document)).toEqual([
      'the security rules of rules.xml stand in another order',
    ]);
  });
});
