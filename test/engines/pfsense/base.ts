import type { EngineFiles } from '../flow.ts';

const config = `<?xml version="1.0"?>
<!-- demo: aliases and rules for pfSense, written by "portolan generate"; a change here is lost.
     First match decides: put the rules above every rule that lets these clients out. The tool owns the rules of demo_clients that are described as "demo: ". -->
<pfsense fragment="aliases filter">
	<aliases>
		<alias>
			<name>demo_clients</name>
			<type>network</type>
			<address>192.0.2.0/24 2001:db8:c1::/64</address>
			<descr><![CDATA[demo: the clients]]></descr>
			<detail><![CDATA[client network||client network]]></detail>
		</alias>
		<alias>
			<name>demo_cloud_hosts</name>
			<type>host</type>
			<address>api.example.com login.example.net 198.51.100.7</address>
			<descr><![CDATA[demo: cloud]]></descr>
			<detail><![CDATA[cloud||cloud||cloud]]></detail>
		</alias>
		<alias>
			<name>demo_cloud</name>
			<type>network</type>
			<address>demo_cloud_hosts 203.0.113.0/28</address>
			<descr><![CDATA[demo: cloud, with its networks]]></descr>
			<detail><![CDATA[the hosts||a network of the vendor]]></detail>
		</alias>
		<alias>
			<name>demo_ports</name>
			<type>port</type>
			<address>443 8443:8450</address>
			<descr><![CDATA[demo: ports of the cloud]]></descr>
			<detail><![CDATA[https||a range]]></detail>
		</alias>
	</aliases>
	<filter>
		<rule>
			<id></id>
			<tracker>3123450053</tracker>
			<type>pass</type>
			<interface>opt1</interface>
			<ipprotocol>inet46</ipprotocol>
			<protocol>tcp/udp</protocol>
			<source>
				<address>demo_clients</address>
			</source>
			<destination>
				<network>(self)</network>
				<port>53</port>
			</destination>
			<descr><![CDATA[demo: dns/dns]]></descr>
		</rule>
		<rule>
			<id></id>
			<tracker>3123450443</tracker>
			<type>pass</type>
			<interface>opt1</interface>
			<ipprotocol>inet46</ipprotocol>
			<protocol>tcp</protocol>
			<source>
				<address>demo_clients</address>
			</source>
			<destination>
				<address>demo_cloud</address>
				<port>demo_ports</port>
			</destination>
			<descr><![CDATA[demo: cloud/https]]></descr>
		</rule>
		<rule>
			<id></id>
			<tracker>3123450500</tracker>
			<type>pass</type>
			<interface>opt1</interface>
			<ipprotocol>inet</ipprotocol>
			<protocol>udp</protocol>
			<source>
				<address>demo_clients</address>
			</source>
			<destination>
				<address>198.51.100.9</address>
				<port>5000-5010</port>
			</destination>
			<descr><![CDATA[demo: voice/media]]></descr>
		</rule>
		<rule>
			<id></id>
			<tracker>3123450700</tracker>
			<type>pass</type>
			<interface>opt1</interface>
			<ipprotocol>inet46</ipprotocol>
			<protocol>tcp</protocol>
			<source>
				<address>demo_clients</address>
			</source>
			<destination>
				<any></any>
				<port>8080</port>
			</destination>
			<descr><![CDATA[demo: extra/alternative]]></descr>
			<disabled></disabled>
		</rule>
		<rule>
			<id></id>
			<tracker>3123459999</tracker>
			<type>block</type>
			<interface>opt1</interface>
			<ipprotocol>inet46</ipprotocol>
			<source>
				<address>demo_clients</address>
			</source>
			<destination>
				<any></any>
			</destination>
			<descr><![CDATA[demo: everything else]]></descr>
			<log></log>
		</rule>
	</filter>
</pfsense>
`;

const aliases = `# demo: entries for the alias importer, written by "portolan generate"; paste what is below a heading.

# demo_clients
192.0.2.0/24 client network
2001:db8:c1::/64 client network

# demo_cloud_hosts
api.example.com cloud
login.example.net cloud
198.51.100.7 cloud

# demo_cloud
demo_cloud_hosts the hosts
203.0.113.0/28 a network of the vendor

# demo_ports
443 https
8443:8450 a range
`;

/** A set of files as the firewall would take it, every feature once: the base of what the tests break. */
export const base: EngineFiles = new Map([
  ['pfsense/config.xml', config],
  ['pfsense/aliases.txt', aliases],
]);
