import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readPorts } from '../../../../src/documents/kit/ports.ts';
import { formatPortRange, mergePorts } from '../../../../src/net/port.ts';

/** The ports as a spec writes them; a reason in angle brackets. */
function portsIn(written: string, transport?: string): string {
  const ports = readPorts(written, transport);
  return ports.ok ? ports.value.map(formatPortRange).join(' ') : `<${ports.error}>`;
}

describe('ports of a cell', () => {
  test.each([
    ['443, 80', 'tcp/80 tcp/443'],
    ['80,443', 'tcp/80 tcp/443'],
    ['25,143,587,993', 'tcp/25 tcp/143 tcp/587 tcp/993'],
    ['TCP/443 TCP, UDP/5228-5230', 'tcp/443 tcp/5228-5230 udp/5228-5230'],
    ['443/tcp', 'tcp/443'],
    ['443/TCP, 3478/UDP', 'tcp/443 udp/3478'],
    ['53/tcp/udp', 'tcp/53 udp/53'],
    ['**TCP:** 443', 'tcp/443'],
    ['**TCP:** 443<br>**UDP:** 3478-3481', 'tcp/443 udp/3478-3481'],
    ['TCP: 443/UDP: 3478', 'tcp/443 udp/3478'],
    ['UDP 50,000 – 53,000', 'udp/50000-53000'],
    ['UDP 50,000 and 53,000', 'udp/50000 udp/53000'],
    ['UDP 50,000', 'udp/50000'],
    ['tcp 5004 and 9000', 'tcp/5004 tcp/9000'],
    ['443 (HTTPS)', 'tcp/443'],
    ['8443 (HTTPS)', 'tcp/8443'],
    ['443 (QUIC)', 'udp/443'],
    ['443 (HTTP/3)', 'udp/443'],
    ['443 (TLS 1.2)', 'tcp/443'],
    ['443 (HTTPS), 80 (HTTP)', 'tcp/80 tcp/443'],
    ['53 UDP (DNS)', 'udp/53'],
    ['TCP 443 (HTTPS), UDP 3478', 'tcp/443 udp/3478'],
    ['HTTPS (443)', 'tcp/443'],
    ['TCP 80/443', 'tcp/80 tcp/443'],
    ['443/tcp 3478/udp', 'tcp/443 udp/3478'],
    ['443 / tcp', 'tcp/443'],
    ['TCP 443 / UDP 3478', 'tcp/443 udp/3478'],
    ['TCP/UDP 5060, 5061', 'tcp/5060-5061 udp/5060-5061'],
    ['8080, 8443 TCP', 'tcp/8080 tcp/8443'],
    ['443 TCP 3478 UDP', 'tcp/443 udp/3478'],
    ['TCP 50000 to 50059', 'tcp/50000-50059'],
    ['TCP 8000:8010', 'tcp/8000-8010'],
    ['Port 443', 'tcp/443'],
    ['tcp443', 'tcp/443'],
    ['443 (1)', 'tcp/443'],
    ['443*', 'tcp/443'],
    ['`443`', 'tcp/443'],
    ['HTTPS', 'tcp/443'],
    ['HTTP / HTTPS', 'tcp/80 tcp/443'],
    ['DNS', 'tcp/53 udp/53'],
    ['53', 'tcp/53 udp/53'],
    ['123', 'udp/123'],
    ['80, 443, 25, 143, 587, 465, 993, 995, 636, 853, 5061, 8883', everyOnTcp()],
    ['', ''],
    [' - ', ''],
    ['N/A', ''],
  ])('%s', (given, want) => {
    expect(portsIn(given)).toBe(want);
  });

  test.each([
    ['443', 'TCP', 'tcp/443'],
    ['443', 'UDP', 'udp/443'],
    ['3478', 'TCP/UDP', 'tcp/3478 udp/3478'],
    ['3478', 'TCP, UDP', 'tcp/3478 udp/3478'],
    ['5060, 5061', 'TCP/UDP', 'tcp/5060-5061 udp/5060-5061'],
    ['443/tcp', 'TCP, UDP', 'tcp/443'],
    ['443 (HTTPS)', 'TCP', 'tcp/443'],
    ['8443', 'HTTPS', 'tcp/8443'],
    ['8443', 'TCP (HTTPS)', 'tcp/8443'],
    ['443, 80', 'TCP (HTTPS)', 'tcp/80 tcp/443'],
    ['443', 'Any', 'tcp/443'],
    ['', 'HTTPS', 'tcp/443'],
    ['-', 'HTTP/HTTPS', 'tcp/80 tcp/443'],
  ])('%s beside the transport %s', (given, transport, want) => {
    expect(portsIn(given, transport)).toBe(want);
  });

  test.each([
    ['any', '', '<"any" is not a list of ports>'],
    ['1024+', 'TCP', '<"1024+" names no highest port>'],
    ['TCP 443, 1024+', '', '<"TCP 443, 1024+" names no highest port>'],
    ['443, 1024+ (TCP)', '', '<"443, 1024+ (TCP)" names no highest port>'],
    ['*', '', '<"*" is not a list of ports>'],
    ['Dynamic', '', '<"dynamic" is not a list of ports>'],
    ['443 for updates', '', '<"443 for updates" is not a list of ports>'],
    ['0-65535', 'TCP', '<"0-65535" is not a list of ports>'],
    ['70000', 'TCP', '<"70000" is not a list of ports>'],
    ['443-80', 'TCP', '<"443-80" is not a list of ports>'],
    ['0443', 'TCP', '<"0443" is not a list of ports>'],
    ['443.', 'TCP', '<"443." is not a list of ports>'],
    ['1,433', 'TCP', '<"1,433" is either 1433 or 1 and 433>'],
    ['443 1', 'TCP', '<"443 1" may end in a footnote>'],
    ['44 3', 'TCP', '<"44 3" may end in a footnote>'],
    ['8443, 443 12', 'TCP', '<"443 12" may end in a footnote>'],
    ['80 443', 'TCP', '<"80 443" is either 80 and 443 or 80-443>'],
    ['3478', '', '<the document names no transport for port 3478>'],
    ['443, 8080', '', '<the document names no transport for port 8080>'],
    ['8080, 443 HTTPS', '', '<the document names no transport for port 8080>'],
    ['80-443', '', '<the document names no transport for ports 80-443>'],
    ['443/tcp, 8080', '', '<the document names no transport for port 8080>'],
    ['443 TCP, UDP 3478', '', '<"443 TCP, UDP 3478" is not a list of ports>'],
    ['443 TCP, UDP 3478 TCP', '', '<"443 TCP, UDP 3478 TCP" is not a list of ports>'],
    ['TCP, UDP 443, 3478', '', '<"TCP, UDP 443, 3478" is not a list of ports>'],
    ['443, 3478', 'TCP, UDP', '<the row does not say which of its ports has which transport>'],
    ['443, 3478', 'TCP UDP', '<the row does not say which of its ports has which transport>'],
    ['443/3478', 'TCP/UDP', '<the row does not say which of its ports has which transport>'],
    ['443, 53', 'HTTPS, DNS', '<the row does not say which of its ports has which transport>'],
    ['443', 'HTTPS, UDP', '<the row does not say which of its ports has which transport>'],
    ['TCP/UDP 443/3478', '', '<"TCP/UDP 443/3478" is not a list of ports>'],
    ['HTTPS, UDP 443', '', '<"HTTPS, UDP 443" is not a list of ports>'],
    ['443/tcp', 'UDP', '<the row names two transports for port 443>'],
    ['443 (QUIC)', 'TCP', '<the row names two transports for port 443>'],
    ['TCP', '', '<"TCP" is not a list of ports>'],
    ['', 'UDP', '<the row names a transport and no port>'],
    ['443', 'ICMP', '<the protocol "icmp" has no ports>'],
    ['443', 'TCP, ICMP', '<the protocol "icmp" has no ports>'],
    ['50', 'ESP', '<the protocol "esp" has no ports>'],
    ['53', '17', '<"17" names no transport>'],
  ])('%s beside %s is unresolved', (given, transport, want) => {
    expect(portsIn(given, transport)).toBe(want);
  });

  test('hostile text is read in time and without an error', () => {
    const long = ['1,'.repeat(200), '(('.repeat(200), 'tcp '.repeat(100), '9'.repeat(400)];
    for (const text of [...long, '1 '.repeat(150), '1-'.repeat(200), '\u0000', '<br>'.repeat(99)])
      expect(portsIn(text)).toMatch(/^(?:<.*>)?$/s);
  });

  const words = fc.constantFrom('TCP', 'udp', 'HTTPS', '(DNS)', ',', '/', ' and ', '-', ';', ' ');
  const numbers = fc.integer({ min: 0, max: 70_000 }).map(String);
  const cells = fc.array(fc.oneof(words, numbers, fc.string()), { maxLength: 8 });

  test('names no number that its cell has not, and merges', () => {
    fc.assert(
      fc.property(cells, (parts) => {
        const written = parts.join('');
        const ports = readPorts(written);
        if (!ports.ok) return;
        const known = /dns|https/i.test(written) ? ['443', '53'] : [];
        const digits = [written.replaceAll(/[,\s]/g, ''), ...known].join(' ');
        for (const end of ports.value.flatMap(({ low, high }) => [low, high]))
          expect(digits).toContain(String(end));
        expect(ports.value).toEqual(mergePorts(ports.value));
      }),
    );
  });

  test.each(['TCP', 'UDP'])('gives only %s beside that transport', (transport) => {
    fc.assert(
      fc.property(cells, (parts) => {
        const ports = readPorts(parts.join(''), transport);
        const found = ports.ok ? ports.value.map((range) => range.transport) : [];
        expect(found.filter((each) => each !== transport.toLowerCase())).toEqual([]);
      }),
    );
  });
});

function everyOnTcp(): string {
  const ports = [25, 80, 143, 443, 465, 587, 636, 853, 993, 995, 5061, 8883];
  return ports.map((port) => `tcp/${port}`).join(' ');
}
