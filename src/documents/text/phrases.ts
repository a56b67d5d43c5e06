import type { Tier } from '../../language/types.ts';
import { tierIn } from '../kit/tier.ts';

/** Whole words, also beside letters that are not ASCII. */
function words(...alternatives: readonly string[]): RegExp {
  return new RegExp(
    String.raw`(?<![\p{L}\p{N}])(?:${alternatives.join('|')})(?![\p{L}\p{N}])`,
    'iu',
  );
}

/** The tier that a text names; `unclear` if it names several; undefined if it names none. */
export function tierWordOf(text: string): Tier | 'unclear' | undefined {
  const tier = tierIn(text);
  if (tier !== undefined) return tier;
  return text.split(/\s+/).some((word) => tierIn(word) !== undefined) ? 'unclear' : undefined;
}

const requirements = words(
  'requirements?',
  'prerequisites?',
  'anforderung(?:en)?',
  'voraussetzung(?:en)?',
);

/** Whether a heading is about requirements. It names a tier only where no other word does. */
export function namesRequirements(heading: string): boolean {
  return requirements.test(heading);
}

const inward = words('inbound', 'incoming', 'ingress', 'eingehend\\p{L}*');
const outward = words(
  'outbound',
  'outgoing',
  'egress',
  'ausgehend\\p{L}*',
  'bi-?directional',
  'both directions',
  'beide richtungen',
);

/** The direction that a text names: to the clients, or from them; undefined without one. */
export function directionOf(text: string): 'inbound' | 'outbound' | undefined {
  if (outward.test(text)) return 'outbound';
  return inward.test(text) ? 'inbound' : undefined;
}

const asking = words(
  'allow(?:s|ed|list)?',
  'permit(?:s|ted)?',
  'open(?:s|ed)?',
  'whitelist(?:ed)?',
  'unblock(?:ed)?',
  'access(?:es|ible)?',
  'reach(?:es|able|ed)?',
  'connect(?:s|ed|ions?|ing)?',
  'communicat(?:es?|ion|ing)',
  'contact(?:s|ed)?',
  'require[sd]?',
  'need(?:s|ed)?',
  'firewall',
  'ports?',
  'freigeben',
  'freigegeben',
  'erlauben',
  'erreich\\p{L}*',
  'verbind\\p{L}*',
  'ben\u00f6tig\\p{L}*',
  'erforderlich\\p{L}*',
);

/** Whether a sentence asks for access. */
export function asksForAccess(text: string): boolean {
  return asking.test(text);
}

const referring = words(
  'see',
  'siehe',
  'refer to',
  'visit',
  'besuchen sie',
  'read',
  'lesen sie',
  'learn more',
  'more info(?:rmation)?',
  'more details?',
  'further information',
  'weitere informationen',
  'documentation',
  'documented',
  'dokumentation',
  'published',
  'described',
  'beschrieben',
  'support article',
  'knowledge base',
  'log ?in to',
  'go to',
  'navigate to',
  '(?:in|with) (?:a|your|the) (?:web )?browser',
  'click',
  'browse to',
  'source',
  'quelle',
  'copyright',
);

/** Whether a sentence sends its reader to a page. */
export function refersToPage(text: string): boolean {
  return referring.test(text);
}

const dns = words('dns', 'name (?:lookup|resolution)s?', 'namensaufl\u00f6sung');

/** Whether words are about the lookup of names. */
export function isAboutDns(text: string): boolean {
  return dns.test(text);
}

const introducing = words(
  'following',
  'below',
  'these',
  'folgende\\p{L}*',
  'diese\\p{L}?',
  'unten',
  'nachstehend\\p{L}*',
  '(?:all|alle) (?:of the )?(?:hosts?|host ?names?|domains?|urls?|endpoints?|addresses|servers?|destinations?|adressen|dom\u00e4nen|ziele)',
);

/** Whether a paragraph introduces the list behind it. */
export function introduces(text: string): boolean {
  return /:[\s*_]{0,4}$/.test(text) || introducing.test(text);
}

const towards =
  /(?<![\p{L}\p{N}])(?:to|towards?|with|via|through|at|and|or|access|reach(?:es)?|contacts?|allow|permit|open|whitelist|uses?|using|calls?|queries|hosts?|host ?names?|fqdns?|servers?|urls?|domains?|addresses|address|endpoints?|ips?|range|zu|an|nach|mit|und|oder|sowie|adressen?|dom\u00e4nen?|ziele?|freigeben|erlauben)(?: (?:the|der|die|das|den|dem))?[\s<>"'`*_([:|=\u201c\u201e-]*$/iu;

/** Whether the words before a destination make it the object of an access, and not a part of a description. */
export function leadsTo(before: string): boolean {
  return towards.test(before.slice(-80));
}

const owning = words(
  'company',
  'vendor',
  'manufacturer',
  'publisher',
  'author',
  'source',
  'copyright',
  'hersteller',
  'firma',
  'anbieter',
  'quelle',
);

/** Whether the label before a destination says whose page it is. */
export function namesOwner(before: string): boolean {
  return owning.test(before.slice(-40)) && /:[\s*_"'`<(]*$/.test(before);
}

const portList = words(
  '(?:following|these|folgende\\p{L}*|diese) (?:(?:tcp|udp|outbound|network|and|or)[ /]*){0,4}ports?',
);
const hosts = words(
  'hosts?',
  'host ?names?',
  'domains?',
  'urls?',
  'endpoints?',
  'addresses',
  'servers?',
  'destinations?',
  'networks?',
  'ranges?',
  'sites?',
  'fqdns?',
  'adressen',
  'dom\u00e4nen?',
  'ziele?',
  'netze?',
);

/** Whether a text is about destinations that stand elsewhere: "the hosts of this section". */
export function pointsAtDestinations(text: string): boolean {
  return hosts.test(text) || pointing.test(text);
}

const pointing = words(
  'they',
  'them',
  'sections?',
  'lists?',
  'tables?',
  'entries',
  'everything',
  'abschnitts?',
  'listen?',
  'tabellen?',
);

/** Whether a text introduces a list of ports, and not of destinations. */
export function listsPorts(text: string): boolean {
  return portList.test(text) && /\d.*[,&]|\d.* (?:and|und) /iu.test(text) && !hosts.test(text);
}
