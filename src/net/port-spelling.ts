import { portTransports } from './transport.ts';

const transport = `(?:${portTransports.join('|')})`;
const transports = `${transport}(?:[ ,/+&]{1,3}${transport}){0,1}`;
const inFront = new RegExp(`^(${transports})[ /:]{0,3}([0-9].*)$`);
const behind = new RegExp(
  `^([0-9].*[0-9])[ /:]{0,3}(${transports})$|^([0-9])[ /:]{0,3}(${transports})$`,
);
const ownTransport = new RegExp(`^${transport}/`);

/**
 * What a text of at most 40 characters probably means as ports: `443/tcp`, `TCP 443`, `tcp/8000:8010`, `tcp/80,443` and
 * ranges with another kind of dash. Empty if it is not such a spelling. The caller validates each result.
 */
export function portsMeant(text: string): readonly string[] {
  const plain = text
    .toLowerCase()
    .replaceAll(/[\u2010-\u2015\u2212]/g, '-')
    .replaceAll(/ {0,2}(?:-|\.\.) {0,2}/g, '-')
    .trim();
  const [, front, numbers] = inFront.exec(plain) ?? [];
  const [, many, after, one, afterOne] = behind.exec(plain) ?? [];
  const named = front ?? after ?? afterOne ?? '';
  const written = numbers ?? many ?? one ?? '';
  const all = transportsOf(named);
  return all.flatMap((transport) =>
    written.split(/[,;] ?| /).map((part) => {
      // A part after one transport may have its own: `tcp/80, udp/53`.
      const whole = all.length === 1 && ownTransport.test(part) ? part : `${transport}/${part}`;
      return whole.replace(/[:-]/, '-');
    }),
  );
}

function transportsOf(named: string): string[] {
  return portTransports.filter((transport) => named.includes(transport));
}
