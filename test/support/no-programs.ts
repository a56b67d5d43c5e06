// Runs before each suite of the unit run. Neither the suite nor a bundle that it starts finds a program by name.
process.env['PATH'] = '/no/program/in/the/unit/gear';
