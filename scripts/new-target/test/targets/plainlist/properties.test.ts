import { proveProperties } from '../../../../../test/support/properties/properties.ts';
import { plainlist } from '../../../src/targets/plainlist/index.ts';

proveProperties(plainlist);
