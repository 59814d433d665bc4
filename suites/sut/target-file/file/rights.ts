// What a target file may read of the machine that uses it, so that one by somebody else cannot send away what is no business of its portal.
import { realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, isAbsolute, relative, resolve, sep } from 'node:path';

/** What whoever uses a file lets it read besides, on the command line. */
export interface Grants {
  /** Variables of the environment, by their names. */
  env?: readonly string[];
  /** The file is one's own: it may read whatever it names. */
  trust?: true;
  /** The address of the counterparties to which its portal is wired; they are contacted too. */
  counterparties?: string;
}

/** The variables of the environment, by their names. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Why something may not be read, and how it may. */
interface Denial {
  problem: string;
  cure: string;
}

/** Words by which a variable says that it is for a portal and those who use it. */
const FOR_A_PORTAL = words(
  'reglament portal sandbox officer employee operator clerk applicant sender certificate certificates',
  (any) => `(?:^|_)(?:${any})(?:_|$)`,
);
/** The first words of what shells, build services and other programs keep in the environment for themselves. */
const OF_OTHERS = words(
  `aws amazon azure arm gcp gcloud google github gh gitlab bitbucket ci circle jenkins actions runner npm yarn pnpm node docker kube
  kubernetes helm vault ssh gpg git xdg dbus pypi twine cargo sonar sentry datadog dd slack telegram discord openai anthropic hf
  huggingface stripe twilio sendgrid cloudflare cf heroku vercel netlify digitalocean hcloud tf terraform ansible consul database db pg
  postgres mysql mongo mongodb redis smtp ldap`,
  (any) => `^(?:home|path|user|logname|shell|mail|kubeconfig|pgpassword|(?:${any})_\\w*)$`,
);
const KEY = /_key$/iu;
const REFERENCE = /\$\{ENV:([^}]*)\}/gu;
/** What of another folder may be read where it goes to no stranger: a private key is only signed with, a certificate is sent to all. */
const MATERIAL = {
  certificate: /^\s*-----BEGIN (?:TRUSTED |X509 )?CERTIFICATE-----/u,
  key: /^\s*-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----/u,
} as const;

function words(listed: string, around: (any: string) => string): RegExp {
  return new RegExp(around(listed.trim().split(/\s+/u).join('|')), 'iu');
}

/** What one file may read. */
export class Rights {
  readonly #grants: Grants;
  readonly #folder: string;
  /** The name of the file, as it begins the names of variables of its own. */
  readonly #own: string;
  /** Whether all that the file sends goes to whom the user has named, or stays on this machine. */
  readonly #staysHere: boolean;
  /** Folders and files that the environment names for it. */
  readonly #lent: string[] = [];

  /**
   * @param file its path
   * @param raw what stands in it, with references; one without addresses is sent to where the user says
   */
  constructor(file: string, raw: unknown, environment: Environment, grants: Grants = {}) {
    this.#grants = grants;
    this.#folder = dirname(resolve(file));
    this.#own = basename(file)
      .replace(/\.\w+$/u, '')
      .replaceAll(/\W+/gu, '_')
      .toUpperCase();
    this.#staysHere = addressesIn(raw).every((address) => isUsers(address, environment));
  }

  /**
   * Whether the file may read a variable. A name alone cannot be trusted where a stranger says whither the value goes.
   * @param isPath whether the value is a path, which is sent to nobody
   */
  mayRead(variable: string, isPath = false): boolean {
    const { env = [], trust = false } = this.#grants;
    if (trust || env.includes(variable)) return true;
    if (OF_OTHERS.test(variable)) return false;
    if (FOR_A_PORTAL.test(variable) || `${variable.toUpperCase()}_`.startsWith(`${this.#own}_`)) return true;
    return this.#staysHere && (isPath || !KEY.test(variable));
  }

  /** Notes a path that the environment names: the user has pointed at it, and so at what lies below it. */
  lend(path: string): void {
    this.#lent.push(resolve(this.#folder, path));
  }

  /**
   * Why the file may not read another one; null where it may, and where there is none.
   * @param material what stands there, and as what it is used
   */
  whyNotFile(name: string, material?: { is: keyof typeof MATERIAL; text: string }): Denial | null {
    const path = realPathOf(resolve(this.#folder, name));
    if (this.#grants.trust === true || path === null) return null;
    if (this.#lent.some((place) => isBelow(path, realPathOf(place)))) return null;
    if (isBelow(path, realPathOf(this.#folder)) && !this.#isOfHome(path)) return null;
    if (material !== undefined && this.#staysHere && MATERIAL[material.is].test(material.text)) return null;
    const problem = `the file ${name} lies neither beside this one nor below its folder`;
    return { problem, cure: 'put it there, or give --trust if this file is your own' };
  }

  /** Whether a path is where programs keep what is theirs: below a home folder in which this file happens to lie, hidden. */
  #isOfHome(path: string): boolean {
    const home = realPathOf(homedir());
    return home !== null && realPathOf(this.#folder) === home && relative(home, path).startsWith('.');
  }

  /** Why the file may not have a program started; null where it may. */
  whyNotProgram(path: string): Denial | null {
    const real = realPathOf(resolve(this.#folder, path));
    const isOurs = isAbsolute(path) && !isBelow(real ?? path, realPathOf(this.#folder));
    if (isOurs || this.#grants.trust === true || this.#lent.includes(resolve(this.#folder, path))) return null;
    const problem = `${path} may have come with this file, and it would be started`;
    return { problem, cure: 'name a browser that is installed, or give --trust if this file is your own' };
  }
}

/** Why variables may not be read, in one sentence. */
export function denialOf(variables: readonly string[]): Denial {
  const names = variables.join(',');
  const problem = `it would read ${variables.join(', ')} of the environment, and nothing shows that this is for its portal`;
  return { problem, cure: `if it is, give --env ${names} (or --trust, if this file is your own)` };
}

/** The addresses to which a file has its messages sent. */
function addressesIn(raw: unknown): string[] {
  const { baseUrl, hosts, proxy } = Object(raw);
  return [baseUrl, proxy, ...(Array.isArray(hosts) ? hosts : [])].filter((one) => typeof one === 'string');
}

/** Whether an address is on this machine, or its host is the one that a variable of the environment names. */
function isUsers(address: string, environment: Environment): boolean {
  const named: (string | null)[] = [];
  const text = address.replace(REFERENCE, (_, name: string) => {
    const value = environment[name] ?? '';
    named.push(hostOf(value));
    return value;
  });
  const host = hostOf(text);
  // A variable that is not set reaches nobody, and is refused for that.
  if (host === null) return text === '';
  return named.includes(host) || /^(?:localhost|127\.[\d.]+|\[::1\])$/u.test(host);
}

/** The host of a URL however it is written, or of `host:port`; null for neither. */
function hostOf(address: string): string | null {
  const isWeb = (one: string) => URL.canParse(one) && /^https?:$/u.test(new URL(one).protocol);
  const url = [address, `http://${address}`].find(isWeb);
  return address === '' || url === undefined ? null : new URL(url).hostname;
}

function realPathOf(path: string): string | null {
  try {
    return realpathSync(path);
  } catch {
    return null;
  }
}

/** Whether a path is a place or lies below it. */
function isBelow(path: string, place: string | null): boolean {
  if (place === null) return false;
  const way = relative(place, path);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way));
}
