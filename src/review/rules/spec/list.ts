// Written by `npm run generate:code` from the files beside it; a change here is lost.
import type { SpecRule } from '../kit/rule.ts';
import { anyDestination } from './any-destination.ts';
import { appIdShift } from './app-id-shift.ts';
import { applicationPortMismatch } from './application-port-mismatch.ts';
import { broadPortRange } from './broad-port-range.ts';
import { cleartext } from './cleartext.ts';
import { duplicateOrCovered } from './duplicate-or-covered.ts';
import { enforcedWider } from './enforced-wider.ts';
import { expired } from './expired.ts';
import { innerOpened } from './inner-opened.ts';
import { inspectionBypass } from './inspection-bypass.ts';
import { internationalisedHost } from './internationalised-host.ts';
import { listCutOff } from './list-cut-off.ts';
import { metadataAddress } from './metadata-address.ts';
import { notExpressible } from './not-expressible.ts';
import { partialLabelWildcard } from './partial-label-wildcard.ts';
import { privateAddress } from './private-address.ts';
import { provenanceMissing } from './provenance-missing.ts';
import { publicSuffixWildcard } from './public-suffix-wildcard.ts';
import { requiredNotExpressible } from './required-not-expressible.ts';
import { resolverBypassesDnsmasq } from './resolver-bypasses-dnsmasq.ts';
import { schemePortMismatch } from './scheme-port-mismatch.ts';
import { sharedTenantWildcard } from './shared-tenant-wildcard.ts';
import { staleRuleCounts } from './stale-rule-counts.ts';
import { thirdPartyDomain } from './third-party-domain.ts';
import { unknownTld } from './unknown-tld.ts';
import { unresolvedRequirement } from './unresolved-requirement.ts';

/** Every rule about a spec, the gravest first, then by id. */
export const specRules: readonly SpecRule[] = [
  anyDestination,
  publicSuffixWildcard,
  metadataAddress,
  sharedTenantWildcard,
  internationalisedHost,
  broadPortRange,
  innerOpened,
  privateAddress,
  requiredNotExpressible,
  expired,
  cleartext,
  applicationPortMismatch,
  schemePortMismatch,
  staleRuleCounts,
  inspectionBypass,
  appIdShift,
  enforcedWider,
  notExpressible,
  partialLabelWildcard,
  resolverBypassesDnsmasq,
  thirdPartyDomain,
  unknownTld,
  provenanceMissing,
  listCutOff,
  unresolvedRequirement,
  duplicateOrCovered,
];
