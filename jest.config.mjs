import { readFileSync } from 'node:fs';

const { version } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'));

export default {
  roots: ['<rootDir>/test', '<rootDir>/scripts/new-target/test'],
  testMatch: ['<rootDir>/test/**/*.test.ts', '<rootDir>/scripts/new-target/test/**/*.test.ts'],
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  // The same constant as the bundle gets. Here rather than in the transform: jest's cache knows the options, not the code.
  transform: {
    '\\.ts$': [
      '<rootDir>/scripts/jest-transform.mjs',
      { define: { PORTOLAN_VERSION: JSON.stringify(version) } },
    ],
  },
  // Real engines (iptables, dnsmasq, the bundle) are slow to start on a busy machine.
  testTimeout: 120_000,
  maxWorkers: 2,
};
