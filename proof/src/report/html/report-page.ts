import { createHash } from 'node:crypto';
import type { RunRecord } from '../../model/run-record.ts';
import { chartFigure } from './charts/chart-figure.ts';
import { CHARTS } from './charts/index.ts';
import { Html, html } from './html.ts';
import { SCRIPT } from './page-script.ts';
import { STYLE } from './page-style.ts';
import { controlsSection } from './sections/controls.section.ts';
import { backlogSection, crashPointsSection, faultsSection } from './sections/faults.sections.ts';
import { headlineSection } from './sections/headline.section.ts';
import { invariantsSection } from './sections/invariants.section.ts';
import { metricsSection, suppressedSection } from './sections/numbers.sections.ts';
import { environmentSection, phasesSection, transcriptsSection } from './sections/run.sections.ts';
import { verdictSection } from './sections/verdict.section.ts';
import { workloadSections } from './sections/workload.sections.ts';

const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/**
 * Nothing is fetched and nothing runs but these two texts: were something of the data not escaped, the browser would
 * still refuse it.
 */
const POLICY = `default-src 'none'; style-src ${hashOf(STYLE)}; script-src ${hashOf(SCRIPT)}; img-src data:; base-uri 'none'; form-action 'none'`;

/** Joined as strings, for a formatter of templates would move the text and so change its hash. */
const inline = (tag: 'style' | 'script', text: string): Html => new Html(`<${tag}>${text}</${tag}>`);

/** The report as one file that needs no other. */
export const reportPage = (record: RunRecord): string =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${POLICY}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${`Proof ${record.verdict}: seed ${record.seed}`}</title>
        <link rel="icon" href="data:," />
        ${inline('style', STYLE)}
      </head>
      <body>
        <header>
          <h1>Proof <small>each operation took effect once</small></h1>
          <button type="button" id="theme" hidden>dark</button>
        </header>
        <main>${body(record)}</main>
        ${inline('script', SCRIPT)}
      </body>
    </html> `.markup;

const body = (record: RunRecord): Html => html`
  ${verdictSection(record)} ${headlineSection(record)} ${invariantsSection(record)} ${controlsSection(record.controls)}
  ${metricsSection(record.metrics)} ${suppressedSection(record.suppressed)}
  <section id="charts" aria-labelledby="charts-title">
    <h2 id="charts-title">Charts</h2>
    <p class="note">Point at a chart, or focus it and use the arrow keys, to read its values.</p>
    <div class="charts">${CHARTS.map((chartOf) => chartFigure(chartOf(record)))}</div>
  </section>
  ${faultsSection(record.faults)} ${backlogSection(record.backlog)} ${crashPointsSection(record.crashPoints)}
  ${workloadSections(record.workload)} ${phasesSection(record.phases)} ${transcriptsSection(record.transcripts)}
  ${environmentSection(record.environment)}
`;
