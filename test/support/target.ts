import { type TemplateViews, templates } from '../../compiled/templates.js';
import type { Encoded, Target } from '../../src/targets/target.ts';

const text = <Place extends string>(value: string) => value as Encoded<Place>;

/** An empty view of the PAC template. */
export const pacView: TemplateViews['pac/proxy.pac'] = {
  specName: text('demo'),
  included: false,
  functionName: text('FindProxyForURL'),
  direct: text('DIRECT'),
  otherwise: text('null'),
  anyPorts: text(''),
  hosts: [],
  hostTree: [],
  below: [],
  belowTree: [],
  patterns: [],
  networks: [],
  compact: false,
};

/** A target named pac that expresses everything, except the parts that a test replaces. */
export function fakeTarget(parts: Partial<Target> = {}): Target {
  return {
    name: 'pac',
    clients: 'everyone',
    connects: 'directly',
    files: { 'pac/proxy.pac': templates['pac/proxy.pac'] },
    view: () => ({ ok: true, value: { 'pac/proxy.pac': pacView } }),
    coverage: () => ({ kind: 'exact', reason: '' }),
    caveats: () => [],
    stated: () => ({}),
    read: () => ({
      ok: true,
      value: { access: [], settings: [], decide: () => ({ verdict: 'deny', at: null }) },
    }),
    ...parts,
  };
}
