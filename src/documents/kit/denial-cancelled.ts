const denying =
  '(?:block|blocked|blocking|deny|denied|denying|reject|rejected|drop|dropped|ban|banned|refuse|refused|restrict|restricted|forbid|forbidden|prohibit|prohibited|disallow|disallowed|exclude|excluded|remove|removed|filter|filtered|blocklist|blocklisted|blacklist|blacklisted|prevent|prevented|close|closed|blockieren|blockiert|gesperrt|sperren|sperrt|verboten|ablehnen|abgelehnt|verwerfen|verworfen|ausschliessen|ausgeschlossen|unterbinden|unterbunden|einschraenken|eingeschraenkt|entfernen|deaktivieren)';
const inspection =
  '(?:inspection|inspections|decryption|interception|proxy|proxies|scanning|filtering|caching|authentication|antivirus|ssl|tls|https|inspektion|entschluesselung|pruefung)';

/** `not block or allow` and `not block only` are no request for access. */
const noMore =
  '(?! (?:only|just|merely|nur)| (?:or|nor|and|oder|und|noch) (?:allow|permit|open|use|add|erlaub|zulass))';

/** What is a denial by its words and none by its meaning. */
const cancelled: readonly RegExp[] = [
  // Not to block is to allow.
  new RegExp(
    String.raw`\b(?:not|never|nicht|niemals|keinesfalls|nie)(?: (?:be|been|get|being|have|to|actively|accidentally|inadvertently|durch|von|der|die|das|ihrer|firewall|firewalls|proxy)){0,4} ${denying}(?:(?:,| or| and|, or| nor|/| oder| und|, noch)(?: be| to)? ?${denying}){0,4}\b${noMore}`,
    'g',
  ),
  new RegExp(String.raw`\bnever (?:blocks|denies|rejects|drops|filters|restricts)\b${noMore}`, 'g'),
  /\b(?:blockieren|sperren) sie [^.:;\u00a7]{0,80} nicht\b/g,
  /\bwithout (?:blocking|restrictions?|restricting|limits?|any restrictions?)\b/g,
  /\b(?:non|un|anti)-?(?:block(?:ed|ing)?|restricted)\b/g,
  /\bif not (?:already )?(?:allowed|open|opened|permitted|whitelisted)\b/g,
  /(?:^|[.!?] )(?:without|ohne) (?:access to |connections? to |zugriff auf |verbindung zu )?(?:these|this|them|it|diese\w*)\b[^.,:;]{0,60},/g,
  // What can stay closed is optional.
  /\b(?:can|may) (?:also )?(?:remain|stay) (?:blocked|closed)\b/g,
  // Blocks of addresses.
  /\b(?:ip|ips|ipv4|ipv6|cidr|address|network|subnet|range|prefix|code|adress)[ -]?blocks?\b(?! (?:list|the|these|all|access|any))/g,
  /\bblocks? of (?:ip|ips|ipv4|ipv6|addresses|networks|adressen)\b/g,
  /\b(?:block storage|drop-?downs?|drop-?box)\b/g,
  // Out of an inspection is not out of the list.
  new RegExp(
    String.raw`\b(?:exclu|exempt|ausgeschlossen|ausgenommen|remov|disabl|deaktivier)\w*[^.;\u00a7]{0,60}\b(?:from|for|von|vom|der)? ?(?:any |the |all |der |die |deep |packet |web )*${inspection}\b`,
    'g',
  ),
  new RegExp(
    String.raw`\b(?:die |der |diese |folgende\w* )?[\w ]{0,60}\bvon (?:der |jeder |ssl-|tls-|https-)*${inspection} (?:ausschliessen|ausgeschlossen|ausnehmen|ausgenommen)\b`,
    'g',
  ),
  new RegExp(
    String.raw`\b${inspection}(?: (?:is|are|be|must|should|muss|ist|wird|werden|need|needs|to)){0,3} (?:disabled|switched off|turned off|deaktiviert)\b`,
    'g',
  ),
  /\b(?:proxy|firewall|ssl|tls|inspection|filter|security|scan\w*|web) (?:exceptions?|exemptions?|exclusions?|exclude list|ausnahmen?|ausnahmelisten?)\b/g,
  /\b(?:add|adding|to|your|hinzufuegen|as|als|zu den|in die) (?:the |your |an |list of |firewall )*(?:exceptions?|exclusions?|ausnahmen?)\b/g,
  /\bexceptions? (?:list|rules?)\b/g,
  /\b(?:exceptions?|exemptions?|ausnahmen?) (?:for|in|on|from|fuer|im|am|von) (?:the |your |an? |der |den |die |das |dem |ihre[rmn] )*(?:proxy|firewall|ssl|tls|inspection|inspektion|filter)\w*/g,
  /\b(?:nothing|no (?:firewall|proxy|filter|software)) (?:is )?(?:blocks?|blocking|denies|filters|drops|restricts)\b/g,
  /\bunless (?:otherwise )?(?:noted|stated|specified|indicated)(?: otherwise)?\b/g,
];

/** A condition: what others do, and that access is asked for then, or fails. */
const condition =
  /\b(?:what if|if|when|where|in case|because|since|wenn|falls|sofern|sollten?|weil|da)\b([^.:;?!|\u00a7]{0,200}?)(?:,|\?| then\b| dann\b)/g;
const intent =
  /\b(?:want|wants|wish|like|plan|prefer|choose|decide|must|should|shall|to|blocking|possible|moechten?|wollen|soll|sollen|muss|muessen)\b/;
const asking =
  /\b(?:allow|permit|open|whitelist|allowlist|unblock|make sure|ensure|enable access|exception|freigeben|freigegeben|erlauben|zulassen|freischalten|sicherstellen|stellen sie sicher)\b|\b(?:fails?|not work|not function|not start|not be able|nicht funktion\w*|unavailable)\b/;

/** What a firewall may do, before access is asked for. */
const habit =
  /\b(?:firewalls?|software|prox(?:y|ies)|antivirus|administrators?|filters?)(?: (?:may|might|can|could|often|usually|typically|sometimes|also)){0,2} (?:blocks?|den(?:y|ies)|restricts?|drops?|rejects?|filters?)\b[^.:;]{0,100}[.:;]/g;

/** Words of plain speech without those that only seem to deny. */
export function askedFor(plain: string): string {
  let text = plain;
  for (const pattern of cancelled) text = text.replaceAll(pattern, ' ');
  const isAsked = (end: number) => asking.test(text.slice(end, end + 200));
  return text
    .replaceAll(condition, (whole, inner: string, at: number) =>
      (whole.endsWith('?') || isAsked(at + whole.length)) && !intent.test(inner) ? ' ' : whole,
    )
    .replaceAll(habit, (whole, at: number, all: string) =>
      asking.test(all.slice(at + whole.length, at + whole.length + 200)) ? ' ' : whole,
    );
}
