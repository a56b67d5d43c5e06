// Packets of any IP protocol, which Node.js cannot send. Each packet is a line: FROM TO PROTOCOL HEX.
//   raw-packets send < LINES     sends them; the kernel adds the IP header, and the checksum of ICMPv6
//   raw-packets listen > LINES   writes each packet that arrives at this host, without its IP header
#include <arpa/inet.h>
#include <linux/if_packet.h>
#include <net/ethernet.h>
#include <netinet/ip.h>
#include <netinet/ip6.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static void fail(const char *what) {
  perror(what);
  exit(1);
}

static socklen_t address_of(const char *text, struct sockaddr_storage *address) {
  struct sockaddr_in *four = (struct sockaddr_in *)address;
  struct sockaddr_in6 *six = (struct sockaddr_in6 *)address;
  memset(address, 0, sizeof *address);
  if (inet_pton(AF_INET, text, &four->sin_addr) == 1) {
    address->ss_family = AF_INET;
    return sizeof *four;
  }
  if (inet_pton(AF_INET6, text, &six->sin6_addr) != 1) fail(text);
  address->ss_family = AF_INET6;
  return sizeof *six;
}

static size_t bytes_of(const char *hex, unsigned char *bytes) {
  size_t length = strlen(hex) / 2;
  for (size_t i = 0; i < length; i++) {
    unsigned int byte;
    if (sscanf(hex + 2 * i, "%2x", &byte) != 1) fail(hex);
    bytes[i] = (unsigned char)byte;
  }
  return length;
}

static void send_one(const char *from, const char *to, int protocol, const char *hex) {
  struct sockaddr_storage source, target;
  unsigned char bytes[1024];
  socklen_t size = address_of(from, &source);
  address_of(to, &target);
  size_t length = bytes_of(hex, bytes);
  int sender = socket(target.ss_family, SOCK_RAW, protocol);
  if (sender < 0) fail("socket");
  if (bind(sender, (struct sockaddr *)&source, size) < 0) fail(from);
  if (sendto(sender, bytes, length, 0, (struct sockaddr *)&target, size) < 0) fail(to);
  close(sender);
}

static void send_all(void) {
  char from[64], to[64], hex[2049];
  int protocol;
  while (scanf("%63s %63s %d %2048s", from, to, &protocol, hex) == 4)
    send_one(from, to, protocol, hex);
}

static void write_packet(int family, const void *from, const void *to, int protocol,
                         const unsigned char *bytes, size_t length) {
  char source[64], target[64];
  printf("%s %s %d ", inet_ntop(family, from, source, sizeof source),
         inet_ntop(family, to, target, sizeof target), protocol);
  for (size_t i = 0; i < length; i++) printf("%02x", bytes[i]);
  printf("\n");
  fflush(stdout);
}

static void listen_all(void) {
  unsigned char packet[4096];
  struct sockaddr_ll from;
  int listener = socket(AF_PACKET, SOCK_DGRAM, htons(ETH_P_ALL));
  if (listener < 0) fail("socket");
  printf("ready\n");
  fflush(stdout);
  for (;;) {
    socklen_t size = sizeof from;
    ssize_t length = recvfrom(listener, packet, sizeof packet, 0, (struct sockaddr *)&from, &size);
    if (length < 0) fail("recvfrom");
    if (from.sll_pkttype != PACKET_HOST) continue;
    const struct ip *four = (const struct ip *)packet;
    const struct ip6_hdr *six = (const struct ip6_hdr *)packet;
    if (from.sll_protocol == htons(ETH_P_IP)) {
      size_t header = 4 * four->ip_hl;
      // The packet may have padding at its end.
      write_packet(AF_INET, &four->ip_src, &four->ip_dst, four->ip_p, packet + header,
                   ntohs(four->ip_len) - header);
    } else if (from.sll_protocol == htons(ETH_P_IPV6)) {
      write_packet(AF_INET6, &six->ip6_src, &six->ip6_dst, six->ip6_nxt, packet + sizeof *six,
                   ntohs(six->ip6_plen));
    }
  }
}

int main(int count, char **words) {
  if (count == 2 && strcmp(words[1], "send") == 0) send_all();
  else if (count == 2 && strcmp(words[1], "listen") == 0) listen_all();
  else return 2;
  return 0;
}
