/* Answers many questions of one PAC file: pacparser FILE, and lines of URL, tab, host on standard input. */
#include <pacparser.h>
#include <stdio.h>
#include <string.h>

int main(int count, char **words) {
  static char line[1 << 16];
  if (count != 2 || !pacparser_init()) return 2;
  /* Not this machine's, which it would ask a name server for. */
  pacparser_setmyip("192.0.2.1");
  if (!pacparser_parse_pac_file(words[1])) return 1;
  while (fgets(line, sizeof line, stdin) != NULL) {
    char *host = strchr(line, '\t');
    char *end = strchr(line, '\n');
    if (host == NULL || end == NULL) return 2;
    *host++ = *end = '\0';
    char *answer = pacparser_find_proxy(line, host);
    puts(answer != NULL ? answer : "failed");
  }
  pacparser_cleanup();
  return 0;
}
