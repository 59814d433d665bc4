// Derives the mistakes in the order of steps: a step is accepted too early, twice, after a refusal, or without a login.
import type { Operation } from '../../../schemas/target/driver.ts';
import { VERBS } from '../../../schemas/vocabulary.ts';
import { actionOf, operationOf, waitingName } from '../engine/acceptance.ts';
import type { Program, ProgramNode, ProgramStep } from '../engine/program.ts';
import type { Slip } from './slip.ts';

/** The operations that must not be accepted twice. Choosing and filling in may be corrected, since no text forbids it. */
const BINDING: readonly Operation[] = ['pay', 'sign', 'decide', 'confirm'];

/** The slips in the order of a step among the others. */
export function orderSlips(program: Program, step: ProgramStep): Slip[] {
  const points = program.nodes.filter((node, at) => isPoint(program, node) && at >= program.parkAt);
  return [
    ...points.flatMap((point, at) =>
      actionOf(point) === step.action ? takenSlips(step, point, points.slice(0, at)) : [],
    ),
    ...(VERBS[step.does].ends === 'completed' ? [...earlyResultSlips(step, points), ...endedSlips(step, points)] : []),
    ...(VERBS[step.does].ends === 'refused' ? afterRefusalSlips(program, step, points) : []),
    ...signedSlips(step, points),
    ...(program.parkAt > 0 && opens(step, points) ? [OPENS_TO_ANYONE] : []),
  ];
}

/** Whether the walk waits for a person at a node. A condition does not if its own step waits for the same operation already. */
export function isPoint({ nodes }: Program, node: ProgramNode): boolean {
  const operation = operationOf(node);
  const isAnswered = nodes.some(
    (other) => other !== node && actionOf(other) === actionOf(node) && operationOf(other) === operation,
  );
  return operation !== null && !(node.kind === 'condition' && isAnswered);
}

/** Whether a step is the first of an opened request: the form or, in a flow without one, the first confirmation. */
function opens(step: ProgramStep, points: readonly ProgramNode[]): boolean {
  const pointOf = (operation: Operation) => points.find((point) => operationOf(point) === operation);
  return (pointOf('fill') ?? pointOf('confirm')) === step;
}

const OPENS_TO_ANYONE: Slip = {
  row: 'action',
  mutation: { kind: 'opens-to-anyone' },
  description: 'the service can be chosen by whoever has not logged in',
};

/** An operation is accepted while the walk still waits at one of the earlier nodes, or is accepted a second time. */
function takenSlips(step: ProgramStep, point: ProgramNode, earlier: readonly ProgramNode[]): Slip[] {
  const operation = operationOf(point);
  if (operation === null) return [];
  const own = operation === VERBS[step.does].operation ? [] : [operation];
  const early = earlier.map(waitingName).map(
    (during): Slip => ({
      row: 'action',
      mutation: { kind: 'accepts-early', operation, during },
      description: `${operation} is accepted while the walk waits for ${during}`,
      detail: [...own, 'during', during].join('-'),
    }),
  );
  const twice: Slip = {
    row: 'action',
    mutation: { kind: 'accepts-twice', operation },
    description: `${operation} is accepted a second time`,
    ...(own[0] === undefined ? {} : { detail: own[0] }),
  };
  return BINDING.includes(operation) ? [...early, twice] : early;
}

/** Whether somebody says at a point what the request is: by filling it in, or by attaching to it. */
const isSaying = (point: ProgramNode): boolean => operationOf(point) === 'fill' || operationOf(point) === 'attach';

/** What is filled in or attached is accepted anew after the signature, which is then one over something else. */
function signedSlips(step: ProgramStep, points: readonly ProgramNode[]): Slip[] {
  const operation = operationOf(step);
  const at = points.indexOf(step);
  const signs = points.findIndex((point) => operationOf(point) === 'sign');
  if (operation === null || !isSaying(step) || at < 0 || at > signs || signs === points.length - 1) return [];
  const description = `${operation} is accepted after the signature`;
  return [{ row: 'action', mutation: { kind: 'accepts-after-signing', operation }, description }];
}

/** What is filled in or attached is accepted anew after the last step. */
function endedSlips({ action }: ProgramStep, points: readonly ProgramNode[]): Slip[] {
  return points.filter(isSaying).flatMap((point) => {
    const operation = operationOf(point);
    const what = waitingName(point);
    if (operation === null) return [];
    const mutation = { kind: 'accepts-after-the-end' as const, operation };
    return [{ row: 'next' as const, mutation, description: `${what} is accepted after ${action}`, detail: what }];
  });
}

function earlyResultSlips({ action }: ProgramStep, points: readonly ProgramNode[]): Slip[] {
  return points.map(waitingName).map((during) => ({
    row: 'action',
    mutation: { kind: 'gives-the-result-early', during },
    description: `the result of ${action} is given while the walk waits for ${during}`,
    detail: `during-${during}`,
  }));
}

/** Whether a step refuses the login: the condition that leads to it comes before the request, wherever the step itself is printed. */
export function refusesLogin({ nodes, parkAt }: Program, step: ProgramStep): boolean {
  const check = checkBefore(nodes, step);
  return check >= 0 && check < parkAt;
}

const checkBefore = (nodes: readonly ProgramNode[], refusal: ProgramStep) =>
  nodes.findIndex((node) => node.kind === 'condition' && nodes[node.fail] === refusal);

function afterRefusalSlips(program: Program, step: ProgramStep, points: readonly ProgramNode[]): Slip[] {
  const { nodes } = program;
  const check = checkBefore(nodes, step);
  if (refusesLogin(program, step)) {
    const description = `a service can be chosen after ${step.action}`;
    return [
      { row: 'next', mutation: { kind: 'opens-after-refusal' }, description },
      {
        row: 'next',
        mutation: { kind: 'hands-the-refused-a-token' },
        description: `whoever is turned away by ${step.action} is handed a token, with which a service can be chosen`,
      },
    ];
  }
  return points
    .filter((point) => nodes.indexOf(point) > check)
    .flatMap((point) => {
      const operation = operationOf(point);
      const what = waitingName(point);
      if (operation === null) return [];
      const mutation = { kind: 'accepts-after-refusal' as const, operation, what };
      return [{ row: 'next' as const, mutation, description: `${what} is taken after ${step.action}`, detail: what }];
    });
}
