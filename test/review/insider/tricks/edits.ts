import type { Edit } from './trick.ts';

const spec = 'spec.yaml';
const lastGroups = '  - id: remote-help\n';
const oldTests = 'tests:\n';

/** An edit of the spec. */
export function inSpec(from: string, to: string): Edit {
  return { file: spec, from, to };
}

/** Adds a group, as indented YAML. */
export function group(text: string): Edit {
  return inSpec(lastGroups, `${text}${lastGroups}`);
}

/** Adds a group with these endpoints, and with a source that explains them. */
export function helper(endpoints: readonly string[], tier = 'required'): Edit {
  return group(`  - id: helper
    title: Helper
    tier: ${tier}
    source: { document: guide, section: Servers }
    endpoints:
${endpoints.map((endpoint) => `      - ${endpoint}\n`).join('')}`);
}

/** Adds an endpoint to the group `booking`. */
export function booking(endpoint: string): Edit {
  const last = '      - { network: 198.51.100.0/28, service: mqtt }\n';
  return inSpec(last, `${last}      - ${endpoint}\n`);
}

/** Adds a service. */
export function service(text: string): Edit {
  return { file: 'services.yaml', from: '  mqtt:', to: `  ${text}\n  mqtt:` };
}

/** Adds a test. */
export function tested(text: string): Edit {
  return inSpec(oldTests, `${oldTests}  - ${text}\n`);
}

/** Adds a site. */
export function site(text: string): Edit {
  return inSpec('  depot:\n', `${text}  depot:\n`);
}

/** Adds a line to the list. */
export function listed(line: string): Edit {
  return { file: 'lists/cdn.txt', from: 'b.cdn', to: `${line}\nb.cdn` };
}
