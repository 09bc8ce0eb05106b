import { writeFileSync } from 'node:fs';
import { renderConfiguration } from './render-configuration.ts';

writeFileSync(new URL('../../../../docs/configuration.md', import.meta.url), renderConfiguration());
