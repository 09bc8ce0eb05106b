import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { ALERTS } from '../alerts/all-alerts.ts';
import { toAlertRule } from '../rules/alert-rule.ts';
import { REAL_TIME } from '../rules/time-scale.ts';
import { SCENARIOS } from '../rehearsal/scenarios/all-scenarios.ts';
import {
  isFix,
  isLook,
  isRunnable,
  isSetup,
  needsMore,
  placeholdersOf,
  readSections,
  type Block,
} from './read-runbook.ts';
import { RUNBOOK_FILE } from './runbook-file.ts';

const text = readFileSync(RUNBOOK_FILE, 'utf8');
const sections = readSections(text);
const blocks = sections.flatMap((section) => section.blocks.map((block) => ({ ...block, section: section.heading })));
const anchors = sections.map(({ heading }) =>
  heading
    .toLowerCase()
    .replaceAll(/[^\w\- ]/g, '')
    .replaceAll(' ', '-'),
);
const names = [...new Set(ALERTS.map(({ name }) => name))];
const rehearsed = SCENARIOS.map(({ section }) => section);

describe('the runbook', () => {
  it.each(names)('has a section for %s, to which the alert links', (name) => {
    const urls = ALERTS.filter((alert) => alert.name === name).map(
      (alert) => toAlertRule(alert, REAL_TIME).annotations['runbook_url'],
    );
    expect(new Set(urls)).toEqual(new Set([`docs/runbook.md#${name.toLowerCase()}`]));
    expect(anchors.filter((anchor) => anchor === name.toLowerCase())).toHaveLength(1);
  });

  it('has no section for an alert that is gone', () => {
    const sectionsOfAlerts = sections
      .map(({ heading }) => heading)
      .filter((heading) => /^[A-Z]\w+[a-z][A-Z]/.test(heading));
    expect(sectionsOfAlerts.filter((heading) => !names.includes(heading))).toEqual([]);
  });

  it('links to anchors that exist', () => {
    const links = [...text.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor = '']) => anchor);
    expect(links.length).toBeGreaterThan(20);
    expect(links.filter((anchor) => !anchors.includes(anchor))).toEqual([]);
  });

  it('says in every section of an alert what to look at, or where', () => {
    const empty = names.filter((name) => {
      const section = sections.find(({ heading }) => heading === name);
      return !section?.blocks.some(isLook) && !new RegExp(`### ${name}\\n\\nAs \\[`).test(text);
    });
    expect(empty).toEqual([]);
  });
});

const at = (block: Block & { section: string }): string => `line ${block.line} of ${block.section}`;

describe('the blocks of the runbook', () => {
  it('are of a kind that can be run, or a picture', () => {
    const unknown = blocks.filter((block) => !isRunnable(block) && !['mermaid', 'text'].includes(block.language));
    expect(unknown.map(at)).toEqual([]);
  });

  it('have one setup, which every other one may rely on', () => {
    expect(blocks.filter(isSetup)).toHaveLength(1);
  });

  it('change something only where a scenario runs them', () => {
    const unrehearsed = blocks.filter((block) => isFix(block) && !rehearsed.includes(block.section));
    expect(unrehearsed.map(at)).toEqual([]);
    expect(blocks.filter(isFix).length).toBeGreaterThan(4);
  });

  it('ask for a value only where a scenario knows it', () => {
    const unknown = blocks.filter(
      (block) =>
        !needsMore(block) && !isSetup(block) && placeholdersOf(block).length > 0 && !rehearsed.includes(block.section),
    );
    expect(unknown.map(at)).toEqual([]);
  });

  it('are left out of the rehearsal only for the want of a container engine', () => {
    const reasons = blocks.flatMap(({ tags }) => tags).filter((tag) => tag.startsWith('needs='));
    expect([...new Set(reasons)]).toEqual(['needs=docker']);
  });

  it('name the database that a statement is for', () => {
    const nameless = blocks.filter(
      ({ language, text: statement }) => language === 'sql' && !/^-- (charge|ledger) database: /.test(statement),
    );
    expect(nameless.map(at)).toEqual([]);
  });
});
