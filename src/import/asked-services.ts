import { quote } from '../characters.ts';
import { nearest, oneOfThem } from '../language/suggest.ts';
import { mergePorts, type PortRange } from '../net/port.ts';
import { parsePortRange } from '../net/port-text.ts';
import { failure, type Refusal, type Result, refuse, success } from '../problem.ts';
import { namedServices } from './services.ts';

/** The ports of `--service`: names of services, and ports as a spec or the name of a service writes them. */
export function portsOfServices(texts: readonly string[]): Result<PortRange[], Refusal[]> {
  const ports: PortRange[] = [];
  const refusals: Refusal[] = [];
  for (const text of texts.flatMap((each) => each.split(','))) {
    const read = portsOf(text.trim());
    if (!read.ok) refusals.push(read.error);
    else for (const range of read.value) ports.push(range);
  }
  return refusals.length > 0 ? failure(refusals) : success(mergePorts(ports));
}

function portsOf(text: string): Result<readonly PortRange[], Refusal> {
  const named = namedServices.get(text);
  if (named !== undefined) return success(named);
  // The name of a service without one of its own is its ports.
  const range = parsePortRange(text.replace(/^(tcp|udp|sctp)-(?=[0-9])/, '$1/'));
  if (range.ok) return success([range.value]);
  if (/[0-9/]/.test(text)) return range;
  const message = `${quote(text)} is not a service that an import knows`;
  const names = [...namedServices.keys()];
  const near = nearest(text, names);
  const help =
    near === undefined
      ? `use ${oneOfThem(names)} or ports such as tcp/5671`
      : `did you mean ${quote(near)}?`;
  return failure(refuse('import-unknown-service', message, help));
}
