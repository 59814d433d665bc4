// Recognises a page that is not of the portal, such as the challenge of a firewall in front of it, from which nothing may be concluded.
import { Fault } from '../../blame.ts';
import type { Page } from '../answer/page.ts';
import type { Performance } from './performance.ts';

/** The headers by which firewalls mark their challenges. */
const MARKS: readonly [string, RegExp][] = [
  ['cf-mitigated', /challenge/iu],
  ['x-amzn-waf-action', /challenge|captcha/iu],
];
/** What challenges say, or are made of. */
const CHALLENGE =
  /captcha|cf-challenge|challenge-platform|_Incapsula_Resource|ddos-guard|are you (?:a )?(?:human|robot)|just a moment|checking your browser|verify (?:that )?you are (?:a )?human|не робот|робот емес|проверк[аиу] браузера/iu;
/** The size in bytes up to which a page may be a challenge; a large one may hold such words beside what the portal shows. */
const MOST_BYTES = 20_000;
/** The fields of a page that a person fills in, which a portal may guard by a captcha of its own. */
const FIELDS = /<(?:textarea|select)\b|<input\b(?![^>]*type\s*=\s*["']?(?:hidden|submit|button|image))/iu;

/**
 * Makes sure that a page is of the portal. Where the target file tells by `ownPage` what its pages show, that decides; else the marks
 * of well-known firewalls do.
 * @throws Fault of the network where it is not
 */
export function mustBeOfPortal(page: Page, { ownPage, reading }: Pick<Performance, 'ownPage' | 'reading'>): void {
  if (!/html/iu.test(String(page.headers['content-type'] ?? ''))) return;
  const cure = 'let the suite through what stands in front of the portal';
  if (ownPage !== null) {
    if (page.status < 300 && !page.meets(ownPage, reading))
      throw new Fault(
        'network',
        `${page.name}: the page is not of the portal, as ${reading.where(ownPage)} tells; ${cure}`,
      );
    return;
  }
  const marked = MARKS.some(([name, mark]) => mark.test(String(page.headers[name] ?? '')));
  if (!marked && !isChallenge(page)) return;
  throw new Fault(
    'network',
    `${page.name}: the page looks like the challenge of a firewall; ${cure}, or tell by ownPage what its own pages show`,
  );
}

function isChallenge(page: Page): boolean {
  if (page.bytes.length > MOST_BYTES) return false;
  const html = page.text();
  return CHALLENGE.test(html) && !FIELDS.test(html);
}
