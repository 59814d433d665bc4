// Loads a vendor's own ES module as a target, and checks the shape of what it exports.
import { type Static, Type } from 'typebox';
import { Description, type Operation } from '../../schemas/target/driver.ts';
import { Callable, checkExport, loadModule, SetOf } from '../../schemas/target/module.ts';
import type { Language } from '../../schemas/vocabulary.ts';
import { guard } from './module-guard.ts';
import type { Sut } from './sut.ts';

/** The shape of the export `target`; further keys are ignored. */
const Target = Type.Object({
  name: Type.String({ minLength: 1 }),
  description: Description,
  allowance: Type.Optional(
    Type.Object({
      applications: Type.Integer({ minimum: 0 }),
      walks: Type.Integer({ minimum: 1 }),
      testSystem: Type.Boolean(),
    }),
  ),
  offer: Type.Optional(
    Type.Object({
      operations: SetOf<Operation>(),
      persons: SetOf<string>(),
      certificates: SetOf<string>(),
      languages: SetOf<Language>(),
      shown: SetOf<string>(),
      reasons: Type.Record(Type.String(), Type.String()),
    }),
  ),
  openDrive: Callable<Sut['openDrive']>(),
  close: Callable<Sut['close']>(),
});

/**
 * Loads a module that exports `target`.
 * @param file its path, from the working directory
 * @param isOpen whether the exchanges are shown to whoever tries the module out: all of them but secrets
 * @returns the target, wrapped so that no verdict can rest on a call that throws, hangs or answers in a wrong shape
 * @throws ConformanceError `target-module` where it cannot be loaded, or does not export what it should
 */
export async function loadTargetModule(file: string, isOpen = false): Promise<Sut> {
  const code = 'target-module';
  const { target }: { target?: unknown } = await loadModule(file, code);
  checkExport(Target, target, { file, name: 'target', type: 'Sut of reglament/sut', code });
  const checked: Static<typeof Target> = target;
  return guard(checked, undefined, isOpen);
}
