import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { hasCode } from '../has-code.ts';
import { SetupError } from '../setup.error.ts';

/** Brokers of Kafka 4 need it (kafka.apache.org/documentation, "Compatibility"). */
const OLDEST_JAVA = 17;
const NEEDED = 'Java 17 or newer is needed to run Apache Kafka';
const REMEDY = 'apt-get install openjdk-17-jre-headless (or set KAFKA_BROKERS to an existing broker)';

/** The JVM's performance file would leave a folder behind in the temp folder. */
export const QUIET_JVM = '-XX:-UsePerfData';

/** Code that runs for seconds is not worth compiling well, which takes a third of a broker's start. */
export const QUICKLY_COMPILED = '-XX:TieredStopAtLevel=1';

export interface Java {
  command: string;
  /** What it says about itself: version, build and vendor. */
  build: string;
}

/** The java to run: that of JAVA_HOME, or else the PATH's. */
export async function findJava(env: NodeJS.ProcessEnv): Promise<Java> {
  const java = env['JAVA_HOME'] ? join(env['JAVA_HOME'], 'bin', 'java') : 'java';
  const { stderr } = await promisify(execFile)(java, [QUIET_JVM, '-version'], { env: javaEnvironment(env) }).catch(
    (error: unknown) => {
      const found = hasCode(error, 'ENOENT') ? 'none was found' : String(error);
      throw new SetupError(`${NEEDED}, ${found}${env['JAVA_HOME'] ? ' in JAVA_HOME' : ''}: ${REMEDY}`);
    },
  );
  const version = parseJavaVersion(stderr);
  if (version === null || version < OLDEST_JAVA) {
    throw new SetupError(`${NEEDED}, ${java} is version ${version ?? 'unknown'}: ${REMEDY}`);
  }
  return { command: java, build: stderr };
}

/** `ONCE_SHORT_RUN=1` is for tests. A broker under load for minutes is quicker when its code is compiled well. */
export const compilerFlags = (env: NodeJS.ProcessEnv): string[] =>
  env['ONCE_SHORT_RUN'] === '1' ? [QUICKLY_COMPILED] : [];

/** The major version in what `java -version` prints; "1.8.0_392" is 8. */
export function parseJavaVersion(text: string): number | null {
  const match = /version "(?:1\.)?(\d+)/.exec(text);
  return match ? Number(match[1]) : null;
}

/** Without CLASSPATH, JAVA_TOOL_OPTIONS and the like: the broker is to be the same on every machine. */
export function javaEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return { PATH: env['PATH'], LC_ALL: 'C.UTF-8', TZ: 'UTC' };
}
