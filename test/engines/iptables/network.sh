#!/bin/sh
# The lab's network: client - router - server. Each part runs in the namespace of that name.
#   sh network.sh router CLIENT-PID SERVER-PID
#   sh network.sh client
#   sh network.sh server FILE-OF-ADDRESSES
set -eu
PATH="$PATH:/usr/sbin:/sbin"

# Addresses that are usable at once: nobody else is there to have them too.
plain() {
  for part in all default "$@"; do
    echo 0 > /proc/sys/net/ipv6/conf/"$part"/accept_dad
    echo 0 > /proc/sys/net/ipv6/conf/"$part"/accept_ra
    echo 0 > /proc/sys/net/ipv4/conf/"$part"/rp_filter
  done
  ip link set lo up
}

# The kernel sends only a few ICMP errors a second to one host. The test asks for hundreds.
errors_without_limit() {
  echo 0 > /proc/sys/net/ipv4/icmp_ratelimit
  echo 0 > /proc/sys/net/ipv4/icmp_ratemask
  echo 0 > /proc/sys/net/ipv6/icmp/ratelimit
  echo > /proc/sys/net/ipv6/icmp/ratemask
}

router() {
  plain
  errors_without_limit
  ip link add c type veth peer name eth0 netns "$1"
  ip link add s type veth peer name eth0 netns "$2"
  ip link set c up
  ip link set s up
  for address in 192.0.2.1/24 198.18.2.1/24; do ip address add $address dev c; done
  for address in 2001:db8:c1::1/64 2001:db8:c2::1/64; do ip address add $address dev c nodad; done
  ip address add 198.18.1.1/24 dev s
  ip address add 2001:db8:f::1/64 dev s nodad
  ip route add default via 198.18.1.2
  ip route add default via 2001:db8:f::2
  echo 1 > /proc/sys/net/ipv4/ip_forward
  echo 1 > /proc/sys/net/ipv6/conf/all/forwarding
}

# Two hosts on one link: a client, and a neighbour outside the networks of the clients.
client() {
  plain eth0
  ip link set eth0 up
  for address in 192.0.2.2/24 198.18.2.2/24; do ip address add $address dev eth0; done
  for address in 2001:db8:c1::2/64 2001:db8:c2::2/64; do
    ip address add $address dev eth0 nodad
  done
  ip route add default via 192.0.2.1
  ip route add default via 2001:db8:c1::1
}

# The server is everybody else: it has all the addresses that the file names.
server() {
  plain eth0
  errors_without_limit
  ip link set eth0 up
  ip address add 198.18.1.2/24 dev eth0
  ip address add 2001:db8:f::2/64 dev eth0 nodad
  ip route add default via 198.18.1.1
  ip route add default via 2001:db8:f::1
  sed 's/.*/address add & dev lo/' "$1" | ip -batch -
}

part=$1
shift
"$part" "$@"
