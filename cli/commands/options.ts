// The options that several commands have, and how their values are read.
import { type Command, InvalidArgumentError, Option } from 'commander';
import { ANNEXES, type AnnexName } from '../../reporters/annex-names.ts';
import { REPORTERS } from '../../reporters/registry.ts';

export const whole =
  (least: number, most = Number.MAX_SAFE_INTEGER) =>
  (text: string) => {
    const value = Number(text);
    if (text.trim() !== '' && Number.isSafeInteger(value) && value >= least && value <= most) return value;
    const to = most === Number.MAX_SAFE_INTEGER ? '' : ` to ${most}`;
    throw new InvalidArgumentError(`It has to be a whole number from ${least}${to}.`);
  };
export const reporterHelp = `\nReporters:\n${Object.entries(REPORTERS)
  .map(([name, { file, help }]) => `  ${name.padEnd(10)}${file === null ? '' : `${file}, `}${help}`)
  .join('\n')}`;
export const nonce = (text: string) => {
  if (/^[\w-]{1,64}$/u.test(text)) return text;
  throw new InvalidArgumentError('It has to be up to 64 letters, digits, hyphens and underscores.');
};
const shard = (text: string) => {
  const [, number = '', of = ''] = /^(\d{1,3})\/(\d{1,3})$/u.exec(text) ?? [];
  const part = { number: Number(number), of: Number(of) };
  if (part.number >= 1 && part.number <= part.of) return part.of === 1 ? undefined : part;
  throw new InvalidArgumentError('It has to be a part and how many there are, from 1/1 to 999/999.');
};
export const list = (text: string) => text.split(',').map((name) => name.trim());

export const regulation = () => new Option('--regulation <id>', 'only this regulation');
/** Gives a command the option that brings regulations in beside those of the package. */
export const bringing = (command: Command): Command =>
  command
    .option('--regulations <path>', 'a regulation file, or a folder of them, beside those of the package')
    .hook('preAction', async (_, acting) => {
      const { regulations } = acting.opts();
      if (typeof regulations === 'string') (await import('../workspace.ts')).bringRegulations(regulations);
    });
export const flow = () => new Option('--flow <id>', 'only this flow');
export const assertion = () =>
  new Option('--assertion <glob>', 'only assertions whose id matches, for example "**/pay/*"');
export const level = () =>
  new Option(
    '--level <level>',
    'the lowest level of assertions: what the text says, what follows from it, or good practice too',
  )
    .choices(['required', 'implied', 'recommended'])
    .default('implied');
const target = () =>
  new Option(
    '--target <target>',
    'simulator, the URL of a portal that speaks the driver contract, a target file or a module (required)',
  );
export const roster = () =>
  new Option(
    '--roster <file>',
    'for a portal at a URL that opens no worlds: its test persons, as a target file names them',
  );
export const env = () =>
  new Option(
    '--env <names>',
    'variables of the environment that a target file may read besides those for its portal; several with commas',
  ).argParser((text, known: string[] = []) => [...known, ...list(text)]);
export const trust = () =>
  new Option(
    '--trust',
    'the target file is your own: it may read every variable and file, and have any program started',
  );
export const counterparties = () =>
  new Option(
    '--counterparties <url>',
    'for a target file: where the systems are that its portal asks, which write it down (`reglament simulate`)',
  ).argParser(address);
export const wiring = () =>
  new Option(
    '--counterparties <url>',
    'with --foreign json or soap: the systems that the portal asks, such as another `reglament simulate`',
  ).argParser(address);
const address = (text: string) => {
  if (URL.canParse(text) && /^https?:$/u.test(new URL(text).protocol)) return text;
  throw new InvalidArgumentError('It has to be an address such as http://127.0.0.1:8080.');
};
/** Gives a command the options that say on which portal which assertions are tested. */
export const selecting = (command: Command): Command =>
  [target(), roster(), env(), trust(), counterparties(), regulation(), flow(), assertion(), level()].reduce(
    (one, option) => one.addOption(option),
    bringing(command),
  );
export const seed = () => new Option('--seed <n>', 'makes ids and numbers repeatable').argParser(whole(0)).default(1);
export const production = () =>
  new Option('--production', 'for a target file: nothing is opened or changed, a run only logs in and reads');
export const shardOption = () =>
  new Option(
    '--shard <i/n>',
    'only the i-th of n parts of about the same cost; `reglament merge` joins them',
  ).argParser(shard);
export const reporter = (names: string[]) =>
  new Option('--reporter <names>', `${Object.keys(REPORTERS).join(', ')}, or the path of your own; several with commas`)
    .argParser(list)
    .default(names);
export const lang = () =>
  new Option(
    '--lang <language>',
    'the language of the reports for people; the HTML report has all three, and begins with it',
  )
    .choices(['kk', 'ru', 'en'])
    .default('en');
export const annexes = () =>
  new Option('--annexes <names>', `what report.pdf has behind the act: ${ANNEXES.join(', ')}; several with commas`)
    .argParser(annexList)
    .default([]);
const annexList = (text: string): AnnexName[] => {
  const wanted = list(text);
  const unknown = wanted.find((word) => !ANNEXES.some((name) => name === word));
  if (unknown !== undefined)
    throw new InvalidArgumentError(`there is no annex "${unknown}"; choose from ${ANNEXES.join(', ')}`);
  return ANNEXES.filter((name) => wanted.includes(name));
};
export const json = () => new Option('--json', 'print JSON');
export const termStart = () =>
  new Option('--term-start <day>', 'from when day terms are counted')
    .choices(['next-day', 'receipt-day'])
    .default('next-day');

export const breakLock = () =>
  new Option('--break-lock', 'take the folder over from a run on another machine that is known to be over');
