import { CHARGES_NEEDS_REVIEW } from './charges-needs-review.command.ts';
import type { OpsCommand } from './ops-command.ts';

export const OPS_COMMANDS: readonly OpsCommand[] = [CHARGES_NEEDS_REVIEW];
