import type { OpsCommand } from './ops-command.ts';

export const CHARGES_NEEDS_REVIEW: OpsCommand = {
  words: ['charges', 'needs-review'],
  summary: 'list | resolve: operations whose outcome only a person can find out',
  database: 'charge',
  script: 'apps/charge-api/dist/review/command/needs-review.cli.js',
};
