// media: the hosts that go around the proxy. Made by "portolan generate"; a change here is lost.
// It decides the way, not the permission. It reads host and port only, and resolves no name.
// To be included in the site's own file, which asks it first and decides where the answer is null:
//   var way = mediaProxy(url, host);
//   if (way !== null) return way;
function mediaProxy(url, host) {
  return mediaProxy.way(url, host);
}
mediaProxy.way = (function () {
var AROUND = "DIRECT";
var OTHERWISE = null;

// Every host, on these ports.
var ANY = "";

// These hosts.
var HOSTS = {
  "console.example.com": "8000-8009,8443",
  "turn.example.com": "80,443,3478"
};

// Every host below these names, at any depth; not the names themselves.
var BELOW = {
};

// A star stands for letters, digits and hyphens of one label; one that is a whole label, for underscores too.
var PATTERNS = {
};

// Where the URL names the address itself.
var NETWORKS = {
  "198.51.100.0/26": "3478"
};

var DEFAULT_PORTS = { "http": 80, "ws": 80, "https": 443, "wss": 443, "ftp": 21 };
var RANGES = rangesOf(NETWORKS);

// "constructor" is a name that every table answers to, but not with text.
function portsOf(table, name) {
  return typeof table[name] === "string" ? table[name] : "";
}

// Is the port one of "80,443,8000-8010"?
function admits(ports, port) {
  var parts = ports.split(","), ends, i;
  if (ports === "") return false;
  for (i = 0; i < parts.length; i += 1) {
    ends = parts[i].split("-");
    if (Number(ends[0]) <= port && port <= Number(ends[ends.length - 1])) return true;
  }
  return false;
}

// The host in lower case, without brackets and one trailing dot; "" where it is not printable ASCII.
function plain(host) {
  var text = /[^\x21-\x7e]/.test(host) ? "" : host.toLowerCase();
  if (/^\[.*\]$/.test(text)) return text.substring(1, text.length - 1);
  return text.charAt(text.length - 1) === "." ? text.substring(0, text.length - 1) : text;
}

// The host and port of a URL; port 0 where there is none to be had. What stands before an @ is not the host.
function placeOf(url) {
  var parts = /^([A-Za-z][A-Za-z0-9+.\-]*):\/\/([^\/?#]*)/.exec(url), authority, place, port;
  if (parts === null) return { host: "", port: 0 };
  authority = parts[2].substring(parts[2].lastIndexOf("@") + 1);
  place = /^(\[[^\[\]]*\]|[^:\[\]]*)(:([0-9]*))?$/.exec(authority);
  if (place === null) return { host: "", port: 0 };
  port = place[3] ? Number(place[3]) : DEFAULT_PORTS[parts[1].toLowerCase()];
  return { host: plain(place[1]), port: typeof port === "number" && port <= 65535 ? port : 0 };
}

function hex(number, width) {
  var text = number.toString(16);
  while (text.length < width) text = "0" + text;
  return text;
}

// Addresses are compared as hexadecimal digits, 8 or 32 of them; "" is none.
function digitsOf(text) {
  return text.indexOf(":") < 0 ? quadDigits(text) : groupDigits(text);
}

// A leading zero is octal to some programs and decimal to others, so it is no address here.
function quadDigits(text) {
  var parts = text.split("."), digits = "", i;
  if (parts.length !== 4) return "";
  for (i = 0; i < 4; i += 1) {
    if (!/^(0|[1-9][0-9]?[0-9]?)$/.test(parts[i]) || Number(parts[i]) > 255) return "";
    digits += hex(Number(parts[i]), 2);
  }
  return digits;
}

function groupDigits(text) {
  var colon = text.lastIndexOf(":") + 1, quad = quadDigits(text.substring(colon)), halves, head, tail, gap;
  if (quad !== "") text = text.substring(0, colon) + quad.substring(0, 4) + ":" + quad.substring(4);
  halves = text.split("::");
  head = runDigits(halves[0]);
  tail = halves.length === 2 ? runDigits(halves[1]) : "";
  if (halves.length > 2 || head === null || tail === null) return "";
  gap = 32 - head.length - tail.length;
  if (halves.length === 2 ? gap < 4 : gap !== 0) return "";
  return head + (gap > 0 ? hex(0, gap) : "") + tail;
}

function runDigits(text) {
  var groups = text.split(":"), digits = "", i;
  if (text === "") return "";
  for (i = 0; i < groups.length; i += 1) {
    if (!/^[0-9a-f][0-9a-f]?[0-9a-f]?[0-9a-f]?$/.test(groups[i])) return null;
    digits += hex(parseInt(groups[i], 16), 4);
  }
  return digits;
}

// The first and last address of each network, and its ports.
function rangesOf(table) {
  var ranges = [], key, ends, block;
  for (key in table) {
    if (typeof table[key] === "string") {
      ends = key.split("-");
      block = ends[0].split("/");
      ends[0] = digitsOf(block[0]);
      ends[1] = ends.length === 2 ? digitsOf(ends[1]) : lastOf(ends[0], block[1]);
      ranges.push({ first: ends[0], last: ends[1], ports: table[key] });
    }
  }
  return ranges;
}

function lastOf(first, prefix) {
  var last = "", fixed, i;
  if (typeof prefix !== "string") return first;
  for (i = 0; i < first.length; i += 1) {
    fixed = Math.max(0, Math.min(4, Number(prefix) - 4 * i));
    last += hex(parseInt(first.charAt(i), 16) | (15 >> fixed), 1);
  }
  return last;
}

function addressGoes(digits, port) {
  var range, i;
  for (i = 0; i < RANGES.length; i += 1) {
    range = RANGES[i];
    if (range.first.length === digits.length && range.first <= digits && digits <= range.last) {
      if (admits(range.ports, port)) return true;
    }
  }
  return false;
}

// A star inside a label takes no underscore, so the underscores of the two must stand between parts that fit.
function labelFits(pattern, label) {
  var patterns = pattern.split("_"), parts = label.split("_"), i;
  if (pattern === "*") return true;
  if (patterns.length !== parts.length) return false;
  for (i = 0; i < parts.length; i += 1) {
    if (!partFits(patterns[i], parts[i])) return false;
  }
  return true;
}

// Walks along the pieces between the stars; a regular expression could be made to search for hours.
function partFits(pattern, label) {
  var pieces = pattern.split("*"), end = pieces.length - 1, at = pieces[0].length, i;
  if (end === 0) return pattern === label;
  if (label.substring(0, at) !== pieces[0]) return false;
  for (i = 1; i < end; i += 1) {
    at = label.indexOf(pieces[i], at);
    if (at < 0) return false;
    at += pieces[i].length;
  }
  at = Math.max(at, label.length - pieces[end].length);
  return label.substring(at) === pieces[end];
}

function nameFits(pattern, name) {
  var patterns = pattern.split("."), labels = name.split("."), i;
  if (patterns.length !== labels.length) return false;
  for (i = 0; i < labels.length; i += 1) {
    if (!labelFits(patterns[i], labels[i])) return false;
  }
  return true;
}

function nameGoes(name, port) {
  var dot, key;
  if (name.length > 253 || !/^[a-z0-9_\-]+(\.[a-z0-9_\-]+)*$/.test(name)) return false;
  if (admits(portsOf(HOSTS, name), port)) return true;
  for (dot = name.indexOf("."); dot >= 0; dot = name.indexOf(".", dot + 1)) {
    if (admits(portsOf(BELOW, name.substring(dot + 1)), port)) return true;
  }
  for (key in PATTERNS) {
    if (typeof PATTERNS[key] === "string" && nameFits(key, name) && admits(PATTERNS[key], port)) return true;
  }
  return false;
}

function goes(name, port) {
  var digits = digitsOf(name);
  if (name === "" || port === 0) return false;
  if (admits(ANY, port)) return true;
  return digits === "" ? nameGoes(name, port) : addressGoes(digits, port);
}

// A caller that splits the URL otherwise than we do would go to another host than it asked about: both must agree.
return function (url, host) {
  var place;
  if (typeof url !== "string" || typeof host !== "string") return OTHERWISE;
  place = placeOf(url);
  return plain(host) === place.host && goes(place.host, place.port) ? AROUND : OTHERWISE;
};
}());
