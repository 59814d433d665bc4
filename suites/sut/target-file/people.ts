// Who acts on a walk: the visitors with their sessions, whose each request is, and what was picked for whom.

import { type Static, Type } from 'typebox';
import type { Operation, SessionView } from '../../../schemas/target/driver.ts';
import type { Call } from '../sut.ts';
import {
  type LoginNames,
  type LoginsByName,
  picksIn,
  SavedPicks,
  SavedVisitor,
  savePicks,
  Visitor,
} from './answer/visitor.ts';
import type { Picked } from './message/variables.ts';

/** Everybody who acts on one walk, as JSON; numbers are places in `all`. */
export const SavedPeople = Type.Object({
  all: Type.Array(SavedVisitor),
  visitors: Type.Array(Type.Tuple([Type.String(), Type.Integer()])),
  others: Type.Array(Type.Tuple([Type.String(), Type.Integer()])),
  requests: Type.Array(Type.Tuple([Type.String(), Type.Integer(), SavedPicks])),
  picked: Type.Array(Type.String()),
  world: SavedPicks,
});
export type SavedPeople = Static<typeof SavedPeople>;

/** Everybody who acts on one walk. */
export class People {
  readonly #visitors = new Map<string, Visitor>();
  /** By request: who opened it, and the picks that everybody who acts on it shares (`of: request` in the target file). */
  readonly #requests = new Map<string, { owner: Visitor; known: Map<string, Picked> }>();
  /** The names of all variables that any visitor has picked on this walk. */
  readonly #picked = new Set<string>();
  readonly #world = new Map<string, Picked>();

  /** Whoever performs an operation; somebody new where nobody has logged in. */
  of<O extends Operation>(operation: O, call: Call<O>): Visitor {
    const { token, at } = call;
    if (operation === 'authenticate' || operation === 'register') return new Visitor();
    // The name of a session lets nobody act in it. Only a session that is read has no token yet.
    const name = operation === 'readSession' ? (token ?? at?.session) : token;
    return this.#visitors.get(name ?? '') ?? this.#turnedAway(call) ?? new Visitor();
  }

  /** Whoever was refused at the login that a call names: they keep what the portal has given them all the same, such as a cookie. */
  #turnedAway<O extends Operation>({ token, input }: Call<O>): Visitor | undefined {
    const visitor = token == null ? this.#visitors.get(String(Object(input).session)) : undefined;
    return visitor?.seen?.state === 'refused' ? visitor : undefined;
  }

  /** Whoever has a token; somebody new where nobody has it. */
  with(token: string | null): Visitor {
    return this.#visitors.get(token ?? '') ?? new Visitor();
  }

  /** Notes what the portal shows of somebody's session. */
  letIn(visitor: Visitor, seen: Pick<SessionView, 'state' | 'history' | 'notifications'>): SessionView {
    const session = visitor.seen?.session ?? `visitor-${this.#visitors.size + 1}`;
    this.#visitors.set(session, visitor);
    visitor.seen = { session, token: seen.state === 'authorised' ? session : null, ...seen };
    return visitor.seen;
  }

  /** Notes who has opened a request, and what was picked for it. */
  open(request: string, owner: Visitor): void {
    const known = new Map([...owner.known].filter(([name]) => owner.ofRequest.has(name)));
    this.#requests.set(request, { owner, known });
  }

  /** Whoever has opened a request; undefined where nobody on this walk has. */
  ownerOf(request: string): Visitor | undefined {
    return this.#requests.get(request)?.owner;
  }

  /** What was picked that a visitor may send about a request; later ones take precedence. */
  known(visitor: Visitor, request: string): ReadonlyMap<string, Picked>[] {
    return [this.#world, this.#requests.get(request)?.known ?? new Map(), visitor.known];
  }

  /** Notes what was picked for a visitor: for all where it is of the world, for all who act on a request where it is of that. */
  pick(
    visitor: Visitor,
    [name, value]: [string, Picked],
    { world, request }: { world: boolean; request: string | null },
  ) {
    this.#picked.add(name);
    visitor.known.set(name, value);
    if (request !== null) {
      visitor.ofRequest.add(name);
      this.#requests.get(request)?.known.set(name, value);
    }
    if (world) this.#world.set(name, value);
  }

  /** What is known of everybody, as JSON. @param others those who act besides, by the name of their login @param loginOf names who logged in */
  save(others: ReadonlyMap<string, Visitor>, loginOf: LoginNames): SavedPeople {
    const all = [...new Set([...this.#visitors.values(), ...others.values(), ...this.#owners()])];
    const at = (visitor: Visitor) => all.indexOf(visitor);
    return {
      all: all.map((visitor) => visitor.save(loginOf)),
      visitors: [...this.#visitors].map(([name, visitor]) => [name, at(visitor)]),
      others: [...others].map(([name, visitor]) => [name, at(visitor)]),
      requests: [...this.#requests].map(([id, { owner, known }]) => [id, at(owner), savePicks(known)]),
      picked: [...this.#picked],
      world: savePicks(this.#world),
    };
  }

  /** Takes up what `save` gave. @param loginAs what somebody logged in with, by the name that `save` was told */
  restore(saved: SavedPeople, others: Map<string, Visitor>, loginAs: LoginsByName): void {
    const all = saved.all.map((one) => Visitor.from(one, loginAs));
    const of = (at: number) => all[at] ?? new Visitor();
    for (const [name, at] of saved.visitors) this.#visitors.set(name, of(at));
    for (const [name, at] of saved.others) others.set(name, of(at));
    for (const [id, at, known] of saved.requests) this.#requests.set(id, { owner: of(at), known: picksIn(known) });
    for (const name of saved.picked) this.#picked.add(name);
    for (const [name, value] of picksIn(saved.world)) this.#world.set(name, value);
  }

  #owners(): Visitor[] {
    return [...this.#requests.values()].map(({ owner }) => owner);
  }

  /** Whether any visitor has picked a variable on this walk. */
  havePicked(name: string): boolean {
    return this.#picked.has(name);
  }
}
