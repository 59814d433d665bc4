// Reads a log of OCEL 2.0, in JSON or XML: a row is an event, with `id`, `type`, `time`, its attributes by their names, and the objects that it is of
// behind `object:`, by their types.
import { JSONParser } from '@streamparser/json';
import { unpacked } from './bytes.ts';
import { type LogReader, textOf } from './row.ts';
import { elementsOf } from './xml.ts';

/** An event with the ids of its objects. */
interface ObjectEvent {
  values: Map<string, string>;
  objects: string[];
}

/** One part of such a log. */
type Part = { object: string; type: string } | ObjectEvent;

/** How many events are looked at to find the columns. */
const LOOKED_AT = 200;

export const ocelJsonLog = (path: string): LogReader => ocelLog(() => jsonParts(path));
export const ocelXmlLog = (path: string): LogReader => ocelLog(() => xmlParts(path));

function ocelLog(parts: () => AsyncIterable<Part>): LogReader {
  // The objects may come after the events, so they are read before.
  const typesOf = async () => {
    const types = new Map<string, string>();
    for await (const part of parts()) if ('object' in part) types.set(part.object, part.type);
    return types;
  };
  const columnsIn = (event: ObjectEvent, types: ReadonlyMap<string, string>) => [
    ...event.values.keys(),
    ...event.objects.flatMap((id) => {
      const type = types.get(id);
      return type === undefined ? [] : [`object:${type}`];
    }),
  ];
  return {
    async columns() {
      const types = await typesOf();
      const found = new Set<string>();
      let looked = 0;
      for await (const part of parts()) {
        if ('object' in part) continue;
        for (const column of columnsIn(part, types)) found.add(column);
        looked += 1;
        if (looked === LOOKED_AT) break;
      }
      return [...found];
    },
    async *rows(columns) {
      const types = columns.some((column) => column.startsWith('object:'))
        ? await typesOf()
        : new Map<string, string>();
      let row = 0;
      for await (const part of parts()) {
        if ('object' in part) continue;
        row += 1;
        const cells = columns.map((column) => {
          if (!column.startsWith('object:')) return textOf(part.values.get(column));
          const ids = part.objects.filter((id) => `object:${types.get(id)}` === column);
          return ids.length > 1 ? [...new Set(ids)] : (ids[0] ?? null);
        });
        yield { row, cells };
      }
    },
  };
}

async function* jsonParts(path: string): AsyncGenerator<Part> {
  const parser = new JSONParser({ paths: ['$.events.*', '$.objects.*'], keepStack: false });
  const parts: Part[] = [];
  parser.onValue = ({ value, stack }) => {
    const list = stack?.[1]?.key ?? null;
    const part = list === 'objects' || (list === null && !hasTime(value)) ? objectOf(value) : eventOf(value);
    if (part !== null) parts.push(part);
  };
  for await (const piece of unpacked(path)) {
    parser.write(piece);
    yield* parts.splice(0);
  }
  if (!parser.isEnded) throw new Error('it ends in the middle of the JSON');
  yield* parts.splice(0);
}

const hasTime = (value: unknown) => 'time' in Object(value);

function objectOf(value: unknown): Part | null {
  const { id, type } = Object(value);
  return typeof id === 'string' && typeof type === 'string' ? { object: id, type } : null;
}

function eventOf(value: unknown): Part | null {
  const { id, type, time, attributes, relationships } = Object(value);
  const values = new Map<string, string>();
  const set = (name: unknown, told: unknown) => {
    const text = textOf(told);
    if (typeof name === 'string' && text !== null) values.set(name, text);
  };
  for (const one of listOf(attributes)) set(Object(one).name, Object(one).value);
  set('id', id);
  set('type', type);
  set('time', time);
  const objects = listOf(relationships).flatMap((one): string[] => {
    const { objectId } = Object(one);
    return typeof objectId === 'string' ? [objectId] : [];
  });
  return { values, objects };
}

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

async function* xmlParts(path: string): AsyncGenerator<Part> {
  let event: ObjectEvent | null = null;
  let attribute = '';
  let isInObject = false;
  for await (const { name, opens, attributes, text } of elementsOf(path)) {
    if (name === 'object' && opens && attributes.type !== undefined) {
      isInObject = true;
      yield { object: attributes.id ?? '', type: attributes.type };
    } else if (name === 'object' && !opens) isInObject = false;
    else if (name === 'event' && opens) {
      event = { values: new Map(), objects: [] };
      for (const key of ['id', 'type', 'time'])
        if (attributes[key] !== undefined) event.values.set(key, attributes[key]);
    } else if (name === 'event' && event !== null) {
      yield event;
      event = null;
    } else if (event === null || isInObject) continue;
    else if (name === 'attribute' && opens) attribute = attributes.name ?? '';
    else if (name === 'attribute') event.values.set(attribute, text);
    else if (name === 'relationship' && opens) event.objects.push(attributes['object-id'] ?? '');
  }
}
