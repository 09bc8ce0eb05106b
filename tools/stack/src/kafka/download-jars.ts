import { constants } from 'node:fs';
import { access, readFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { delimiter, join } from 'node:path';
import { runTool } from '../server/run-tool.ts';
import { SetupError } from '../setup.error.ts';
import type { StartContext } from '../start-context.ts';
import { describeDownload } from './download-progress.ts';
import { QUIET_JVM } from './java.ts';

/** 60 MB on the slowest line that one would still wait for. */
const DOWNLOAD_BOUND_MS = 10 * 60_000;
const REPORT_EVERY_MS = 1_000;

export interface DownloadRequest {
  pom: string;
  version: string;
  content: string;
  scratch: string;
}

/** Lets Maven resolve the pom from Maven Central, or whatever mirror its own settings name. */
export async function downloadJars(request: DownloadRequest, context: StartContext): Promise<void> {
  const { pom, version, content, scratch } = request;
  const logFile = join(scratch, 'maven.log');
  await requireMaven(context.env);
  context.report(`Downloading Apache Kafka ${version} (about 60 MB, once) …`);
  const progress = reportProgress(version, logFile, context.report);
  try {
    const spec = {
      name: 'mvn',
      command: 'mvn',
      args: [
        '-B',
        '-f',
        pom,
        'dependency:copy-dependencies',
        '-DincludeScope=runtime',
        `-DoutputDirectory=${content}`,
        ...(await repositoryArguments(scratch)),
      ],
      cwd: scratch,
      // Proxies and mirrors are the user's to set, so Maven gets the whole environment.
      env: {
        ...context.env,
        MAVEN_OPTS: `${context.env['MAVEN_OPTS'] ?? ''} ${QUIET_JVM} -Djava.io.tmpdir=${scratch}`,
      },
      logFile,
    };
    await runTool(spec, { ...context, boundMs: DOWNLOAD_BOUND_MS });
  } finally {
    clearInterval(progress);
  }
}

async function requireMaven(env: NodeJS.ProcessEnv): Promise<void> {
  for (const folder of (env['PATH'] ?? '').split(delimiter)) {
    const isThere = await access(join(folder, 'mvn'), constants.X_OK).then(
      () => true,
      () => false,
    );
    if (isThere) return;
  }
  throw new SetupError(
    'Maven is needed once to download Apache Kafka: apt-get install maven (or set KAFKA_BROKERS to an existing broker)',
  );
}

/** Maven keeps its repository in the home folder of the account, whatever HOME says; service accounts have none. */
async function repositoryArguments(scratch: string): Promise<string[]> {
  const hasHome = await access(userInfo().homedir, constants.W_OK).then(
    () => true,
    () => false,
  );
  return hasHome ? [] : [`-Dmaven.repo.local=${join(scratch, 'repository')}`];
}

function reportProgress(version: string, logFile: string, report: (line: string) => void): NodeJS.Timeout {
  let lastLine: string | null = null;
  return setInterval(() => {
    void readFile(logFile, 'utf8').then(
      (log) => {
        const line = describeDownload(version, log);
        if (line !== null && line !== lastLine) report(line);
        lastLine = line;
      },
      // The log appears with Maven and goes with the scratch folder; in between a line may be skipped.
      () => {},
    );
  }, REPORT_EVERY_MS);
}
