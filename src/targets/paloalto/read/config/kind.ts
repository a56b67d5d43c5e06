import { failure, type Refusal, type Result, refuse, success } from '../../../../problem.ts';
import type { Dump } from '../../../target.ts';

const xmlRoot = /^\uFEFF?\s*(?:<\?xml[^>]{0,200}\?>)?\s*<(config|response)[\s>]/;
const generated =
  /^# \S+: objects and rules for PAN-OS\. Generated|^<!-- [^\n]{1,60}: objects and rules for PAN-OS\. Generated/m;

const setLine =
  /^set (?:(?:vsys|device-group|shared) )?.{0,80}\b(?:deviceconfig|rulebase|address|address-group|service) /m;

/** Is this text a configuration of PAN-OS? Refuses a candidate, a part of a configuration, and a generated file. */
export function recognize({ name, text }: Dump): Result<true, Refusal> | undefined {
  if (generated.test(text.slice(0, 1000)))
    return failure(
      refuse(
        'live-dump',
        `${name} is a generated file, not a configuration of a device`,
        `export the running configuration: ${howTo}`,
      ),
    );
  if (setLine.test(text))
    return failure(
      refuse(
        'live-dump',
        `${name} has set commands, which do not say whether they are the candidate or the running configuration`,
        `export the running configuration: ${howTo}`,
      ),
    );
  if (!xmlRoot.test(text)) return undefined;
  // Nodes that are not committed have this attribute, and the API counts the nodes of a candidate.
  if (/<[^<>]* dirtyId="/.test(text) || /<result total-count=/.test(text))
    return failure(candidate(name));
  return success(true);
}

const howTo = 'scp export configuration from running-config.xml';

/** A candidate may never be committed, so it says nothing about the device. */
function candidate(name: string): Refusal {
  return refuse(
    'live-dump',
    `${name} is the candidate configuration, which the device does not use before a commit`,
    `export the running configuration: ${howTo}`,
  );
}
