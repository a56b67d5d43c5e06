import { describe, expect, test } from '@jest/globals';
import { raisedFor } from '../support.ts';

const includes = (subject: string, found: string) => [
  `"${subject}": includes ${found}, where clouds serve metadata`,
];

describe('metadata-address', () => {
  test.each<[string, string[]]>([
    ['network: 169.254.169.254', includes('169.254.169.254', '169.254.169.254')],
    ['network: 169.254.0.0/16', includes('169.254.0.0/16', '169.254.169.254')],
    [
      'network: 169.254.169.250-169.254.170.0',
      includes('169.254.169.250-169.254.170.0', '169.254.169.254'),
    ],
    ['network: "fd00:ec2::254"', includes('fd00:ec2::254', 'fd00:ec2::254')],
    ['network: 100.100.100.200', includes('100.100.100.200', '100.100.100.200')],
    ['network: 192.0.0.192', includes('192.0.0.192', '192.0.0.192')],
    ['network: 168.63.129.16', includes('168.63.129.16', '168.63.129.16')],
    ['network: 168.0.0.0/7', includes('168.0.0.0/7', '169.254.169.254 and 168.63.129.16')],
    [
      'host: metadata.google.internal',
      includes('metadata.google.internal', 'metadata.google.internal'),
    ],
    ['host: "*.google.internal"', includes('*.google.internal', 'metadata.google.internal')],
    [
      'host: "meta*.google.internal"',
      includes('meta*.google.internal', 'metadata.google.internal'),
    ],
    ['host: metadata.goog', includes('metadata.goog', 'metadata.goog')],
    ['network: "64:ff9b::a9fe:a9fe"', includes('64:ff9b::a9fe:a9fe', '169.254.169.254')],
    ['network: "64:ff9b:1::a9fe:a9fe"', includes('64:ff9b:1::a9fe:a9fe', '169.254.169.254')],
    ['network: "2002:a9fe:a9fe::/48"', includes('2002:a9fe:a9fe::/48', '169.254.169.254')],
    ['network: "::a9fe:a900/120"', includes('::a9fe:a900/120', '169.254.169.254')],
    ['network: "64:ff9b::6464:64c8"', includes('64:ff9b::6464:64c8', '100.100.100.200')],
    [
      'network: "2001:0:c000:201::5601:5601"',
      includes('2001:0:c000:201::5601:5601', '169.254.169.254'),
    ],
    ['network: "64:ff9b::a9fe:a9fd"', []],
    ['network: "64:ff9c::a9fe:a9fe"', []],
    ['network: "2003:a9fe:a9fe::/48"', []],
    ['network: "2001:db8::a9fe:a9fe"', []],
    ['network: 169.254.169.253', []],
    ['network: 169.253.0.0/16', []],
    ['network: 10.0.0.0/8', []],
    ['network: "fd00:ec2::253"', []],
    ['host: metadata.google.com', []],
    ['host: "*.metadata.google.internal"', []],
    ['host: www.metadata.goog', []],
  ])('checks %s', (place, want) => {
    expect(raisedFor('metadata-address', [`{ ${place}, service: https }`])).toEqual(want);
  });
});
