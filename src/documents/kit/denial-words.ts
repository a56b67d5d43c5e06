const things =
  '(?:hosts?|host ?names?|domains?|urls?|endpoints?|address(?:es)?|ips?|servers?|sites?|destinations?|networks?|ranges?|names?|fqdns?|ports?|entr(?:y|ies)|adressen?|domaenen?|ziele?|netze?|eintraege?)';
const these = String.raw`(?:the |all |any |these |this |those |following |of |to |der |die |das |den |folgende\w* |diese\w? )`;

// A letter in brackets keeps a phrase that messages must not use out of the search for such phrases.
/** Words of denial. */
const denied = [
  'blocks?(?: ?lists?| ?listed)?|blocked|blocking|black(?: |-)?lists?|black(?: |-)?listed|deny(?: ?lists?)?|denies|denied|denying|denials?',
  'reject(?:s|ed|ing|ions?)?|drop(?:s|ped|ping)?|disallow(?:s|ed|ing)?|forbids?|forbidden|forbidding|prohibit(?:s|ed|ing|ions?)?',
  'ban(?:s|ned|ning)?|barred|refus(?:e|es|ed|ing)|sinkhol\\w*|black ?hol\\w*|quarantin\\w*|filter(?:ed)? out|cut off|off limits|off-limits',
  'unauthori[sz]ed|unapproved|unwanted|disapproved|untrusted|malicious|indicators of compromise|illegal|unlawful',
  `restrict(?:s|ed|ing|ions?)?(?: (?:on|access|traffic|connections?|communication)| ${these}*${things})|(?:access|traffic) (?:is |are |must be |should be )?restricted`,
  `(?:prevent|prevents|avoid|stop|cease|discourag\\w*|limit) (?:${these}|your |clients? |devices? |users? |from |all )*(?:access\\w*|traffic|connect\\w*|communicat\\w*|using|use|allowing|opening|contacting|${things})`,
  `(?:close|closing|shut) ${these}*(?:tcp |udp |outbound )*(?:access|firewall|${things})|(?:keep|remain|remains|stay|stays|be|is|are) (?:closed|shut)`,
  'no (?:\\w+ ){0,2}(?:longer|more|access|connections?|traffic|communication|requests?|use|permission|approval|firewall (?:rule|opening)s?|need)',
  'none of|nothing (?:of|from|to|else)|neither|nor|no one|nobod[y]',
  'verboten\\w*|verbiet\\w*|untersag\\w*|sperr(?:e|en|t|ung|ungen|liste|listen)|gesperrt\\w*|blockier\\w*|blockliste\\w*|blockade',
  'ablehn\\w*|abgelehnt\\w*|abzulehnen|verweiger\\w*|unterbind\\w*|unterbunden\\w*|verhinder\\w*|abweis\\w*|abgewiesen\\w*|verw(?:e|i|o)rf\\w*|zurueckweis\\w*|zurueckgewiesen\\w*|unzulaessig\\w*|unerwuenscht\\w*|unerlaubt\\w*|unbefugt\\w*|nicht erlaubt\\w*|tabu',
  'kein(?:e|en|er|em|es)? (?:\\w+ ){0,2}(?:zugriff\\w*|zugang|verbindung\\w*|verkehr|freigabe\\w*|kommunikation|erlaubnis|verwendung|nutzung|bedarf|freischaltung\\w*)|zu sperren|geschlossen\\w*|schliess(?:en|t) (?:sie )?(?:\\w+ ){0,3}ports?',
];

/** Other words for the same. */
const deniedToo = [
  'by no means|under no circumstances|in no case|auf keinen fall|unter keinen umstaenden|in keinem fall',
  'kill|negative list|negativliste\\w*|unsupported|opt(?:ed|ing)?[ -]out|zu sperr\\w*|sperrend\\w*|(?:keep|stay) (?:\\w+ )?away|may now close|(?:to avoid|avoid)(?::|$)',
  `(?:bar|cut|disabl(?:e|es|ed|ing)|close) (?:${these}|outbound )*(?:access|traffic|connections?|communication|these|this|${things})`,
  '(?:has|have|is|are|must|should|be|to be) (?:to be |be )?(?:stopped|disabled|deactivated|closed|barred|cut|prevented)',
];

/** Words of removal. */
const removed = [
  'remov(?:e|es|ed|ing|als?)|delet(?:e|es|ed|ing|ions?)|deprecat\\w*|retir(?:e|es|ed|ing|ement)|obsolet\\w*|decommission\\w*|sunset\\w*|discontinu\\w*|withdrawn|withdrew|superseded|supersedes|defunct|unused|abandoned|disused|outdated|out of date|out of service|end[- ]of[- ](?:life|support|service)|eol|eos',
  'phas(?:ed|ing) out|shut(?:ting)? down|switched off|turned off|taken down|any ?more|ceased?|formerly|previously|former|past (?:hosts?|names?)|has moved|have moved|moved to|migrated (?:to|from)|renamed|replaced|replaces|replace \u00a7|changed (?:to|from)|instead|in place of|in lieu of|historic(?:al)?(?:ly)?|change ?log|revision history',
  `(?:old|older|legacy|previous|prior|expired|inactive|disabled|dead|invalid|wrong|incorrect|unsafe|rogue|phishing) ${these}*(?:\\w+ )?${things}`,
  'nicht mehr|entfern\\w*|geloescht\\w*|loesch\\w*|veraltet\\w*|abgekuendigt\\w*|abkuendig\\w*|eingestellt\\w*|abgeschaltet\\w*|abschalt\\w*|ausser betrieb|stillgelegt\\w*|ausgemustert\\w*|ueberholt\\w*|ehemal\\w*|vormal\\w*|frueher\\w*|bisher\\w*|ersetzt\\w*|entfaellt|entfallen\\w*|weggefallen\\w*|ausgelaufen\\w*|aenderungs(?:verlauf|historie|protokoll)|abgeloest\\w*|gestrichen\\w*',
  `(?:alte[nrs]?|vorherige[nrs]?|ungueltige[nrs]?) (?:\\w+ )?${things}`,
  'used to be|(?:were|was) (?:used|required|needed)|was:|wa(?:r|ren) (?:\\w+ ){0,3}(?:noetig|erforderlich|benoetigt|notwendig)|gone|went offline|wegfall\\w*',
  '(?:until|till|before|prior to|up to|bis|vor) (?:(?:version|release|firmware|ende|end of|v) ?)\\d+|(?<!\\d )(?:until|till|before|up to|bis) (?:19|20)\\d\\d',
  '(?:(?<=[([,;:=|-] ?)|^)(?:old|legacy|inactive|inaktiv|disabled|deaktiviert\\w*|dead|alt|expired|invalid|ungueltig|abgelaufen)(?: ?[)\\].,;|]| ?$)',
  '~~|\u274c|\u2717|\u2718|\u26d4|\ud83d\udeab',
];

/** Words of exclusion. */
const excluded = [
  'except(?:ing|ed)?|excl|exclud(?:e|es|ed|ing)|exclusions?|exclusive of|exception of|exceptions?:|exceptions?$|with exceptions?|othe[r] than|apar[t] from|aside from|rather than|beside[s]|minus|save for|barring|unless|omit(?:s|ted|ting)?|leav(?:e|ing) out|ignor(?:e|es|ed|ing)|all but|any(?:thing)? but|but (?:not|never|no|only|\u00a7|\\d+)|(?:less|bar|sans|save|skip|outside(?: of)?) (?:ports? )?(?:\u00a7|\\d+)|(?:no|keine?n?) (?:ports? )?\\d+|\\d+ closed|exemptions?:|exemptions?$|(?:!|\u2260|\u2216|\\\\) ?(?:\u00a7|\\d+)|skip ' +
    `${these}+`,
  'ausser|ausgenommen\\w*|ausnahme(?:n|:|$)|ausschliess(?!lich)\\w*|ausgeschloss\\w*|ausschluss\\w*|exkl\\w*|abzueglich|abzgl|bis auf|statt|anstatt|anstelle\\w*|es sei denn|sondern|aber (?:nicht|kein\\w*)|mit ausnahme|weder',
  String.raw`(?:without|ohne)(?: \w+){0,4} (?:\u00a7|\d+)`,
];

/** A word of denial, removal or exclusion in plain speech. */
export const exclusions = anyOf([...denied, ...deniedToo, ...removed, ...excluded]);

/** A word of exclusion alone: the text asks for the rest. */
export const limits = anyOf(excluded);

function anyOf(words: readonly string[]): RegExp {
  const each = words.map((word) => `(?:${word})`).join('|');
  return new RegExp(String.raw`(?<![\p{L}\p{N}])(?:${each})(?![\p{L}\p{N}])`, 'u');
}
