/**
 * Before `npm start`, `npm test` and `npm run demo`: installs what package-lock.json names and builds what changed, so
 * that each works on a fresh clone. Needs nothing but the host's Node (18 or newer) and npm.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { delimiter, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { differenceOf } from './installed-tree.mjs';
import { runStep } from './run-step.mjs';
import { takeSetupLock } from './setup-lock.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');
const INSTALLED = join(ROOT, 'node_modules/.package-lock.json');
const NODE = join(ROOT, 'node_modules/.bin/node');
const OLDEST_NODE = 18;

const say = (line) => process.stderr.write(`${line}\n`);

class SetupFailure extends Error {}

/** What an outer npm, or the machine, would make of `npm ci`: fewer packages, another folder, headers of another Node. */
const MISLEADING =
  /^(NODE_OPTIONS|NODE_ENV|npm_config_(omit|include|only|production|dev|global|location|.*prefix|workspaces?|include_workspace_root|dry_run|package_lock(_only)?|node_gyp))$/i;

function environment() {
  const entries = Object.entries(process.env).filter(([name]) => !MISLEADING.test(name));
  const env = Object.fromEntries(entries);
  // `npm ci` removes node_modules, and with it a Node of ours that would run it.
  const path = (process.env.PATH ?? '').split(delimiter).filter((folder) => !folder.startsWith(`${ROOT}${sep}`));
  return { ...env, PATH: path.join(delimiter), npm_config_nodedir: '', PACT_DO_NOT_TRACK: 'true' };
}

const packagesOf = (path) => JSON.parse(readFileSync(path, 'utf8')).packages;

function installedPackages() {
  try {
    return packagesOf(INSTALLED);
  } catch {
    // Missing or cut off: npm did not get to the end.
    return null;
  }
}

/** Why an installation is needed, or null. */
function installationNeed() {
  const wanted = packagesOf(join(ROOT, 'package-lock.json'));
  return differenceOf(wanted, installedPackages()) ?? nodeNeed(wanted['node_modules/node']?.version);
}

/** Its binary comes by an installation script, which may have been switched off. */
function nodeNeed(version) {
  try {
    const found = execFileSync(NODE, ['--version'], { encoding: 'utf8', env: { PATH: process.env.PATH } }).trim();
    return found === `v${version}` ? null : `Node ${version} is needed, node_modules has ${found}`;
  } catch {
    return `Node ${version} is not in node_modules`;
  }
}

async function install() {
  if (installationNeed() === null) return;
  await takeSetupLock(ROOT, (pid) =>
    say(`Waiting for process ${pid}, which installs the dependencies (if it does not, remove .run/setup.lock) …`),
  );
  const need = installationNeed();
  if (need === null) return;
  say(`Installing dependencies (${need}) …`);
  // Gone before anything else: whatever happens from here on, the next start sees that the tree is not complete.
  rmSync(INSTALLED, { force: true });
  // The packages ask for a newer Node than the one that installs them: dozens of warnings about nothing.
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  const code = await runStep('npm', args, { cwd: ROOT, env: environment() }).catch((error) => {
    throw new SetupFailure(error.code === 'ENOENT' ? 'npm is not on the PATH: install Node with npm.' : error.message);
  });
  if (code !== 0)
    throw new SetupFailure(
      `npm ci failed (exit code ${code}); its reason is above. Is the package registry reachable?`,
    );
  const rest = installationNeed();
  if (rest !== null)
    throw new SetupFailure(`After npm ci, ${rest}. Are installation scripts off? Then: npm ci --ignore-scripts=false`);
}

/** What runs built; with each come the libs that it stands on. Everything else runs from its source. */
const apps = () =>
  readdirSync(join(ROOT, 'apps'))
    .map((name) => join(ROOT, 'apps', name))
    .filter((folder) => existsSync(join(folder, 'tsconfig.json')));

async function build() {
  const begunAt = performance.now();
  const compiler = join(ROOT, 'node_modules/typescript/bin/tsc');
  const code = await runStep(NODE, [compiler, '-b', ...apps()], { cwd: ROOT, env: environment() });
  if (code !== 0) throw new SetupFailure('The build failed; its errors are above.');
  say(`Dependencies and build are up to date (${((performance.now() - begunAt) / 1000).toFixed(1)} s)`);
}

try {
  if (Number(process.versions.node.split('.')[0]) < OLDEST_NODE)
    throw new SetupFailure(`Node ${OLDEST_NODE} or newer is needed to begin with, this is ${process.version}.`);
  await install();
  await build();
} catch (error) {
  if (!(error instanceof SetupFailure)) throw error;
  say(error.message);
  process.exitCode = 1;
}
