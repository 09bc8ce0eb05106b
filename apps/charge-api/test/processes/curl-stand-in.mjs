import { parseArgs } from 'node:util';

/** The part of curl that the documents use: a POST when there is data, and the body on standard output. */
const { values, positionals } = parseArgs({
  options: {
    silent: { type: 'boolean', short: 's' },
    header: { type: 'string', short: 'H', multiple: true, default: [] },
    data: { type: 'string', short: 'd' },
  },
  allowPositionals: true,
});
const headers = values.header.map((line) => line.split(/:\s*/, 2));
const body = values.data;
const answer = await fetch(positionals[0], { method: body === undefined ? 'GET' : 'POST', headers, body });
process.stdout.write(await answer.text());
