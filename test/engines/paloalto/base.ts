import type { EngineFiles } from '../flow.ts';

const set = `# demo: objects and rules for PAN-OS, written by "portolan generate"; a change here is lost.
# Paste in configuration mode. On TLS only the host is seen.
set tag demo comments "Demo Product"
set address demo-client-1 ip-netmask 192.0.2.0/24
set address demo-client-2 ip-netmask 2001:db8:c1::/64
set address demo-resolver ip-netmask 198.51.100.53
set address demo-media fqdn media.example.com
set address demo-media-pool ip-range 203.0.113.10-203.0.113.20
delete address-group demo-clients static
set address-group demo-clients static [ demo-client-1 demo-client-2 ]
delete address-group demo-resolvers static
set address-group demo-resolvers static demo-resolver
delete address-group demo-voice-hosts static
set address-group demo-voice-hosts static demo-media
set address-group demo-voice-hosts static demo-media-pool
set service demo-tcp-53 protocol tcp port 53
set service demo-udp-53 protocol udp port 53
set service demo-tcp-80 protocol tcp port 80
set service demo-tcp-443 protocol tcp port 443
set service demo-udp-media protocol udp port 3478,5000-5010
delete service-group demo-dns members
set service-group demo-dns members [ demo-tcp-53 demo-udp-53 ]
delete application-group demo-cloud-apps members
set application-group demo-cloud-apps members [ okta ssl ]
set profiles custom-url-category demo-cloud-https type "URL List"
set profiles custom-url-category demo-cloud-https description "demo: cloud on TLS"
delete profiles custom-url-category demo-cloud-https list
set profiles custom-url-category demo-cloud-https list api.example.com/
set profiles custom-url-category demo-cloud-https list *.cdn.example.com/
set profiles custom-url-category demo-cloud-http type "URL List"
delete profiles custom-url-category demo-cloud-http list
set profiles custom-url-category demo-cloud-http list help.example.com/
set profiles custom-url-category demo-cloud-http list files.example.com/updates/v1
set profiles custom-url-category demo-cloud-http list ^.mirror.example.com/
set rulebase security rules demo-base-dns disabled yes
set rulebase security rules demo-base-dns from trust
set rulebase security rules demo-base-dns to infra
set rulebase security rules demo-base-dns source demo-clients
set rulebase security rules demo-base-dns destination demo-resolvers
set rulebase security rules demo-base-dns application dns
set rulebase security rules demo-base-dns service demo-dns
set rulebase security rules demo-base-dns action allow
set rulebase security rules demo-base-dns description "demo: names"
set rulebase security rules demo-base-dns tag demo
set rulebase security rules demo-base-dns disabled no
set rulebase security rules demo-cloud-https disabled yes
set rulebase security rules demo-cloud-https from trust
set rulebase security rules demo-cloud-https to untrust
set rulebase security rules demo-cloud-https source demo-clients
set rulebase security rules demo-cloud-https destination any
set rulebase security rules demo-cloud-https application demo-cloud-apps
set rulebase security rules demo-cloud-https service demo-tcp-443
set rulebase security rules demo-cloud-https category demo-cloud-https
set rulebase security rules demo-cloud-https action allow
set rulebase security rules demo-cloud-https log-setting forward
set rulebase security rules demo-cloud-https profile-setting group alert-only
set rulebase security rules demo-cloud-https tag demo
set rulebase security rules demo-cloud-https disabled no
set rulebase security rules demo-cloud-http disabled yes
set rulebase security rules demo-cloud-http from trust
set rulebase security rules demo-cloud-http to untrust
set rulebase security rules demo-cloud-http source demo-clients
set rulebase security rules demo-cloud-http destination any
set rulebase security rules demo-cloud-http application web-browsing
set rulebase security rules demo-cloud-http service demo-tcp-80
set rulebase security rules demo-cloud-http category demo-cloud-http
set rulebase security rules demo-cloud-http action allow
set rulebase security rules demo-cloud-http disabled no
set rulebase security rules demo-voice-media disabled yes
set rulebase security rules demo-voice-media from trust
set rulebase security rules demo-voice-media to untrust
set rulebase security rules demo-voice-media source demo-clients
set rulebase security rules demo-voice-media destination demo-voice-hosts
set rulebase security rules demo-voice-media application any
set rulebase security rules demo-voice-media service demo-udp-media
set rulebase security rules demo-voice-media action allow
set rulebase security rules demo-voice-media disabled no
set rulebase security rules demo-deny disabled yes
set rulebase security rules demo-deny from trust
set rulebase security rules demo-deny to [ infra untrust ]
set rulebase security rules demo-deny source demo-clients
set rulebase security rules demo-deny destination any
set rulebase security rules demo-deny application any
set rulebase security rules demo-deny service any
set rulebase security rules demo-deny action deny
set rulebase security rules demo-deny disabled no
set rulebase decryption rules demo-no-decrypt disabled yes
set rulebase decryption rules demo-no-decrypt from trust
set rulebase decryption rules demo-no-decrypt to untrust
set rulebase decryption rules demo-no-decrypt source demo-clients
set rulebase decryption rules demo-no-decrypt destination any
set rulebase decryption rules demo-no-decrypt service demo-tcp-443
set rulebase decryption rules demo-no-decrypt category demo-cloud-https
set rulebase decryption rules demo-no-decrypt type ssl-forward-proxy
set rulebase decryption rules demo-no-decrypt action no-decrypt
set rulebase decryption rules demo-no-decrypt disabled no
move rulebase security rules demo-base-dns before block-all
move rulebase security rules demo-cloud-https after demo-base-dns
move rulebase security rules demo-cloud-http after demo-cloud-https
move rulebase security rules demo-voice-media after demo-cloud-http
move rulebase security rules demo-deny after demo-voice-media
move rulebase decryption rules demo-no-decrypt top
`;

const xml = `<?xml version="1.0"?>
<!-- demo: objects and rules for PAN-OS, written by "portolan generate"; a change here is lost. -->
<config version="11.1.0" urldb="paloaltonetworks">
  <devices>
    <entry name="localhost.localdomain">
      <vsys>
        <entry name="vsys1">
          <tag>
            <entry name="demo"><comments>Demo Product</comments></entry>
          </tag>
          <address>
            <entry name="demo-client-1"><ip-netmask>192.0.2.0/24</ip-netmask></entry>
            <entry name="demo-client-2"><ip-netmask>2001:db8:c1::/64</ip-netmask></entry>
            <entry name="demo-resolver"><ip-netmask>198.51.100.53</ip-netmask></entry>
            <entry name="demo-media"><fqdn>media.example.com</fqdn></entry>
            <entry name="demo-media-pool"><ip-range>203.0.113.10-203.0.113.20</ip-range></entry>
          </address>
          <address-group>
            <entry name="demo-clients">
              <static><member>demo-client-1</member><member>demo-client-2</member></static>
            </entry>
            <entry name="demo-resolvers"><static><member>demo-resolver</member></static></entry>
            <entry name="demo-voice-hosts">
              <static><member>demo-media</member><member>demo-media-pool</member></static>
            </entry>
          </address-group>
          <service>
            <entry name="demo-tcp-53"><protocol><tcp><port>53</port></tcp></protocol></entry>
            <entry name="demo-udp-53"><protocol><udp><port>53</port></udp></protocol></entry>
            <entry name="demo-tcp-80"><protocol><tcp><port>80</port></tcp></protocol></entry>
            <entry name="demo-tcp-443"><protocol><tcp><port>443</port></tcp></protocol></entry>
            <entry name="demo-udp-media">
              <protocol><udp><port>3478,5000-5010</port></udp></protocol>
            </entry>
          </service>
          <service-group>
            <entry name="demo-dns"><members><member>demo-tcp-53</member><member>demo-udp-53</member></members></entry>
          </service-group>
          <application-group>
            <entry name="demo-cloud-apps"><members><member>okta</member><member>ssl</member></members></entry>
          </application-group>
          <profiles>
            <custom-url-category>
              <entry name="demo-cloud-https">
                <type>URL List</type>
                <description>demo: cloud on TLS</description>
                <list><member>api.example.com/</member><member>*.cdn.example.com/</member></list>
              </entry>
              <entry name="demo-cloud-http">
                <type>URL List</type>
                <list>
                  <member>help.example.com/</member>
                  <member>files.example.com/updates/v1</member>
                  <member>^.mirror.example.com/</member>
                </list>
              </entry>
            </custom-url-category>
          </profiles>
          <rulebase>
            <security>
              <rules>
                <entry name="demo-base-dns">
                  <from><member>trust</member></from>
                  <to><member>infra</member></to>
                  <source><member>demo-clients</member></source>
                  <destination><member>demo-resolvers</member></destination>
                  <application><member>dns</member></application>
                  <service><member>demo-dns</member></service>
                  <action>allow</action>
                  <description>demo: names</description>
                  <tag><member>demo</member></tag>
                  <disabled>no</disabled>
                </entry>
                <entry name="demo-cloud-https">
                  <from><member>trust</member></from>
                  <to><member>untrust</member></to>
                  <source><member>demo-clients</member></source>
                  <destination><member>any</member></destination>
                  <application><member>demo-cloud-apps</member></application>
                  <service><member>demo-tcp-443</member></service>
                  <category><member>demo-cloud-https</member></category>
                  <action>allow</action>
                  <log-setting>forward</log-setting>
                  <profile-setting><group><member>alert-only</member></group></profile-setting>
                  <tag><member>demo</member></tag>
                </entry>
                <entry name="demo-cloud-http">
                  <from><member>trust</member></from>
                  <to><member>untrust</member></to>
                  <source><member>demo-clients</member></source>
                  <destination><member>any</member></destination>
                  <application><member>web-browsing</member></application>
                  <service><member>demo-tcp-80</member></service>
                  <category><member>demo-cloud-http</member></category>
                  <action>allow</action>
                </entry>
                <entry name="demo-voice-media">
                  <from><member>trust</member></from>
                  <to><member>untrust</member></to>
                  <source><member>demo-clients</member></source>
                  <destination><member>demo-voice-hosts</member></destination>
                  <application><member>any</member></application>
                  <service><member>demo-udp-media</member></service>
                  <action>allow</action>
                </entry>
                <entry name="demo-deny">
                  <from><member>trust</member></from>
                  <to><member>infra</member><member>untrust</member></to>
                  <source><member>demo-clients</member></source>
                  <destination><member>any</member></destination>
                  <application><member>any</member></application>
                  <service><member>any</member></service>
                  <action>deny</action>
                </entry>
              </rules>
            </security>
            <decryption>
              <rules>
                <entry name="demo-no-decrypt">
                  <from><member>trust</member></from>
                  <to><member>untrust</member></to>
                  <source><member>demo-clients</member></source>
                  <destination><member>any</member></destination>
                  <service><member>demo-tcp-443</member></service>
                  <category><member>demo-cloud-https</member></category>
                  <type><ssl-forward-proxy/></type>
                  <action>no-decrypt</action>
                </entry>
              </rules>
            </decryption>
          </rulebase>
        </entry>
      </vsys>
    </entry>
  </devices>
</config>
`;

/** Files as PAN-OS would take them, every feature once: the base of what the tests break. */
export const base: EngineFiles = new Map([
  ['paloalto/rules.set', set],
  ['paloalto/rules.xml', xml],
]);
