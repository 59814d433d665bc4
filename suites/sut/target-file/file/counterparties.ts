// What a target file is where the portal is wired to counterparties that write down what they are asked, by an address on the command line.
import type { Target } from '../../../../schemas/target/target.ts';

/**
 * The target with the record of these counterparties: it is read at `/asked` below their address, whatever the file says of it.
 * @param address their URL; its query, such as `?world=…`, is kept
 */
export function withCounterparties(target: Target, address: string): Target {
  const { origin, host, pathname, search } = new URL(address);
  const path = `${origin}${pathname.replace(/\/$/u, '')}/asked${search}`;
  const { controls = [], hosts, operations, lacks = {} } = target;
  const { asked: _, readAsked: __, ...others } = lacks;
  return {
    ...target,
    controls: [...new Set([...controls, 'asked' as const])],
    hosts: [...new Set([...hosts, host])],
    operations: { ...operations, readAsked: { exchanges: [{ method: 'GET', path }] } },
    ...(target.lacks === undefined ? {} : { lacks: others }),
  };
}
