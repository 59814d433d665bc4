// The options of a run that its journal keeps, so that whoever resumes it runs the same.
import { type Static, Type } from 'typebox';
import { LEVELS } from './assertion.ts';

/**
 * The options of the command that began a run. They say what is run and where; how it is told, and what a target file may read, is said
 * anew by whoever resumes it: a journal may come from anybody.
 */
export const Given = Type.Object(
  {
    target: Type.Optional(Type.String()),
    roster: Type.Optional(Type.String()),
    regulation: Type.Optional(Type.String()),
    flow: Type.Optional(Type.String()),
    assertion: Type.Optional(Type.String()),
    level: Type.Optional(Type.Enum([...LEVELS])),
    concurrency: Type.Integer({ minimum: 1 }),
    seed: Type.Integer({ minimum: 0 }),
    termStart: Type.Enum(['next-day', 'receipt-day']),
    requireFull: Type.Optional(Type.Literal(true)),
    production: Type.Optional(Type.Literal(true)),
    baseline: Type.Optional(Type.String({ description: 'The path of the file.' })),
    failed: Type.Optional(Type.String({ description: 'The folder of the run of which what failed is repeated.' })),
    shard: Type.Optional(
      Type.Object(
        { number: Type.Integer({ minimum: 1 }), of: Type.Integer({ minimum: 2 }) },
        { additionalProperties: false },
      ),
    ),
  },
  { additionalProperties: false },
);
export type Given = Static<typeof Given>;
