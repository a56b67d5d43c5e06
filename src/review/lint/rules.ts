import type { LintRule } from './rule.ts';
import { anyDestination } from './rules/any-destination.ts';
import { anyResolver } from './rules/any-resolver.ts';
import { appIdShift } from './rules/app-id-shift.ts';
import { applicationPortMismatch } from './rules/application-port-mismatch.ts';
import { broadPortRange } from './rules/broad-port-range.ts';
import { cleartext } from './rules/cleartext.ts';
import { duplicateOrCovered } from './rules/duplicate-or-covered.ts';
import { enforcedWider } from './rules/enforced-wider.ts';
import { expired } from './rules/expired.ts';
import { familyUnfiltered } from './rules/family-unfiltered.ts';
import { innerOpened } from './rules/inner-opened.ts';
import { inspectionBypass } from './rules/inspection-bypass.ts';
import { internationalisedHost } from './rules/internationalised-host.ts';
import { listCutOff } from './rules/list-cut-off.ts';
import { metadataAddress } from './rules/metadata-address.ts';
import { notExpressible } from './rules/not-expressible.ts';
import { partialLabelWildcard } from './rules/partial-label-wildcard.ts';
import { privateAddress } from './rules/private-address.ts';
import { provenanceMissing } from './rules/provenance-missing.ts';
import { publicSuffixWildcard } from './rules/public-suffix-wildcard.ts';
import { requiredNotExpressible } from './rules/required-not-expressible.ts';
import { resolverBypassesDnsmasq } from './rules/resolver-bypasses-dnsmasq.ts';
import { schemePortMismatch } from './rules/scheme-port-mismatch.ts';
import { sharedTenantWildcard } from './rules/shared-tenant-wildcard.ts';
import { staleRuleCounts } from './rules/stale-rule-counts.ts';
import { thirdPartyDomain } from './rules/third-party-domain.ts';
import { unknownTld } from './rules/unknown-tld.ts';
import { unresolvedRequirement } from './rules/unresolved-requirement.ts';

/** Every rule that one spec is held to, the gravest first, then by id. */
export const lintRules: readonly LintRule[] = [
  anyDestination,
  publicSuffixWildcard,
  metadataAddress,
  sharedTenantWildcard,
  internationalisedHost,
  broadPortRange,
  innerOpened,
  privateAddress,
  requiredNotExpressible,
  anyResolver,
  expired,
  familyUnfiltered,
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
