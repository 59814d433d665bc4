// The spellings in which a portal may repeat a secret, and what of them stands in a text.

const hex = (text: string) => Buffer.from(text).toString('hex');
const SPELLINGS: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => text.toUpperCase(),
  (text) => text.toLowerCase(),
  (text) => encodeURIComponent(text),
  (text) => [...Buffer.from(text)].map((byte) => `%${byte.toString(16)}`).join(''),
  hex,
  (text) => hex(text).match(/../gu)?.join(':') ?? '',
  (text) => Buffer.from(text).toString('base64'),
  (text) => Buffer.from(`Basic:${text}`).toString('base64url'),
  (text) => [...text].join(' '),
  (text) => [...text].join('-'),
  (text) => [...text].join('\u00ad'),
];

/** Some words, each in every spelling. */
export const spelled = (words: readonly string[]): string =>
  words.flatMap((word) => SPELLINGS.map((spell) => spell(word))).join(' | ');

/** The spellings of secrets that stand in texts, as `name: spelling`, and the names of those in which an identification number stands. */
export const leaksOf = (texts: Readonly<Record<string, string>>, secrets: Iterable<string>): string[] => {
  const spellings = [...new Set(secrets)].flatMap((secret) => SPELLINGS.map((spell) => spell(secret)));
  return Object.entries(texts).flatMap(([name, text]) => [
    ...spellings.filter((spelling) => text.includes(spelling)).map((spelling) => `${name}: ${spelling}`),
    ...(/(?<![\da-f])\d{12}(?![\da-f])/u.test(text) ? [`${name}: an identification number`] : []),
  ]);
};
