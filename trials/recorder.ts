// Records a portal's answers on a good walk and replays them, so that the tests have a portal that ignores its input.
import { OPERATIONS } from '../schemas/target/driver.ts';
import { type Answerer, type Asked, startPortal } from '../suites/sut/dumb-portal.ts';

interface Taken {
  status: number;
  type: string;
  body: string;
}

/** The first and the last answer to each operation, by its name; a refusal only where no answer accepted the operation. */
export interface Recorded {
  first: Map<string, Taken>;
  last: Map<string, Taken>;
}

const PATTERNS = Object.entries(OPERATIONS).map(([name, { method, path, control }]) => ({
  name,
  method,
  pattern: new RegExp(`^${path.replace(/\{\w+\}/gu, '[^/]+')}$`, 'u'),
  isOfTest: path === '/' || (control !== null && control !== 'decision'),
}));
const operationIn = ({ method, path }: Asked) =>
  PATTERNS.find((one) => one.method === method && one.pattern.test(path));

/** Whether a request is for the description or a test control. */
export const isControl = (asked: Asked): boolean => operationIn(asked)?.isOfTest === true;

/** Passes a request on to the portal at `from`, and gives its answer. */
export async function forward(from: string, { method, path, body, headers }: Asked): Promise<Taken> {
  const passed = ['accept', 'accept-language', 'authorization', 'content-type', 'reglament-world'];
  const given = passed.filter((name) => headers[name] !== undefined);
  const answer = await fetch(`${from}${path}`, {
    method,
    headers: Object.fromEntries(given.map((name) => [name, String(headers[name])])),
    ...(method === 'GET' ? {} : { body }),
  });
  return { status: answer.status, type: answer.headers.get('content-type') ?? '', body: await answer.text() };
}

/** Records the answers of the portal at `from`. @param walk drives a proxy of that portal, whose address it is given */
export async function record(from: string, walk: (url: string) => Promise<unknown>): Promise<Recorded> {
  const recorded: Recorded = { first: new Map(), last: new Map() };
  const portal = await startPortal((response, asked) => {
    void forward(from, asked).then((taken) => {
      const name = operationIn(asked)?.name ?? '';
      const isAccepted = taken.status < 300;
      if ((recorded.first.get(name)?.status ?? 999) >= 300) recorded.first.set(name, taken);
      if (isAccepted || !recorded.last.has(name)) recorded.last.set(name, taken);
      response.writeHead(taken.status, { 'content-type': taken.type }).end(taken.body);
    });
  });
  await walk(portal.url);
  await portal.close();
  return recorded;
}

interface Replay {
  /** The content type of every recorded answer; by default the recorded one. */
  type?: string;
  /** Which requests the portal at `from` answers itself. */
  except?: (asked: Asked) => boolean;
  from?: string;
}

/** Answers each request with what was recorded for its operation, whatever it says; with 404 where nothing was recorded. */
export function replay(tape: ReadonlyMap<string, Taken>, { type, except, from }: Replay = {}): Answerer {
  return async (response, asked) => {
    const isLive = from !== undefined && except?.(asked) === true;
    const taken = isLive ? await forward(from, asked) : tape.get(operationIn(asked)?.name ?? '');
    const { status, body } = taken ?? { status: 404, body: '' };
    const contentType = isLive || type === undefined ? taken?.type : type;
    response.writeHead(status, { 'content-type': contentType ?? 'text/plain' }).end(body);
  };
}
