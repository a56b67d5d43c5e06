import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { demoSpec } from '../support/demo.ts';
