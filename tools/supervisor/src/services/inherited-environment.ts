/** What a process needs from the machine. Everything else would let a stray variable of the shell change the stack. */
const INHERITED = /^(PATH|HOME|USER|LANG|LC_.*|TZ|TMPDIR|LOG_LEVEL|OTEL_.*|NODE_EXTRA_CA_CERTS|SSL_CERT_(FILE|DIR))$/;

export const inheritedEnvironment = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(env).filter(([name]) => INHERITED.test(name)));
