import { describe, expect, it } from '@jest/globals';
import { sampleRun } from '../../test/sample-run.ts';
import type { Verdict } from '../model/finding.ts';
import type { RunRecord } from '../model/run-record.ts';
import { summaryOf } from '../report/evidence/summary.ts';
import { PhaseLog } from '../report/terminal/phase-log.ts';
import { Screen } from '../report/terminal/screen.ts';
import type { Control, Scenario } from './control.ts';
import type { JudgedControl } from './judge-control.ts';
import { runControls, type ControlsParts, type SourceCopy } from './run-controls.ts';
import type { ScenarioRun } from './run-scenario.ts';

const calm: Scenario = { seed: 's', operations: 1, faults: ['none'], patienceS: 1 };
const rough: Scenario = { ...calm, faults: ['lost-answers'] };

const controlOf = (name: string, scenario: Scenario): Control => ({
  ...{ name, layer: 'a layer', covers: [], patches: [`${name}.patch`], scenario },
  expected: { invariant: 'law' },
});

const ended = (verdict: RunRecord['verdict'], law: Verdict): ScenarioRun => {
  const findings = law === 'broken' ? [{ invariant: 'law', detail: 'broken once', subject: {} }] : [];
  const result = {
    ...{ invariant: 'law', law: 'L.', checkedAt: 'always' as const, examined: 1 },
    verdict: law,
    findings,
  };
  return { summary: summaryOf(sampleRun({ verdict, invariants: [result] })) };
};
const GREEN = ended('pass', 'held');
const RED = ended('broken', 'broken');

/** A copy that only notes what is done to it; `scenes` says how a run ends while these patches are in. */
function worldWith(parts: Partial<ControlsParts>) {
  const done: string[] = [];
  const inside: string[] = [];
  const namesOf = (patches: readonly string[]) => patches.map((patch) => patch.split('/').at(-1) ?? '');
  const copy: SourceCopy = {
    folder: '/copy',
    apply: async (...patches) => {
      if (namesOf(patches).includes('drifted.patch')) throw new Error('patch failed: a.ts:7');
      inside.push(...namesOf(patches));
      return { takeBack: async () => void inside.splice(0, inside.length) };
    },
    remove: async () => void done.push('removed'),
  };
  const all: ControlsParts = {
    copySources: async () => copy,
    build: async () => undefined,
    run: async (_copy, { faults }) => {
      done.push(`${faults.join()} with ${inside.join() || 'nothing taken away'}`);
      return inside.length === 0 ? GREEN : RED;
    },
    ...parts,
  };
  return { done, inside, all };
}

async function judgedIn(
  world: ReturnType<typeof worldWith>,
  controls: readonly Control[],
  signal = AbortSignal.any([]),
) {
  const judged: JudgedControl[] = [];
  const log = new PhaseLog(new Screen({ write: () => true }, {}), () => 0);
  const run = { evidence: '/evidence', log, signal, onJudged: (one: JudgedControl) => void judged.push(one) };
  const failure = await runControls(controls, run, world.all).catch((error: unknown) => error);
  return { failure, outcomes: judged.map(({ outcome, record }) => [record.name, outcome, record.detail]) };
}

describe('runControls', () => {
  it('runs each scenario with nothing taken away before it takes anything away, one layer at a time', async () => {
    const world = worldWith({});
    const controls = [controlOf('a', calm), controlOf('b', rough), controlOf('c', calm)];
    const { outcomes } = await judgedIn(world, controls);
    expect(world.done).toEqual([
      'none with nothing taken away',
      'none with a.patch',
      'none with c.patch',
      'lost-answers with nothing taken away',
      'lost-answers with b.patch',
      'removed',
    ]);
    expect(outcomes).toEqual(['a', 'c', 'b'].map((name) => [name, 'caught', 'broken once']));
  });

  it('judges no control whose scenario is red by itself', async () => {
    const world = worldWith({ run: async () => RED });
    const { outcomes } = await judgedIn(world, [controlOf('a', calm)]);
    expect(outcomes).toEqual([['a', 'not_run', expect.stringContaining('not green without the patch: broken')]]);
  });

  it('judges no control whose law finds nothing to look at in its scenario', async () => {
    const world = worldWith({ run: async () => ended('pass', 'no_case') });
    const { outcomes } = await judgedIn(world, [controlOf('a', calm)]);
    expect(outcomes).toEqual([['a', 'not_run', expect.stringContaining('it does not show law')]]);
  });

  it('fails a control whose patch no longer applies, and goes on', async () => {
    const world = worldWith({});
    const { outcomes } = await judgedIn(world, [controlOf('drifted', calm), controlOf('a', calm)]);
    expect(outcomes).toEqual([
      ['drifted', 'not_caught', 'does not apply: patch failed: a.ts:7'],
      ['a', 'caught', 'broken once'],
    ]);
  });

  it('does not count a build that fails as red', async () => {
    const world = worldWith({});
    const build = async () => (world.inside.length > 0 ? 'does not build: TS1005' : undefined);
    const { outcomes } = await judgedIn({ ...world, all: { ...world.all, build } }, [controlOf('a', calm)]);
    expect(outcomes).toEqual([['a', 'not_run', 'does not build: TS1005']]);
  });

  it('puts the layer back and removes the copy, however a run ends', async () => {
    const world = worldWith({});
    const run: ControlsParts['run'] = async () => {
      if (world.inside.length > 0) throw new Error('interrupted');
      return GREEN;
    };
    const { failure } = await judgedIn({ ...world, all: { ...world.all, run } }, [controlOf('a', calm)]);
    expect(failure).toEqual(new Error('interrupted'));
    expect(world.inside).toEqual([]);
    expect(world.done).toEqual(['removed']);
  });
});
