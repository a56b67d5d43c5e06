# Starts a router for each site in ./generated, each in namespaces of its own, and writes inventory.yml. $1 is the
# directory of the playbooks.
PATH="$PATH:/usr/sbin:/sbin"
base=$PWD
ansible=$1
# Ansible refuses a locale without UTF-8, and keeps its own files in the home directory.
export LC_ALL=C.UTF-8 HOME="$base" ANSIBLE_CONFIG="$ansible/ansible.cfg" ANSIBLE_NOCOLOR=1 ANSIBLE_PIPELINING=1
export ANSIBLE_REMOTE_TMP="$base/remote" ANSIBLE_DEPRECATION_WARNINGS=0

sites=$(cd generated && echo *)

# The first process of a router. It waits in a loop, since a shell that waits also ends the processes left behind.
router() {
  cat << END
set -u
cd $base/$1
ip link set lo up
sh restart.sh
: > ready
while :; do sleep 1; done
END
}

cat > restart.sh << 'END'
folder=$(cd "$(dirname "$0")" && pwd)
if old=$(cat "$folder/pid" 2> /dev/null); then
  kill "$old" && while kill -0 "$old" 2> /dev/null; do sleep 0.01; done
fi
exec dnsmasq -C /dev/null --conf-dir="$folder/dnsmasq.d" --no-resolv --user=root --pid-file="$folder/pid" > /dev/null 2>&1
END

settings() {
  cat << END
DNSMASQ_DIR=$base/$1/dnsmasq.d
DNSMASQ_FILES=
DNSMASQ_TEST=dnsmasq --test -C /dev/null --conf-dir=$base/$1/dnsmasq.d
DNSMASQ_RESTART=sh $base/$1/restart.sh
PORTOLAN_STATE=$base/$1/state
END
}

# The shell of Ansible on a router: it runs everything in the namespaces of that router.
entrance() {
  cat << END
#!/bin/sh
exec nsenter --net=/proc/$2/ns/net --mount=/proc/$2/ns/mnt --pid=/proc/$2/ns/pid_for_children \
  env PORTOLAN_SETTINGS=$base/$1/settings TMPDIR=$base/$1/tmp /bin/sh "\$@"
END
}

echo 'routers: { vars: { ansible_connection: local }, hosts: {' > inventory.yml
for site in $sites; do
  mkdir -p "$site/dnsmasq.d" "$site/tmp"
  cp restart.sh "$site"
  router "$site" > "$site/router.sh"
  settings "$site" > "$site/settings"
  unshare --net --mount --pid --fork --mount-proc --kill-child=KILL sh "$site/router.sh" &
  entrance "$site" $! > "$site/shell"
  chmod +x "$site/shell"
  echo "  $site: { ansible_shell_executable: $base/$site/shell }," >> inventory.yml
done
echo '} }' >> inventory.yml
for site in $sites; do
  while [ ! -e "$site/ready" ]; do sleep 0.1; done
done

# play NAME PLAYBOOK [OPTION...]: its output goes to NAME.txt, and its exit code and the hosts of each router behind it.
play() {
  name=$1
  playbook=$2
  shift 2
  ansible-playbook -i inventory.yml -e portolan_generated="$base/generated" "$@" "$ansible/$playbook" > "$name.txt" 2>&1
  echo "exit $?" >> "$name.txt"
  for site in $sites; do
    echo "$site has: $("$site/shell" -c 'ipset list -name | sed -n "s/^dmo_\(.*\)\.test_v4$/\1/p"' | sort | tr '\n' ' ')" >> "$name.txt"
  done
}
