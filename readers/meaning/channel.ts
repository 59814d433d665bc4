// Tells through whom a flow goes by the title of its table.
import { type Static, Type } from 'typebox';
import { fixturePath } from '../../schemas/fixture.ts';
import { loadYaml } from '../../schemas/load.ts';
import { letters } from './fitting.ts';

const Channels = Type.Array(
  Type.Object(
    {
      flow: Type.String({ pattern: '^[a-z][a-z0-9]*(-[a-z0-9]+)*$' }),
      entry: Type.Enum(['portal', 'employee', 'operator']),
      words: Type.Array(Type.String({ minLength: 1 }), { minItems: 1 }),
    },
    { additionalProperties: false },
  ),
);
/** Through whom a flow goes: its name, and who begins it. */
export type Channel = Pick<Static<typeof Channels>[number], 'flow' | 'entry'>;

let known: Static<typeof Channels> | undefined;

/** The channel that a title names, or null where it names none or several. */
export function channelOf(title: string): Channel | null {
  known ??= loadYaml(fixturePath('readings/channels.yaml'), Channels).value;
  const text = letters(title);
  const named = known.filter(({ words }) => words.some((word) => text.includes(letters(word))));
  const [first, second] = named;
  return first === undefined || second !== undefined ? null : { flow: first.flow, entry: first.entry };
}
