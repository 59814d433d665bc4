// Finds secrets that stand in a target file in clear text, where everybody reads them who is sent the file or its repository.
import type { Segment } from '../../../../schemas/violation.ts';
import { SECRET_NAME } from '../../evidence/redaction.ts';
import type { Problem } from './secrets.ts';

/** Keys below which nothing is sent: `token` there is the name of a pick, a pattern or a reason and not a secret. */
const NOT_SENT = new Set(
  `pick answer patterns lacks until refused namespaces journal words history notifications now ownPage when next regex matches css xpath
  jsonpath`.split(/\s+/u),
);
const IS_FILLED_IN = /\$\{|\{\{/u;
/** The name of an element, a parameter or a member whose value is a secret; of a security token only a certificate stands in clear text. */
const NAMES_ONE = /(?<!security)(?:pass(?:word|wd|phrase)?|secret|token|api[-_]?key|authorization|(?<![a-z])pin)$/iu;
const HEADER_NAME = /(?:^|-)(?:auth|authentication|session|sid|jwt|credentials?)(?:-id)?$/iu;
const COOKIE_NAME = /sess|sid\b|auth|jwt|ticket/iu;
/** From this length on the value of a cookie is no setting that somebody chose. */
const LONG = 16;

// Each gives, by groups, the name and the value.
const IN_ADDRESS = /(?:^|[?&])([\w.-]+)=([^&#\s]+)/gu;
const IN_XML = /<([\w:.-]+)(?:\s[^<>]*)?>([^<>]*[^<>\s])\s*<\//gu;
const IN_ATTRIBUTE = /\s([\w:.-]+)\s*=\s*["']([^"'<>]+)["']/gu;
const IN_JSON = /"([\w.-]+)"\s*:\s*"([^"]+)"/gu;

/** All secrets of a file that are neither a reference nor a template. */
export function clearSecrets(value: unknown, path: Segment[] = []): Problem[] {
  if (typeof value !== 'object' || value === null) return [];
  const typed = Object(value).fill;
  return Object.entries(value).flatMap(([key, inner]) => {
    const at = [...path, Array.isArray(value) ? Number(key) : key];
    if (NOT_SENT.has(key)) return [];
    if (typeof inner !== 'string') return clearSecrets(inner, at);
    const isOne = isSecret(key, inner, path.at(-1) === 'headers') || (key === 'with' && isSecret(String(typed), inner));
    const what = isOne ? 'is a secret' : hiddenIn(inner);
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the words of the file
    const cure = 'write ${ENV:NAME} or ${FILE:path}, and keep the secret there';
    return what === null ? [] : [{ path: at, problem: `${what} in clear text`, cure }];
  });
}

/** Whether a text is a secret by what it is the value of. */
function isSecret(key: string, text: string, isHeader = false): boolean {
  if (text === '' || IS_FILLED_IN.test(text)) return false;
  if (SECRET_NAME.test(key)) return true;
  if (!isHeader) return false;
  if (/^cookie$/iu.test(key)) return text.split(';').some(isSecretCookie);
  return HEADER_NAME.test(key) || /^(?:basic|bearer|digest|token|apikey|negotiate)\s+\S/iu.test(text);
}

function isSecretCookie(pair: string): boolean {
  const [name = '', value = ''] = pair.trim().split(/=(.*)/su);
  return value.length >= LONG || (value !== '' && (COOKIE_NAME.test(name) || SECRET_NAME.test(name)));
}

/** The secret that a text holds, wherever it stands, as the beginning of a sentence; null for none. */
function hiddenIn(written: string): string | null {
  // What is filled in may hold colons, quotes and blanks of its own.
  const text = written.replace(/\$\{[^}]*\}|\{\{[^}]*\}\}/gu, '{{}}');
  if (/-----BEGIN [A-Z ]*PRIVATE KEY-----/u.test(text)) return 'holds a private key';
  if (/\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]{8,}/u.test(text)) return 'holds a token';
  if (isLogin(/\bBasic\s+([\w+/-]{4,}={0,2})/iu.exec(text)?.[1])) return 'holds a login behind Basic';
  const inAddress = /\b[a-z][a-z\d+.-]*:\/\/[^/\s:@]*:([^/\s@]+)@/iu.exec(text)?.[1] ?? '';
  if (inAddress !== '' && !IS_FILLED_IN.test(inAddress)) return 'holds the password of an address';
  for (const rule of [IN_ADDRESS, IN_XML, IN_ATTRIBUTE, IN_JSON])
    for (const [, name = '', value = ''] of text.matchAll(rule))
      if (NAMES_ONE.test(name) && !IS_FILLED_IN.test(value)) return `holds the secret ${name}`;
  return null;
}

/** Whether a text is a name and a password in base64. */
const isLogin = (text = ''): boolean => /^[^\p{Cc}:]+:[^\p{Cc}]+$/u.test(Buffer.from(text, 'base64').toString());
