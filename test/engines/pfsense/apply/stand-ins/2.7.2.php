<?php
// The shapes of 2.7.2: the configuration is the return value of parse_config, and a reload returns nothing.
require_once __DIR__ . '/shared.php';

function parse_config($parse = false)
{
    if (!$parse) return null;
    return read_tree() ?? -1;
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
}
