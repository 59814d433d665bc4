// The JSON portal of another vendor: licences to carry passengers over an API with tokens and operations (docs/foreign-portals.md).
import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { Account } from '../account.ts';
import type { TrustOptions } from '../trust.ts';
import { chooseViolation } from '../violation.ts';
import { answerProblem, languageOf, Problem, showEntry, showMessage } from './answer.ts';
import { FEE, NotYours, type Payment, VERDICTS, type Verdict, WrongState } from './order.ts';
import { accepted, fieldsOf, orderRoutes, textOf } from './orders.ts';
import { Outside, type OutsideOptions } from './outside.ts';
import { Tenant } from './tenant.ts';
import { CALL_VIOLATIONS, VIOLATIONS, type ViolationId } from './violations.ts';

/** The options of the portal. */
export interface JsonPortalOptions extends TrustOptions {
  readonly people: readonly Account[];
  readonly officers: readonly Account[];
  readonly violation?: ViolationId | null;
  /** By default the clock of the machine. */
  readonly now?: () => Date;
  /** The certification authority and the payment gateway that it asks; by default it knows by itself what is revoked and what is paid. */
  readonly outside?: OutsideOptions;
}

const MAX_BODY_BYTES = 1_000_000;
const PAYMENTS = {
  FULL: { amount: FEE, isTakenBack: false },
  PARTIAL: { amount: FEE / 2, isTakenBack: false },
  OTHER_ORDER: { amount: FEE, isTakenBack: false, order: 'ord-elsewhere' },
  CHARGED_BACK: { amount: FEE, isTakenBack: true },
} as const satisfies { readonly [kind: string]: Omit<Payment, 'order'> & { readonly order?: string } };

/** Makes a portal that shares its state with no other. @throws RangeError for an unknown violation */
export function createJsonPortal(options: JsonPortalOptions): Hono {
  const { people, officers, now = () => new Date() } = options;
  const breaks = chooseViolation<ViolationId>([...VIOLATIONS, ...CALL_VIOLATIONS], options.violation);
  const outside = options.outside === undefined ? null : new Outside(options.outside, options.trusted, breaks);
  const tenants = new Map<string, Tenant>();
  const found = (name: string, clock: () => Date): void => {
    tenants.set(name, new Tenant({ name, people, officers, trust: options, breaks, outside, now: clock }));
  };
  found('default', now);
  const app = new Hono();

  function tenantOf(context: Context): Tenant {
    const tenant = tenants.get(context.req.header('x-tenant') ?? 'default');
    if (tenant === undefined) throw new Problem(404, 'no-such-tenant', 'There is no such tenant.');
    return tenant;
  }

  app.onError((error, context) => {
    if (error instanceof Problem) return answerProblem(context, error);
    if (error instanceof WrongState)
      return answerProblem(context, new Problem(409, 'wrong-state', 'The order does not wait for this.'));
    if (error instanceof NotYours)
      return answerProblem(context, new Problem(422, 'not-yours', 'An application names whoever is signed in.'));
    throw error;
  });
  app.notFound((context) => answerProblem(context, new Problem(404, 'not-found', 'There is nothing here.')));
  app.use(bodyLimit({ maxSize: MAX_BODY_BYTES }));
  // Not behind the work that waits for it.
  app.post('/gateway/notices', async (context) => {
    if (outside === null) throw new Problem(404, 'not-found', 'There is nothing here.');
    return context.body(null, outside.takeNotice(await context.req.text()));
  });
  app.use(async (context, next) => {
    await tenantOf(context).settle();
    await next();
  });

  app.get('/', (context) => context.json({ product: 'TransLicence', version: '2', services: ['licence'] }));
  app.post('/oauth/token', async (context) => {
    const form = await context.req.parseBody();
    const field = (name: string): string => (typeof form[name] === 'string' ? form[name] : '');
    if (field('grant_type') === 'client_credentials') {
      const token = tenantOf(context).admit(field('client_id'), field('client_secret'));
      if (token === null) return context.json({ error: 'invalid_client' }, 401);
      return context.json({ access_token: token, token_type: 'Bearer', expires_in: 3600, scope: 'back-office' });
    }
    if (field('grant_type') !== 'password') return context.json({ error: 'unsupported_grant_type' }, 400);
    const { id, token } = tenantOf(context).signIn(field('username'), field('password'));
    const sign_in = `/v2/sign-ins/${id}`;
    if (token === null) return context.json({ error: 'invalid_grant', sign_in }, 400);
    return context.json({ access_token: token, token_type: 'Bearer', expires_in: 3600, scope: 'customer', sign_in });
  });
  app.get('/v2/sign-ins/:id', (context) => {
    const signIn = tenantOf(context).signIns.get(context.req.param('id'));
    if (signIn === undefined) throw new Problem(404, 'no-such-sign-in', 'There is no such sign-in.');
    const language = breaks('denial-in-english') ? 'en' : languageOf(context);
    return context.json({
      id: signIn.id,
      state: signIn.token === null ? 'DENIED' : 'GRANTED',
      trail: signIn.trail.map(showEntry),
      messages: signIn.messages.map(showMessage(language)),
    });
  });
  app.route('/v2', orderRoutes({ tenantOf, breaks }));

  app.post('/sandbox/tenants', async (context) => {
    const fields = await fieldsOf(context);
    const clock = fields.clock === undefined ? now() : new Date(textOf(fields, 'clock'));
    if (Number.isNaN(clock.getTime())) throw new Problem(422, 'no-such-time', 'clock is not a date and time.');
    const tenant = `t${tenants.size}`;
    // The clock of a sandbox stands still unless it is moved.
    found(tenant, () => clock);
    return context.json({ tenant, clock: clock.toISOString() }, 201);
  });
  app.get('/sandbox/clock', (context) => context.json({ clock: tenantOf(context).now().toISOString() }));
  app.post('/sandbox/clock', async (context) => {
    const { forward } = await fieldsOf(context);
    if (typeof forward !== 'number' || !(forward >= 0 && forward <= 1e9))
      throw new Problem(422, 'no-such-time', 'forward is not a number of seconds from 0.');
    const tenant = tenantOf(context);
    tenant.move(forward);
    await tenant.settle();
    return context.json({ clock: tenant.now().toISOString() });
  });
  app.post('/sandbox/payments', async (context) => {
    const fields = await fieldsOf(context);
    const kind = textOf(fields, 'kind');
    if (!isPaymentKind(kind)) throw new Problem(422, 'no-such-kind', `kind is one of ${Object.keys(PAYMENTS)}.`);
    const { payments } = tenantOf(context);
    const payment = { order: textOf(fields, 'order'), ...PAYMENTS[kind] };
    const receipt = (await outside?.pay(textOf(fields, 'order'), kind)) ?? `rcp-${payments.size + 1}`;
    payments.set(receipt, payment);
    return context.json(
      { receipt, amount: payment.amount, state: payment.isTakenBack ? 'CHARGED_BACK' : 'CAPTURED' },
      201,
    );
  });
  app.post('/v2/verdicts', async (context) => {
    const tenant = tenantOf(context);
    const token = context.req.header('authorization')?.replace('Bearer ', '') ?? '';
    if (!tenant.officerTokens.has(token)) throw new Problem(403, 'not-an-officer', 'A back-office token is needed.');
    const fields = await fieldsOf(context);
    const order = tenant.orders.get(textOf(fields, 'order'));
    if (order === undefined) throw new Problem(404, 'no-such-order', 'There is no such order.');
    const verdict = textOf(fields, 'verdict');
    if (!isVerdict(verdict)) throw new Problem(422, 'no-such-verdict', `verdict is one of ${Object.keys(VERDICTS)}.`);
    return accepted(context, order.decide(verdict));
  });
  return app;
}

const isVerdict = (text: string): text is Verdict => Object.hasOwn(VERDICTS, text);
const isPaymentKind = (text: string): text is keyof typeof PAYMENTS => Object.hasOwn(PAYMENTS, text);
