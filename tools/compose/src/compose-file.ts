import { REPOSITORY_ROOT } from '@once/supervisor';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

export interface ComposeService {
  readonly image?: string;
  readonly build?: { readonly context: string; readonly target?: string; readonly args?: { readonly APP: string } };
  readonly command?: readonly string[];
  readonly entrypoint?: readonly string[];
  readonly environment?: Readonly<Record<string, string | number>>;
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly profiles?: readonly string[];
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly restart?: string;
  readonly stop_grace_period?: string;
}

export interface ComposeFile {
  readonly services: Readonly<Record<string, ComposeService>>;
  readonly volumes: Readonly<Record<string, unknown>>;
}

export const CREATE_DATABASES = join(REPOSITORY_ROOT, 'tools/compose/create-databases.sql');

/** docker-compose.yml, with what its parts share filled in. */
export function readComposeFile(): ComposeFile {
  const text = readFileSync(join(REPOSITORY_ROOT, 'docker-compose.yml'), 'utf8');
  return parse(text, { merge: true }) as ComposeFile;
}
