import { createHash } from 'node:crypto';
import { Html, html } from './html.ts';
import { SCRIPT } from './page-script.ts';
import { STYLE } from './page-style.ts';

const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/**
 * Nothing is fetched and nothing runs but these two texts: were something of the data not escaped, the browser would
 * still refuse it.
 */
const POLICY = `default-src 'none'; style-src ${hashOf(STYLE)}; script-src ${hashOf(SCRIPT)}; img-src data:; base-uri 'none'; form-action 'none'`;

/** Joined as strings, for a formatter of templates would move the text and so change its hash. */
const inline = (tag: 'style' | 'script', text: string): Html => new Html(`<${tag}>${text}</${tag}>`);

interface Page {
  readonly title: string;
  readonly heading: Html;
  readonly main: Html;
}

/** A page as one file that needs no other. */
export const htmlPage = ({ title, heading, main }: Page): string =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${POLICY}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title}</title>
        <link rel="icon" href="data:," />
        ${inline('style', STYLE)}
      </head>
      <body>
        <header>
          <h1>${heading}</h1>
          <button type="button" id="theme" hidden>dark</button>
        </header>
        <main>${main}</main>
        ${inline('script', SCRIPT)}
      </body>
    </html> `.markup;
