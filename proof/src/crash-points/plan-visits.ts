import type { FailpointApp } from '@once/failpoint';
import type { FaultScope } from '../faults/fault.ts';
import type { SeededRandom } from '../plan/seeded-random.ts';
import type { CrashMode } from './failpoint-folder.ts';
import { FAILPOINTS, type Failpoint } from './failpoints.ts';
import { RECIPES } from './recipes.ts';
import type { Visit } from './visit.ts';

export const APPS = Object.keys(FAILPOINTS) as FailpointApp[];
/** Of each app so many labels are visited once more in each other mode. */
const FURTHER_PER_MODE = 1;
const FURTHER_MODES = ['hang', 'throw', 'drop_before', 'drop_after'] as const;
/** What comes next is the answer to the client, over a connection that the client has opened: its proxy drops those. */
const TALKS_TO_NOBODY: ReadonlySet<Failpoint> = new Set(['charge-api.completed-before-answer']);

/** Every label once by a kill, some by the other modes; or one label of each app. In an order of the seed's. */
export function planVisits(random: SeededRandom, scope: FaultScope): Visit[] {
  return APPS.flatMap((app) => {
    const labels = random.split(app).shuffled<Failpoint>(FAILPOINTS[app]);
    const kill = (label: Failpoint): Visit => ({ app, label, mode: 'kill' });
    if (scope === 'quick')
      return labels
        .filter((label) => !RECIPES[label]?.isSlow)
        .slice(0, 1)
        .map(kill);
    const other = (mode: CrashMode): Visit[] =>
      random
        .split(`${app} ${mode}`)
        .shuffled<Failpoint>(FAILPOINTS[app])
        .filter((label) => !RECIPES[label]?.isSlow && !(mode.startsWith('drop') && TALKS_TO_NOBODY.has(label)))
        .slice(0, FURTHER_PER_MODE)
        .map((label) => ({ app, label, mode }));
    return [...labels.map(kill), ...FURTHER_MODES.flatMap(other)];
  });
}

/** Of one label: enough that what a crash there leaves behind is not left to luck. */
const VISITS_OF_ONE = 3;
const MODES = ['kill', ...FURTHER_MODES] as const;

/** `LABEL` or `LABEL=MODE`, a kill where nothing is said. Undefined for what is none. */
export function planVisitsOf(part: string): Visit[] | undefined {
  const [label, wanted = 'kill', ...rest] = part.split('=');
  const app = APPS.find((one) => FAILPOINTS[one].some((known) => known === label));
  const mode = MODES.find((known) => known === wanted);
  if (app === undefined || mode === undefined || rest.length > 0) return undefined;
  return Array.from({ length: VISITS_OF_ONE }, () => ({ app, label: label as Failpoint, mode }));
}
