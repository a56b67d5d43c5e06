import { describe, expect, test } from '@jest/globals';
import { raisedFor } from './support.ts';

const holds = (subject: string, found: string) => [
  `"${subject}": holds ${found}, where clouds serve metadata`,
];

describe('metadata-address', () => {
  test.each<[string, string[]]>([
    ['network: 169.254.169.254', holds('169.254.169.254', '169.254.169.254')],
    ['network: 169.254.0.0/16', holds('169.254.0.0/16', '169.254.169.254')],
    [
      'network: 169.254.169.250-169.254.170.0',
      holds('169.254.169.250-169.254.170.0', '169.254.169.254'),
    ],
    ['network: "fd00:ec2::254"', holds('fd00:ec2::254', 'fd00:ec2::254')],
    ['network: 100.100.100.200', holds('100.100.100.200', '100.100.100.200')],
    ['network: 192.0.0.192', holds('192.0.0.192', '192.0.0.192')],
    ['network: 168.63.129.16', holds('168.63.129.16', '168.63.129.16')],
    ['network: 168.0.0.0/7', holds('168.0.0.0/7', '169.254.169.254 and 168.63.129.16')],
    [
      'host: metadata.google.internal',
      holds('metadata.google.internal', 'metadata.google.internal'),
    ],
    ['host: "*.google.internal"', holds('*.google.internal', 'metadata.google.internal')],
    ['host: "meta*.google.internal"', holds('meta*.google.internal', 'metadata.google.internal')],
    ['host: metadata.goog', holds('metadata.goog', 'metadata.goog')],
    ['network: 169.254.169.253', []],
    ['network: 169.253.0.0/16', []],
    ['network: 10.0.0.0/8', []],
    ['network: "fd00:ec2::253"', []],
    ['host: metadata.google.com', []],
    ['host: "*.metadata.google.internal"', []],
    ['host: www.metadata.goog', []],
  ])('%s', (place, want) => {
    expect(raisedFor('metadata-address', [`{ ${place}, service: https }`])).toEqual(want);
  });
});
