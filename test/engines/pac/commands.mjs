// How each browser is started: with an empty profile in a directory, headless, a PAC file by its URL, and one page.
// Every name is on this machine, the proxy's too; a PAC file is asked before a name is looked up.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const home = '127.0.0.1';

const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  // A page opens those URLs that a fetch refuses.
  '--disable-popup-blocking',
  // The certificate is the test's own, for every name.
  '--ignore-certificate-errors',
  `--host-resolver-rules=MAP * ${home}`,
  // A page that is opened with http is not tried with https first.
  '--disable-features=HttpsUpgrades,HttpsFirstBalancedModeAutoEnable,LocalNetworkAccessChecks',
];

const preferences = {
  'network.proxy.type': 2,
  'network.dns.forceResolve': home,
  // A load is told by its referrer, which has to go to other sites as well.
  'network.http.referer.disallowCrossSiteRelaxingDefault': false,
  // A page that is opened with http is not tried with https first.
  'dom.security.https_only_mode': false,
  'dom.security.https_first': false,
  'network.lna.enabled': false,
  // It asks for nothing of its own.
  'app.normandy.enabled': false,
  'app.update.enabled': false,
  'browser.region.network.url': '',
  'browser.safebrowsing.downloads.enabled': false,
  'browser.safebrowsing.malware.enabled': false,
  'browser.safebrowsing.phishing.enabled': false,
  'browser.safebrowsing.update.enabled': false,
  'browser.shell.checkDefaultBrowser': false,
  'datareporting.healthreport.uploadEnabled': false,
  'datareporting.policy.dataSubmissionEnabled': false,
  'dom.push.connection.enabled': false,
  'extensions.update.enabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'services.settings.server': '',
  'startup.homepage_welcome_url': '',
  'toolkit.telemetry.enabled': false,
};

/** The words after the program's name. */
export const wordsOf = {
  chromium: (folder, pac, page) => [
    ...flags,
    `--user-data-dir=${join(folder, 'profile')}`,
    `--proxy-pac-url=${pac}`,
    page,
  ],
  'firefox-esr': (folder, pac, page) => {
    const profile = join(folder, 'profile');
    mkdirSync(profile);
    const lines = Object.entries({ ...preferences, 'network.proxy.autoconfig_url': pac }).map(
      ([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`,
    );
    writeFileSync(join(profile, 'user.js'), lines.join(''));
    return ['--headless', '--no-remote', '--profile', profile, page];
  },
};
