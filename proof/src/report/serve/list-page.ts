import { html, type Html } from '../html/html.ts';
import type { ListedRun } from './list-runs.ts';

/** The runs, newest first, each with its files. */
export const listPage = (runs: readonly ListedRun[]): string =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <link rel="icon" href="data:," />
        <title>Evidence</title>
      </head>
      <body>
        <h1>Evidence</h1>
        ${
          runs.length === 0
            ? html`<p>No run yet: npm run prove makes one.</p>`
            : html`<ul>
                ${runs.map(runItem)}
              </ul>`
        }
      </body>
    </html>`.markup;

const FILES = ['report.html', 'summary.json', 'history.ndjson', 'samples.ndjson', 'faults.ndjson', 'env.json'];

const runItem = ({ name, verdict }: ListedRun): Html =>
  html`<li>
    <a href="/${encodeURIComponent(name)}/report.html">${name}</a> ${verdict}
    <small>${FILES.slice(1).map((file) => html` <a href="/${encodeURIComponent(name)}/${file}">${file}</a>`)}</small>
  </li>`;
