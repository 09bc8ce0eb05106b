import { REPOSITORY_ROOT } from '@once/supervisor';
import { join } from 'node:path';

export const RUNBOOK_FILE = join(REPOSITORY_ROOT, 'docs/runbook.md');
