<?php
// The shapes of the master branch: types, no parse_config, labels with "=", and a reload that marks edits as applied.
require_once __DIR__ . '/shared.php';

function config_read_file(bool $use_backup = false, bool $use_cache = true): bool
{
    global $config;
    if ($use_backup || $use_cache) throw new Exception('config_read_file may restore a backup, or use a cache');
    $config = read_tree();
    return is_array($config);
}

function config_get_path(string $path, $default = null)
{
    global $config;
    if (str_ends_with(trim($path), '/') || str_contains($path, '//')) return $default;
    return is_array($config) ? value_at($config, $path, $default) : $default;
}

function config_set_path(string $path, $value, $default = null)
{
    global $config;
    if (str_contains($path, '//')) return $default;
    return is_array($config) ? set_value_at($config, $path, $value, $default) : $default;
}

function write_config($desc = 'Unknown', $backup = true, $write_config_only = false)
{
    return write_tree($desc);
}

function filter_configure_sync($delete_states_if_needed = true)
{
    load_rules('id=', 'descr=');
    foreach (['aliases', 'filter', 'natconf', 'shaper'] as $area) if (is_subsystem_dirty($area)) unlink(firewall("$area.dirty"));
    return 0;
}
