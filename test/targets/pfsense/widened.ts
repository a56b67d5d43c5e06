/** A line that opens more, or that pfSense reads as something else than it says. */
export function widened(line: string): string[] {
  return [
    line.replace(/<port>.*<\/port>/, '<port>1-65535</port>'),
    line.replace(/<port>.*<\/port>/, '<port>0</port>'),
    line.replace(/<port>.*<\/port>/, ''),
    line.replace(/<protocol>.*<\/protocol>/, '<protocol>tcp/udp</protocol>'),
    line.replace(/<protocol>.*<\/protocol>/, '<protocol>any</protocol>'),
    line.replace(/<type>(block|reject)</, '<type>pass<'),
    line.replace(/<type>reject</, '<type>block<'),
    line.replace(/<log><\/log>/, ''),
    line.replace(/<type>pass</, '<type>match<'),
    line.replace(/<type>network</, '<type>host<'),
    line.replace(/<interface>.*<\/interface>/, '<interface>wan</interface>'),
    line.replace(/<ipprotocol>.*<\/ipprotocol>/, '<ipprotocol>inet46</ipprotocol>'),
    line.replace(/<address>[^<]*<\/address>/, '<any></any>'),
    line.replace(/<address>([^<]*)<\/address>/, '<address>$1 z.example.com</address>'),
    line.replace(/<address>\S+/, '<address>0.0.0.0/0'),
    line.replace(/<any><\/any>/, '<any/>'),
    line.replace(/<disabled><\/disabled>/, ''),
    line.replace(/\/[0-9]+ /, '/1 '),
    line.replace(/\/[0-9]+</, '/1<'),
    line.replace(/^([a-z0-9][^ ]*) /, 'z.example.com '),
    line.replace(/<pfsense .*>/, '<pfsense>'),
    line.replace(/spt_clients|alias-prefix="[^"]*"/, 'x'),
    line.replace(/<tracker>.*<\/tracker>/, '<tracker>1</tracker>'),
    line.replace(/(<tracker>[0-9]{9})[0-8]/, '$19'),
  ];
}
