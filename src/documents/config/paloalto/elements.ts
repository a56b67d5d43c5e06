import type { WantedElements } from '../../../xml.ts';

const rules: WantedElements = { security: 'all' };

const scope: WantedElements = {
  address: 'all',
  'address-group': 'all',
  service: 'all',
  'service-group': 'all',
  'application-group': 'all',
  profiles: { 'custom-url-category': 'all' },
  rulebase: rules,
  'pre-rulebase': rules,
  'post-rulebase': rules,
};

const scopes: WantedElements = { entry: scope };
const device: WantedElements = { vsys: scopes, 'device-group': scopes };
const config: WantedElements = {
  devices: { entry: device },
  shared: scope,
  panorama: { ...scope, vsys: scopes },
};

/**
 * The elements of a configuration of PAN-OS that are read, by their root: an export, or an answer of the API. All others
 * are dropped: users, certificates, keys, the network.
 */
export const panosElements: WantedElements = {
  config,
  response: { result: { config, shared: scope, ...device, ...scope } },
};
