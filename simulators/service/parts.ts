// The parts of the simulator that can be started alone, and what each answers.
import type { Hono } from 'hono';
import { AUTHORITY_SERVICES, COUNTERPARTIES } from '../../schemas/target/driver.ts';
import { Rejection } from '../reference/engine/rejection.ts';
import { problemResponse } from '../reference/http/problem.ts';

/** The names of the parts. */
export const PARTS = [
  'portal',
  ...COUNTERPARTIES.filter((counterparty) => !AUTHORITY_SERVICES.some((service) => service === counterparty)),
  'certification-authority',
  'signing-client',
] as const;
export type Part = (typeof PARTS)[number];

/** What a tester sets the parts with is there whichever of them are started. */
const CONTROLS: readonly string[] = [
  ...['/worlds', '/clock', '/counterparties', '/asked', '/addresses'],
  ...['/healthz', '/metrics'],
];

/** The parts by the first segment of their paths; what is at none of these is the portal's. */
const SEGMENTS: Readonly<Record<string, Part>> = {
  payments: 'payment-gateway',
  pay: 'payment-gateway',
  crl: 'certification-authority',
  'delta-crl': 'certification-authority',
  ocsp: 'certification-authority',
  tsa: 'certification-authority',
  cert: 'certification-authority',
  'root-cert': 'certification-authority',
  ncalayer: 'signing-client',
};

/** The app with these parts alone; whatever belongs to another is answered with 404. */
export function onlyParts(app: Pick<Hono, 'fetch'>, parts: readonly Part[]): Pick<Hono, 'fetch'> {
  return {
    fetch(request, ...more) {
      const { pathname } = new URL(request.url);
      const part = partAt(pathname);
      if (part === null || parts.includes(part)) return app.fetch(request, ...more);
      const started = `this simulator was started with --only ${parts.join(',')}`;
      return problemResponse(new Rejection(404, `path: ${part} is not here, since ${started}`));
    },
  };
}

/** The part that answers at a path; null for a control. */
function partAt(path: string): Part | null {
  const [, first = '', second = ''] = path.split('/');
  if (CONTROLS.includes(path)) return null;
  if (first === 'counterparties') return PARTS.find((part) => part === second) ?? 'portal';
  return (Object.hasOwn(SEGMENTS, first) ? SEGMENTS[first] : undefined) ?? 'portal';
}
