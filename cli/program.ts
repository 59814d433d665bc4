// Defines the commands and options of the command line, and loads the code of a command only when it is called, so that it starts fast.
import { Command, CommanderError } from 'commander';
import { unlessStarved } from '../schemas/starved.ts';
import { addPortalCommands } from './commands/portal.ts';
import { addRegulationCommands } from './commands/regulations.ts';
import { addReportCommands } from './commands/reports.ts';
import { version } from './version.ts';

/**
 * Runs one command line and sets `process.exitCode`.
 * @param args what stands after `reglament`
 */
export async function main(args: readonly string[]): Promise<void> {
  try {
    const program = build();
    await refuseUnknown(program, args);
    await unlessStarved(
      program.parseAsync(args, { from: 'user' }),
      () => new Error('the command is not done, and nothing is left that it could wait for'),
    );
  } catch (error) {
    if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
    else process.exitCode = (await import('./fail.ts')).reportError(error);
  } finally {
    // What one command was given is not there for the next of the same process.
    if (process.env.REGLAMENT_REGULATIONS !== undefined) (await import('./workspace.ts')).bringRegulations(null);
  }
}

/** Refuses a command that there is not. The parser would show the help of the whole instead, where help is asked for as well. */
async function refuseUnknown(program: Command, args: readonly string[]): Promise<void> {
  const [first = '', second = ''] = args;
  const word = first === 'help' ? second : first;
  const known = ['help', ...program.commands.map((command) => command.name())];
  if (word === '' || word.startsWith('-') || known.includes(word)) return;
  const { nearest } = await import('../schemas/nearest.ts');
  const near = nearest(word, known);
  program.error(`error: unknown command '${word}'${near === null ? '' : `; did you mean ${near}?`}`);
}

function build(): Command {
  const program = new Command('reglament')
    .description(
      "Executable regulations of Kazakhstan's electronic public services: a simulator and conformance suites.",
    )
    .version(version())
    .configureOutput({
      // Errors of the parser look like all others: the name of the tool, what is wrong, the code.
      outputError: (text, write) => write(`reglament: ${text.replace(/^error: /u, '').trim()} [usage]\n`),
    })
    .showHelpAfterError('(reglament --help lists commands and options)')
    .exitOverride();

  addPortalCommands(program);
  addReportCommands(program);
  addRegulationCommands(program);
  return program;
}
