<?php
// Functions in the shape of pfSense's own, written for these tests. FIREWALL is the directory of the firewall: its
// configuration is a tree as JSON, and every call is a line of the file "calls".
$g = ['conf_path' => getenv('FIREWALL') . '/conf', 'tmp_path' => getenv('FIREWALL')];

// pfctl is another program; it ends this process by its number.
file_put_contents(firewall('pid'), getmypid());

function firewall(string $path): string
{
    return getenv('FIREWALL') . "/$path";
}

/** Notes a call. KILL_AT ends the process there: "NAME" before its work, "NAME." after it, with "#N" the Nth time. */
function called(string $name): void
{
    static $times = [];
    $times[$name] = ($times[$name] ?? 0) + 1;
    file_put_contents(firewall('calls'), "$name\n", FILE_APPEND);
    [$at, $nth] = explode('#', getenv('KILL_AT') . '#1');
    if ($at === $name && (int) $nth === $times[$name]) posix_kill(getmypid(), SIGKILL);
    [$at, $key, $value] = explode('=', getenv('MEANWHILE') . '===');
    if ($at === $name) meanwhile($key, $value);
}

/** What another person does in the web interface at this call. */
function meanwhile(string $key, string $value): void
{
    if ($key === 'dirty') {
        touch(firewall("$value.dirty"));
        return;
    }
    $tree = json_decode(file_get_contents(firewall('conf/config.json')), true);
    $tree['system'][$key] = $value;
    save($tree);
}

function fails(string $name): bool
{
    return in_array($name, explode(' ', getenv('FAIL')), true);
}

function save(array $tree): void
{
    $text = json_encode($tree, JSON_PRETTY_PRINT | JSON_UNESCAPED_SLASHES) . "\n";
    file_put_contents(firewall('conf/config.json'), $text);
    // The script looks at the bytes of this file, never at its content.
    file_put_contents(firewall('conf/config.xml'), $text);
}

function read_tree(): ?array
{
    called('read');
    $tree = fails('read') ? null : json_decode(file_get_contents(firewall('conf/config.json')), true);
    called('read.');
    return $tree;
}

/** Writes the configuration. FAIL=lost writes another one, as after a restored backup. */
function write_tree(string $description)
{
    global $config;
    called('write_config');
    if (fails('false')) return false;
    if (fails('-1')) return -1;
    if (!fails('lost')) {
        foreach (['aliases', 'filter'] as $area) $config[$area] = without_empty_lists($config[$area] ?? '');
        $config['revision'] = ['time' => (string) (($config['revision']['time'] ?? 0) + 1), 'description' => $description];
        save($config);
    }
    called('write_config.');
    $config = json_decode(file_get_contents(firewall('conf/config.json')), true);
    return $config;
}

function without_empty_lists($area)
{
    if (!is_array($area)) return $area;
    $left = array_filter($area, fn ($one) => $one !== []);
    return $left === [] ? '' : $left;
}

/** What pf has loaded: a line for each address family of each rule that applies. FAIL=reload loads nothing new. */
function load_rules(string $id, string $descr): void
{
    global $config;
    called('filter_configure_sync');
    if (fails('reload')) return;
    $lines = [];
    foreach (is_array($config['filter'] ?? '') ? $config['filter']['rule'] ?? [] : [] as $rule) {
        if (isset($rule['disabled']) || !isset($config['interfaces'][$rule['interface'] ?? ''])) continue;
        $families = ['inet' => ['inet'], 'inet6' => ['inet6'], 'inet46' => ['inet', 'inet6']][$rule['ipprotocol'] ?? 'inet'];
        $source = isset($rule['source']['address']) ? "<{$rule['source']['address']}>" : 'any';
        $to = isset($rule['destination']['address']) ? "<{$rule['destination']['address']}>" : 'any';
        $port = $rule['destination']['port'] ?? '';
        foreach ($families as $family)
            $lines[] = "{$rule['type']} in quick on em1 $family from $source to $to" . ($port === '' ? '' : " port = $port")
                . " keep state label \"$descr{$rule['descr']}\" label \"$id{$rule['tracker']}\" ridentifier {$rule['tracker']}\n";
    }
    file_put_contents(firewall('loaded'), $lines);
    // A reload starts a program that goes on, as filterdns does, and that keeps every open file that it inherits.
    exec('sleep 60 > /dev/null 2>&1 & echo $! >> ' . escapeshellarg(firewall('started')));
    called('filter_configure_sync.');
}

function is_subsystem_dirty($subsystem = '')
{
    return file_exists(firewall("$subsystem.dirty"));
}

/** The value at a path of the tree; an empty text counts as missing if there is a default. */
function value_at($tree, string $path, $default)
{
    foreach (array_filter(explode('/', $path), 'strlen') as $key) {
        if (!is_array($tree) || !array_key_exists($key, $tree)) return $default;
        $tree = $tree[$key];
    }
    return $default !== null && $tree === '' ? $default : $tree;
}

/** Sets it, and returns it, unless an element on the way has a text. */
function set_value_at(array &$tree, string $path, $value, $default)
{
    called('config_set_path');
    if (fails('set')) return $default;
    $keys = explode('/', $path);
    $last = array_pop($keys);
    $here = &$tree;
    foreach ($keys as $key) {
        if (empty($here[$key])) $here[$key] = [];
        if (!is_array($here[$key])) return $default;
        $here = &$here[$key];
    }
    $here[$last] = $value;
    called('config_set_path.');
    return $value;
}
