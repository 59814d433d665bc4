// Reads a log of XES (IEEE 1849): a row is an event, with its attributes by their keys and those of its trace behind `case:`.
import { type LogReader, textOf } from './row.ts';
import { elementsOf } from './xml.ts';

/** How many events are looked at to find the columns. */
const LOOKED_AT = 200;
const VALUES = ['string', 'date', 'int', 'float', 'boolean', 'id'];

export function xesLog(path: string): LogReader {
  async function* events(): AsyncGenerator<ReadonlyMap<string, string>> {
    let ofTrace = new Map<string, string>();
    let ofEvent: Map<string, string> | null = null;
    let deep = 0;
    let isInTrace = false;
    for await (const { name, opens, attributes } of elementsOf(path)) {
      if (VALUES.includes(name)) {
        // An attribute may have attributes of its own, which say nothing of the event.
        if (opens && deep === 0) {
          const { key = '', value = '' } = attributes;
          if (ofEvent !== null) ofEvent.set(key, value);
          else if (isInTrace) ofTrace.set(`case:${key}`, value);
        }
        deep += opens ? 1 : -1;
      } else if (name === 'list' || name === 'container' || name === 'values') deep += opens ? 1 : -1;
      else if (name === 'trace') {
        isInTrace = opens;
        ofTrace = new Map();
      } else if (name === 'event' && opens) ofEvent = new Map();
      else if (name === 'event' && ofEvent !== null) {
        yield new Map([...ofTrace, ...ofEvent]);
        ofEvent = null;
      }
    }
  }
  return {
    async columns() {
      const found = new Set<string>();
      let looked = 0;
      for await (const event of events()) {
        for (const key of event.keys()) found.add(key);
        looked += 1;
        if (looked === LOOKED_AT) break;
      }
      return [...found];
    },
    async *rows(columns) {
      let row = 0;
      for await (const event of events()) {
        row += 1;
        yield { row, cells: columns.map((column) => textOf(event.get(column))) };
      }
    },
  };
}
