<?php
// The shapes of 2.8: both ways to read the configuration, which lands in a global variable.
require_once __DIR__ . '/shared.php';

function parse_config($parse = false)
{
    throw new Exception('parse_config of 2.8 may use a cache');
}

function config_read_file($use_backup = false, $use_cache = true)
{
    global $config;
    if ($use_backup || $use_cache) throw new Exception('config_read_file may restore a backup, or use a cache');
    $config = read_tree();
    return is_array($config);
}

function config_get_path(string $path, $default = null)
{
    global $config;
    return value_at($config, $path, $default);
}

function config_set_path(string $path, $value, $default = null)
{
    global $config;
    return set_value_at($config, $path, $value, $default);
}

function write_config($desc = 'Unknown', $backup = true, $write_config_only = false)
{
    return write_tree($desc);
}

function filter_configure_sync($delete_states_if_needed = true)
{
    load_rules('id:', 'USER_RULE: ');
    return 0;
}
