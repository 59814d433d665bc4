// OpenSSL, which knows nothing of us: the tests that compare with it are skipped on a machine without it, and say so.
import { execFile, execFileSync } from 'node:child_process';
import type { TestContext } from 'vitest';

const LACK = lack();
if (LACK !== '') console.warn(`${LACK}: what is compared with it is skipped`);

function lack(): string {
  try {
    execFileSync('openssl', ['ocsp', '-help'], { stdio: 'ignore' });
    return '';
  } catch {
    return 'no openssl with ocsp on this machine';
  }
}

/** Skips a test with the reason where OpenSSL cannot be asked. */
export const needsOpenssl = ({ skip }: TestContext): void => skip(LACK !== '', LACK);

/** Runs OpenSSL; answers with all that it printed and whether it was content. */
export function openssl(...args: string[]): Promise<{ ok: boolean; text: string }> {
  return new Promise((resolve) => {
    // Whom it asks is on this machine, whatever goes between it and others; it knows no `*` in no_proxy.
    const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/_proxy$/iu.test(name)));
    execFile('openssl', args, { env }, (error, stdout, stderr) =>
      resolve({ ok: error === null, text: stdout + stderr }),
    );
  });
}
