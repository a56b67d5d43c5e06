/** The squid.conf of a site around the file, in the order that the file's head asks for. */
export type SiteConfiguration = {
  /** Does this proxy decrypt, and are there clients that are redirected to it? */
  readonly inspection: 'none' | 'explicit' | 'intercept';
  /** Names of its ICAP services: what ends in `_out` sees answers, the others requests. */
  readonly services: readonly string[];
  /** Lines of its own above the file. */
  readonly above?: readonly string[];
  /** Lines of its own right below the file. */
  readonly below?: readonly string[];
  /** The format of its access log, as a line; without, Squid's own. */
  readonly logformat?: string;
  /** What the file is called in a conf.d, where the site's auth.conf asks for a login; without, it is included itself. */
  readonly named?: string;
};

/** Squid's directory, with authentication, a parent and a cache for all, and a rewriter of URLs and cache keys that only observes. */
export function siteFiles(bypass: string, site: SiteConfiguration): Record<string, string> {
  const { named } = site;
  const files = { 'squid.conf': configuration(site), rewriter };
  if (named === undefined) return { ...files, 'bypass.conf': bypass };
  return { ...files, [`conf.d/${named}`]: bypass, 'conf.d/auth.conf': 'http_access deny !staff\n' };
}

const rewriter = `#!/bin/sh
while read -r url rest; do
  echo "$url" >> /tmp/squid/rewritten
  echo ERR
done
`;

function configuration(site: SiteConfiguration): string {
  const { inspection, services, above = [], below = [], named } = site;
  return `${[
    ...base,
    ...logLines(site),
    ...portsOf(inspection),
    ...above,
    `include /tmp/squid/${named === undefined ? 'bypass.conf' : 'conf.d/*.conf'}`,
    ...below,
    ...(inspection === 'intercept' ? redirected : []),
    ...permissions,
    ...(inspection === 'none' ? [] : ['ssl_bump bump all']),
    ...services.flatMap(serviceLines),
    ...rest,
  ].join('\n')}\n`;
}

function logLines({ logformat }: SiteConfiguration): string[] {
  const log = 'access_log stdio:/tmp/squid/access.log';
  if (logformat === undefined) return [log];
  return [logformat, `${log} ${logformat.split(' ')[1]}`];
}

const base = [
  'visible_hostname proxy.example.net',
  'cache_effective_user proxy',
  'pid_filename none',
  'coredump_dir /tmp/squid',
  'cache_log /tmp/squid/cache.log',
  'netdb_filename none',
  'hosts_file /dev/null',
  'dns_nameservers 127.0.0.1',
  'shutdown_lifetime 0 seconds',
  'auth_param basic program /usr/lib/squid/basic_fake_auth',
  'auth_param basic children 1',
  'acl staff proxy_auth REQUIRED',
  // One port more than the file has, so that a wrong one gets as far as the file.
  'acl SSL_ports port 80 443 3478 8439-8443 9442 9443',
  'acl Safe_ports port 80 443 1025-65535',
  'http_access deny !Safe_ports',
  'http_access deny CONNECT !SSL_ports',
];

const bump =
  'ssl-bump cert=/tmp/bump.pem generate-host-certificates=on dynamic_cert_mem_cache_size=1MB';

function portsOf(inspection: SiteConfiguration['inspection']): string[] {
  if (inspection === 'none') return ['http_port 3128'];
  const decrypting = [
    `http_port 3128 ${bump}`,
    'sslcrtd_program /usr/lib/squid/security_file_certgen -s /tmp/squid/certgen -M 4MB',
    'sslcrtd_children 1 startup=1 idle=1',
    'tls_outgoing_options cafile=/tmp/origin-ca.pem',
    // The origins have one certificate for all names.
    'sslproxy_cert_error allow all',
  ];
  if (inspection === 'explicit') return decrypting;
  return [
    ...decrypting,
    'http_port 3131 intercept name=redirected_http',
    `https_port 3132 intercept ${bump} name=redirected_tls`,
    'acl redirected myportname redirected_http redirected_tls',
    'acl opened dstdomain -n .opened.example',
  ];
}

// A redirected client cannot authenticate: it gets what the site allows to all clients.
const redirected = ['http_access allow redirected opened', 'http_access deny redirected'];

const permissions = [
  'http_access deny manager',
  'acl to_inside dst 10.0.0.0/8 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.168.0.0/16 ::1',
  'http_access deny to_inside',
  'http_access allow staff',
  'http_access deny all',
];

function serviceLines(name: string): string[] {
  const [way, path] = name.endsWith('_out') ? ['respmod', 'response'] : ['reqmod', 'request'];
  return [
    'icap_enable on',
    `icap_service ${name} ${way}_precache icap://127.0.0.1:1344/${path} bypass=off`,
    `adaptation_access ${name} allow all`,
  ];
}

const rest = [
  'cache_mem 8 MB',
  'cache_peer 127.0.0.1 parent 3129 0 no-query no-digest default',
  'never_direct allow all',
  'url_rewrite_program /tmp/squid/rewriter',
  'url_rewrite_children 1 startup=1 idle=1',
  'url_rewrite_access allow all',
  'store_id_program /tmp/squid/rewriter',
  'store_id_children 1 startup=1 idle=1',
  'store_id_access allow all',
];
