import { writeFileSync } from 'node:fs';
import { renderMetricsDocument } from './render-metrics-document.ts';

writeFileSync(new URL('../../../../docs/metrics.md', import.meta.url), renderMetricsDocument());
