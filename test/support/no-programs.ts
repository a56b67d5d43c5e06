// Runs before each suite of the unit gear: no program is found by its name, in the bundle that a test starts neither.
process.env['PATH'] = '/no/program/in/the/unit/gear';
