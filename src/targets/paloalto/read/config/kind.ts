import { failure, type Refusal, type Result, refuse, success } from '../../../../problem.ts';
import type { Dump } from '../../../device.ts';

const xmlRoot = /^\uFEFF?\s*(?:<\?xml[^>]{0,200}\?>)?\s*<(config|response)[\s>]/;
const generated =
  /^# \S+: objects and rules for PAN-OS\. Generated|^<!-- [^\n]{1,60}: objects and rules for PAN-OS\. Generated/m;

const setLine =
  /^set (?:shared |(?:vsys|device-group) (?:"[^"\n]{1,63}"|[^\s"]{1,63}) )?(?:deviceconfig (?:system|setting) |(?:(?:pre-|post-)?rulebase) \S{1,40} rules |address (?:"[^"\n]{1,63}"|\S{1,63}) (?:ip-netmask|ip-range|fqdn) |address-group (?:"[^"\n]{1,63}"|\S{1,63}) (?:static|dynamic) )/m;

/** Are these set commands, and not XML? The readers of both give the same. */
export function isSetDump({ text }: Dump): boolean {
  return !xmlRoot.test(text) && setLine.test(text);
}

/** Is this text a configuration of PAN-OS? Refuses a candidate, a part of a configuration, and a generated file. */
export function recognize(dump: Dump): Result<true, Refusal> | undefined {
  const { name, text } = dump;
  if (generated.test(text.slice(0, 1000)))
    return failure(
      refuse(
        'live-dump',
        `${name} is a generated file, not a configuration of a device`,
        `export the running configuration: ${howTo}`,
      ),
    );
  if (isSetDump(dump)) return success(true);
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
