/** Lists the runs of the evidence folder and serves their files, on 127.0.0.1 only, until it is told to stop. */
import { once } from 'node:events';
import { stat } from 'node:fs/promises';
import { evidenceServer } from './serve/evidence-server.ts';
import { parseServeArguments, USAGE, type ServeCommand } from './serve/serve-arguments.ts';
import { codeOf } from './error-code.ts';

async function serve({ root, port }: ServeCommand): Promise<void> {
  if (!(await stat(root)).isDirectory()) throw new Error(`${root} is not a folder`);
  const server = evidenceServer(root);
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('the server listens on no port');
  const stop = (): void => {
    server.close();
    server.closeAllConnections();
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  console.log(`evidence  http://127.0.0.1:${address.port}/  (stop with Ctrl+C)`);
}

const command = parseServeArguments(process.argv.slice(2));
if ('refusal' in command) {
  console.error(`${command.refusal}\n\n${USAGE}`);
  process.exitCode = 2;
} else
  serve(command).catch((error: unknown) => {
    console.error(codeOf(error) === 'ENOENT' ? `no folder ${command.root}: npm run prove makes one` : error);
    process.exitCode = 1;
  });
