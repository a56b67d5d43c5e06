import { readFileSync } from 'node:fs';

const { version, homepage = null } = JSON.parse(
  readFileSync(new URL('package.json', import.meta.url), 'utf8'),
);

/** The same constants as the bundle gets. */
const define = {
  PORTOLAN_VERSION: JSON.stringify(version),
  PORTOLAN_HOMEPAGE: JSON.stringify(homepage),
  PORTOLAN_SCRIPT: '"all"',
};

const common = {
  roots: ['<rootDir>/test', '<rootDir>/scripts/new-target/test'],
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  // Here rather than in the transform: jest's cache knows the options, not the code.
  transform: { '\\.ts$': ['<rootDir>/scripts/jest-transform.mjs', { define }] },
};

export default {
  // Two gears: test/engines may start any program, test/commands starts the tool, nothing else may. `npm test` runs both.
  projects: [
    {
      ...common,
      displayName: 'unit',
      // What a new target begins as is tested where it lies.
      testMatch: ['<rootDir>/test/**/*.test.ts', '<rootDir>/scripts/new-target/test/**/*.test.ts'],
      testPathIgnorePatterns: ['<rootDir>/test/engines/', '<rootDir>/test/commands/'],
      setupFiles: ['<rootDir>/test/support/no-programs.ts'],
    },
    {
      ...common,
      displayName: 'programs',
      testMatch: ['<rootDir>/test/{engines,commands}/**/*.test.ts'],
    },
  ],
  // Real engines (iptables, dnsmasq, the bundle) are slow to start on a busy machine. A project's own limit is ignored.
  testTimeout: 120_000,
  maxWorkers: 2,
  // Modules that node's vm has loaded are never freed, and a worker with a large heap takes longer to end than jest waits
  // for it. So one that has grown is replaced by a new one between two suites.
  workerIdleMemoryLimit: '400MB',
};
