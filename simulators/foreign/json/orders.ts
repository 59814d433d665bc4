// The routes of a customer of the JSON portal: orders with their trail, messages, payment, certificate, signature, licence and survey.
import { type Context, Hono } from 'hono';
import type { Breaks } from '../violation.ts';
import { answerPage, languageOf, Problem, showEntry, showMessage, showOrder } from './answer.ts';
import type { Order } from './order.ts';
import type { SignIn, Tenant } from './tenant.ts';
import type { ViolationId } from './violations.ts';

const FIGURES = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '10', '10.1', '10.2', '11'];
const SURVEY = ['PROCESS_AND_RESULT', 'INFORMATION'].map((topic, at) => ({
  question: at + 1,
  topic,
  options: [1, 2, 3],
}));

/** What the routes need of their portal. */
export interface Surroundings {
  readonly tenantOf: (context: Context) => Tenant;
  readonly breaks: Breaks<ViolationId>;
}

/** The fields of a JSON body. @throws Problem 400 where it is no object */
export async function fieldsOf(context: Context): Promise<{ readonly [name: string]: unknown }> {
  const body: unknown = await context.req.json().catch(() => null);
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw new Problem(400, 'malformed', 'The body is not a JSON object.');
  return { ...body };
}

/** The text in a field. @throws Problem 400 where it holds no text */
export function textOf(fields: { readonly [name: string]: unknown }, name: string): string {
  const value = fields[name];
  if (typeof value !== 'string') throw new Problem(400, 'malformed', `${name} is not a text.`);
  return value;
}

/** Answers a request whose work goes on afterwards: 202, with the address that tells when the work is done. */
export function accepted(context: Context, operation: string): Response {
  context.header('location', `/v2/operations/${operation}`);
  return context.json({ operation, state: 'RUNNING' }, 202);
}

/** The routes below `/v2`. */
export function orderRoutes({ tenantOf, breaks }: Surroundings): Hono {
  const app = new Hono();

  function customerOf(context: Context): SignIn {
    const token = /^Bearer (\w+)$/.exec(context.req.header('authorization') ?? '')?.[1];
    const signIn = tenantOf(context).bearer(token);
    if (signIn === undefined) throw new Problem(401, 'unauthorised', 'A valid bearer token is needed.');
    return signIn;
  }

  /** The order in the address. Somebody else's order is found only under the violation `opensTo`. @throws Problem 404 */
  function orderOf(context: Context, opensTo: ViolationId | null = null): Order {
    const { customer } = customerOf(context);
    const order = tenantOf(context).orders.get(context.req.param('id') ?? '');
    const isOpen = opensTo !== null && breaks(opensTo);
    if (order === undefined || (order.customer !== customer && !isOpen))
      throw new Problem(404, 'no-such-order', 'You have no such order.');
    return order;
  }

  function answerOrder(context: Context, order: Order, status: 200 | 201 = 200): Response {
    context.header('etag', `"${order.version}"`);
    return context.json(showOrder(order), status);
  }

  /**
   * Performs a request once: a repetition with the same `Idempotency-Key` gets the first answer again.
   * @throws Problem 422 where the key was used for another request
   */
  async function once(context: Context, answer: () => Promise<Response>): Promise<Response> {
    const key = context.req.header('idempotency-key');
    if (key === undefined) return answer();
    const { answered } = tenantOf(context);
    const asked = `${context.req.path} ${await context.req.text()}`;
    const name = `${customerOf(context).id} ${key}`;
    const known = answered.get(name);
    if (known !== undefined && known.asked !== asked)
      throw new Problem(422, 'key-reused', 'This Idempotency-Key was used for another request.');
    const response = known?.response ?? answer();
    answered.set(name, { asked, response });
    // A request that was refused may be tried again with the same key.
    response.catch(() => answered.delete(name));
    return (await response).clone();
  }

  app.get('/operations/:id', (context) => {
    const operation = tenantOf(context).operations.get(context.req.param('id'));
    if (operation === undefined) throw new Problem(404, 'no-such-operation', 'There is no such operation.');
    if (!operation.isDone) context.header('retry-after', '1');
    const { id, order, isDone } = operation;
    return context.json({ operation: id, state: isDone ? 'DONE' : 'RUNNING', order: `/v2/orders/${order}` });
  });
  app.get('/orders', (context) => {
    const { customer } = customerOf(context);
    const own = [...tenantOf(context).orders.values()].filter((order) => order.customer === customer);
    return answerPage(context, own, (order) =>
      order.state === 'ISSUED' && breaks('issued-still-open')
        ? { ...showOrder(order), state: 'UNDER_REVIEW' }
        : showOrder(order),
    );
  });
  app.post('/orders', (context) =>
    once(context, async () => {
      const order = tenantOf(context).order(customerOf(context));
      context.header('location', `/v2/orders/${order.id}`);
      return answerOrder(context, order, 201);
    }),
  );
  app.get('/orders/:id', (context) => answerOrder(context, orderOf(context, 'readable-by-anyone')));
  app.get('/orders/:id/trail', (context) => {
    const { trail } = orderOf(context, 'readable-by-anyone');
    return answerPage(context, breaks('trail-loses-its-end') ? trail.slice(0, -1) : trail, showEntry);
  });
  app.get('/orders/:id/messages', (context) => {
    const { messages } = orderOf(context, 'readable-by-anyone');
    return answerPage(context, messages, showMessage(languageOf(context)));
  });
  app.get('/orders/:id/views', (context) => {
    const { state, customer } = orderOf(context);
    const figures = breaks('view-missing') ? FIGURES.slice(1) : FIGURES;
    return context.json({
      views: figures.map((figure) => `annex-2-figure-${figure}`),
      controls: state === 'ISSUED' ? ['OPEN_DOCUMENT', 'SAVE_DOCUMENT'] : [],
      inputs:
        state === 'DRAFT'
          ? [
              { name: 'idn', value: customer },
              { name: 'route', value: null },
            ]
          : [],
      survey: state === 'ISSUED' ? SURVEY : null,
    });
  });
  app.put('/orders/:id/application', async (context) => {
    const order = orderOf(context);
    const condition = context.req.header('if-match');
    if (condition === undefined) throw new Problem(428, 'condition-needed', 'If-Match is needed.');
    if (condition !== '*' && condition !== `"${order.version}"`)
      throw new Problem(412, 'changed-meanwhile', 'The order has changed meanwhile.');
    order.apply(await fieldsOf(context));
    return answerOrder(context, order);
  });
  app.post('/orders/:id/payments', (context) =>
    once(context, async () => {
      const order = orderOf(context, 'payable-by-anyone');
      const { receipt } = await fieldsOf(context);
      return accepted(context, order.pay(typeof receipt === 'string' ? receipt : null));
    }),
  );
  app.put('/orders/:id/certificate', async (context) => {
    const order = orderOf(context);
    await order.choose(textOf(await fieldsOf(context), 'pem'));
    return answerOrder(context, order);
  });
  app.get('/orders/:id/payload', (context) => bytes(context, orderOf(context).content, 'application/octet-stream'));
  app.post('/orders/:id/signature', (context) =>
    once(context, async () => {
      const order = orderOf(context, 'signature-by-anyone');
      const cms = Buffer.from(textOf(await fieldsOf(context), 'cms'), 'base64');
      return accepted(context, await order.sign(cms));
    }),
  );
  app.get('/orders/:id/licence', (context) => {
    const { licence } = orderOf(context, 'licence-for-anyone');
    if (licence === null) throw new Problem(404, 'no-licence', 'There is no licence.');
    return bytes(context, licence.document, breaks('licence-as-text') ? 'text/plain' : 'application/pdf');
  });
  app.get('/orders/:id/licence/signature', (context) => {
    const signature = orderOf(context, 'licence-for-anyone').licence?.signature ?? null;
    if (signature === null) throw new Problem(404, 'no-signature', 'There is no signature.');
    return context.json({ cms: Buffer.from(signature).toString('base64') });
  });
  app.post('/orders/:id/survey', async (context) => {
    if (orderOf(context).state !== 'ISSUED') throw new Problem(409, 'wrong-state', 'The survey is not open.');
    const { choices } = await fieldsOf(context);
    const isKnown =
      Array.isArray(choices) && choices.length === SURVEY.length && choices.every((one) => [1, 2, 3].includes(one));
    if (!isKnown && !breaks('survey-takes-anything'))
      throw new Problem(422, 'no-such-choice', 'choices holds one of 1, 2, 3 for each question.');
    return context.body(null, 204);
  });
  return app;
}

function bytes(context: Context, content: Uint8Array, type: string): Response {
  return context.body(Uint8Array.from(content).buffer, 200, { 'content-type': type });
}
