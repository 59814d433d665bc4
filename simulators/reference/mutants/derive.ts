// Derives the mutants of a regulation from its programs: whatever a portal can get wrong, one thing at a time.

import { actorsBeside, giftsOf } from '../../../schemas/flow/beside.ts';
import { deputiesOf } from '../../../schemas/flow/flow-graph.ts';
import { suiteGraph, wholeTable } from '../../../schemas/flow/suite-graph.ts';
import type { Regulation } from '../../../schemas/regulation.ts';
import { addresseeOf } from '../../../schemas/target/driver.ts';
import { CHECKS, type Completion, VERBS } from '../../../schemas/vocabulary.ts';
import { causesAt } from '../engine/causes.ts';
import type { Mutant, Mutation } from '../engine/mutation.ts';
import {
  answersByLetter,
  compileProgram,
  type Program,
  type ProgramCondition,
  type ProgramStep,
} from '../engine/program.ts';
import { accessSlips, isDemanded } from './access.ts';
import { orderSlips, refusesLogin } from './order.ts';
import { shownSlips } from './shown.ts';
import type { Slip } from './slip.ts';
import { termSlips } from './term.ts';
import { validitySlips } from './validity.ts';

/** The mutants of every flow of a regulation, each breaking exactly one thing. */
export function deriveMutants(regulation: Regulation): Mutant[] {
  return Object.keys(regulation.flows).flatMap((flow) => {
    const program = compileProgram(regulation, flow);
    const steps = program.nodes.filter((node) => node.kind === 'step');
    return steps.flatMap((step) => {
      const condition = program.nodes.find((node) => node.kind === 'condition' && node.after === step.action);
      const slips = [
        ...stepSlips(regulation, program, step),
        ...completionSlips(regulation, flow, step),
        ...termSlips(regulation, program, step),
        ...nextSlips(program, step),
        ...(condition?.kind === 'condition' ? conditionSlips(regulation, program, condition) : []),
        ...orderSlips(program, step),
        ...accessSlips(regulation, program, step),
        ...sendingSlips(regulation, program, step),
        ...shownSlips(regulation, program, step),
      ];
      return slips.map((slip): Mutant => {
        const { row, mutation, description } = slip;
        const name = slip.detail === undefined ? mutation.kind : `${mutation.kind}-${slip.detail}`;
        const id = [regulation.id, flow, step.action, name].join('/');
        return {
          id,
          regulation: regulation.id,
          flow,
          action: step.action,
          step: step.step,
          row,
          mutation,
          description,
        };
      });
    });
  });
}

function stepSlips(regulation: Regulation, program: Program, step: ProgramStep): Slip[] {
  const { action, actor, does } = step;
  const tableStep = suiteGraph(regulation, program.flow).steps.find((found) => found.action === action);
  const own = tableStep === undefined || tableStep.actor === null ? [] : [tableStep.actor, ...tableStep.also];
  const cells = (regulation.flows[program.flow]?.steps ?? []).filter((column) => column.action.is === action);
  const printed = [
    ...own,
    ...actorsBeside(regulation, program.flow, action).map((beside) => beside.actor),
    ...cells.map((column) => column.actor.party),
  ];
  const named = printed.length === 0 ? null : [actor, ...printed, ...deputiesOf(regulation, printed)];
  const other = regulation.parties.find(({ id }) => named?.includes(id) === false);
  const slips: Slip[] = [
    { row: 'action', mutation: { kind: 'skips' }, description: `${action} is left out` },
    { row: 'action', mutation: { kind: 'repeats' }, description: `${action} is done twice` },
  ];
  if (other !== undefined) {
    const mutation = { kind: 'records-another-actor' as const, actor: other.id };
    slips.push({
      row: 'actor',
      mutation,
      description: `${action} is recorded as done by ${other.id} instead of ${actor}`,
    });
  }
  if (VERBS[does].ends === 'refused') {
    slips.push({ row: 'next', mutation: { kind: 'goes-on' }, description: `the walk goes on after ${action}` });
    // A refused login leaves no request that a result could be issued for.
    if (!refusesLogin(program, step)) {
      const mutation = { kind: 'issues-all-the-same' as const };
      slips.push({ row: 'completion', mutation, description: `a result is issued in spite of ${action}` });
    }
  }
  return slips;
}

function completionSlips(regulation: Regulation, flow: string, step: ProgramStep): Slip[] {
  const { action, does } = step;
  const slip = (mutation: Mutation, description: string): Slip => ({ row: 'completion', mutation, description });
  const forms = anotherKind(regulation, flow, step);
  const tableStep = suiteGraph(regulation, flow).steps.find((found) => found.action === action);
  const tableForms = tableStep?.forms ?? [];
  const slips: Slip[] = [];
  if (tableForms.length > 0) {
    // Where the text states a fact, a portal may form no message.
    if (tableStep?.namesMessage === true) slips.push(slip({ kind: 'sends-no-message' }, `${action} forms no message`));
    slips.push(slip({ kind: 'sends-another-kind', forms }, `${action} forms ${forms} instead of ${step.forms}`));
  }
  if (VERBS[does].ends === 'refused') {
    slips.push(
      slip({ kind: 'sends-empty-message' }, `the message of ${action} is empty`),
      slip({ kind: 'names-another-cause' }, `the message of ${action} names a cause that is not the one`),
      slip({ kind: 'speaks-another-language' }, `the message of ${action} is in a language that was not asked for`),
    );
  }
  // Where the text allows another completion form too, it does not insist on a number.
  const registers =
    does === 'register' && tableForms.length > 0 && tableForms.every((kind) => kind === 'request-registered');
  if (registers || step.gives.includes('number')) {
    const row = giftsOf(regulation, flow, action).find(({ is }) => is === 'number')?.row ?? 'completion';
    slips.push(
      { ...slip({ kind: 'gives-no-number' }, `${action} gives no number`), row },
      { ...slip({ kind: 'gives-the-same-number' }, `${action} gives every request the same number`), row },
      {
        ...slip({ kind: 'lists-another-number' }, `the service history lists another number than ${action} gives`),
        row,
      },
    );
  }
  if (step.gives.includes('date')) slips.push(slip({ kind: 'gives-no-date' }, `${action} gives no date`));
  for (const { is, row } of giftsOf(regulation, flow, action).filter((gift) => gift.row === 'action'))
    slips.push({
      row,
      mutation: { kind: 'gives-late', what: is },
      description: `${action} is done before its ${is} is given`,
      detail: is,
    });
  if (VERBS[does].ends !== null && step.result !== null)
    slips.push(
      slip({ kind: 'gives-no-document' }, `${action} leaves no document`),
      slip({ kind: 'leaves-the-document-unsigned' }, `the document of ${action} is not signed`),
      slip({ kind: 'lets-somebody-else-sign' }, `the document of ${action} is signed by somebody else`),
      slip({ kind: 'lets-another-organisation-sign' }, `the document of ${action} is signed by another organisation`),
      slip({ kind: 'leaves-the-document-blank' }, `the document of ${action} is blank`),
    );
  if (VERBS[does].ends === 'completed') {
    const result = regulation.results.find(({ id }) => id === step.result);
    if (result !== undefined && deputiesOf(regulation, [result.signedBy]).length > 0)
      slips.push(slip({ kind: 'lets-a-clerk-sign' }, `the document of ${action} is signed by somebody but the head`));
    if (result?.kinds !== undefined)
      slips.push(
        slip({ kind: 'issues-another-kind' }, `${action} issues a document of another kind than was asked for`),
      );
    if (result?.refusal !== undefined && answersByLetter(compileProgram(regulation, flow)))
      slips.push(
        slip({ kind: 'issues-in-spite-of-the-decision' }, `${action} issues the document in spite of the decision`),
      );
  }
  return slips;
}

/** A message kind that the cell of a step does not allow; for a refusal another refusal, the mistake that is harder to notice. */
function anotherKind(regulation: Regulation, flow: string, { action, forms, does }: ProgramStep): Completion {
  const table = regulation.flows[flow]?.table == null ? null : wholeTable(regulation, flow);
  const cell = table?.steps.find((step) => step.action === action)?.forms ?? [];
  const candidates: Completion[] =
    VERBS[does].ends === 'refused'
      ? ['service-refused-no-payment', 'auth-refused-user', 'service-refused-certificate']
      : ['payment-receipt', 'result-issued', 'request-registered'];
  return candidates.find((kind) => kind !== forms && !cell.includes(kind)) ?? 'data-unavailable';
}

function conditionSlips(regulation: Regulation, program: Program, condition: ProgramCondition): Slip[] {
  const { checks, after } = condition;
  const { passes, fails } = CHECKS[checks];
  const branches = [passes, fails].map((outcome): Slip => {
    const description = `when ${outcome}, the other branch after ${after} is taken`;
    return { row: 'next', mutation: { kind: 'takes-other-branch', outcome }, description, detail: `when-${outcome}` };
  });
  const both: Slip = {
    row: 'next',
    mutation: { kind: 'takes-both-branches', outcome: passes },
    description: `when ${passes}, both branches after ${after} are taken: it is refused and goes on`,
    detail: `when-${passes}`,
  };
  const asksLess = (mutation: Mutation, description: string): Slip => ({ row: 'next', mutation, description });
  const asksNoAuthority = asksLess(
    { kind: 'asks-no-authority' },
    `the check after ${after} takes every certificate for one that is not revoked, and asks nobody`,
  );
  const asksNoPaymentGateway = asksLess(
    { kind: 'asks-no-payment-gateway' },
    `the check after ${after} takes every payment for made, and asks nobody`,
  );
  const asksForAnotherPayment = asksLess(
    { kind: 'asks-for-another-payment' },
    `the check after ${after} takes every payment for made, and asks for another one`,
  );
  const asksForAnother: Slip = {
    row: 'action',
    mutation: { kind: 'asks-for-another' },
    description: `${after} asks the databases for somebody else too`,
  };
  const asksNobody: Slip = {
    row: 'action',
    mutation: { kind: 'asks-nobody' },
    description: `${after} asks no database and takes everybody for known`,
  };
  const ignored = causesAt(program, condition).map((cause): Slip => {
    const description = `the check after ${after} does not notice ${cause}`;
    return { row: 'next', mutation: { kind: 'ignores-cause', cause }, description, detail: cause };
  });
  const isRepresented = program.nodes.some((node) => node.kind === 'step' && node.attorney);
  const asksNoNotary: Slip = {
    row: 'action',
    mutation: { kind: 'asks-no-notary' },
    description: `${after} takes every power of attorney for known`,
  };
  return [
    ...branches,
    both,
    ...ignored,
    ...(checks === 'certificate' ? validitySlips('next', after) : []),
    ...(checks === 'certificate' ? [asksNoAuthority] : []),
    ...(checks === 'payment' ? [asksNoPaymentGateway, asksForAnotherPayment] : []),
    ...(checks === 'registry' ? [asksNobody] : []),
    ...(checks === 'registry' && isDemanded(regulation, 'confidentiality') ? [asksForAnother] : []),
    ...(checks === 'registry' && isRepresented && condition.asks.includes('notary-is') ? [asksNoNotary] : []),
  ];
}

/** The wrong continuations of a step without a condition after it: a step is skipped, the walk ends too soon, or does not end. */
function nextSlips({ nodes, parkAt }: Program, step: ProgramStep): Slip[] {
  const { action, does, next } = step;
  const astray = (to: string): Slip => ({
    row: 'next',
    mutation: { kind: 'goes-elsewhere', to },
    description: `${action} is followed by ${to}`,
  });
  if (VERBS[does].ends === 'refused') return [];
  if (VERBS[does].ends === 'completed')
    return [{ row: 'next', mutation: { kind: 'stays-open' }, description: `the request stays open after ${action}` }];
  const following = next === null ? undefined : nodes[next];
  if (following?.kind !== 'step') return [];
  const beyond = following.next === null ? undefined : nodes[following.next];
  const skipped = beyond?.kind === 'condition' ? nodes[beyond.ok] : beyond;
  const ends: Slip = { row: 'next', mutation: { kind: 'ends-too-soon' }, description: `nothing follows ${action}` };
  // During the login no step can be skipped, since the walk goes on only when a request is opened.
  const isJump = skipped?.kind === 'step' && VERBS[following.does].ends === null && nodes.indexOf(step) >= parkAt;
  return isJump ? [ends, astray(skipped.action)] : [ends];
}

/** The mistakes in what a step sends to other systems, and in how it hands the result over. */
function sendingSlips(regulation: Regulation, program: Program, { action, sends, means }: ProgramStep): Slip[] {
  const receivers = regulation.parties.filter((party) => addresseeOf(party) !== null).map(({ id }) => id);
  const table = suiteGraph(regulation, program.flow).steps.find((step) => step.action === action);
  const slips = sends.flatMap(({ to, what, status, afterwards }): Slip[] => {
    const row = table?.sends.find((one) => one.to === to && one.what === what)?.row ?? 'action';
    const slip = (mutation: Mutation, description: string): Slip => ({ row, mutation, description, detail: to });
    const instead = receivers.find((other) => sends.every((one) => one.to !== other));
    return [
      slip({ kind: 'does-not-send', to }, `${action} sends ${to} nothing`),
      // What the text says comes only afterwards cannot be late by a second.
      ...(afterwards === true
        ? []
        : [slip({ kind: 'sends-too-late', to }, `${action} sends ${to} its ${what} a second after it was done`)]),
      ...(instead === undefined
        ? []
        : [slip({ kind: 'sends-to-another', to, instead }, `${action} sends ${instead} what is for ${to}`)]),
      ...(status === undefined
        ? []
        : [slip({ kind: 'sends-another-status', to }, `${action} sends ${to} no status ${status}`)]),
    ];
  });
  const handed: Slip = {
    row: 'action',
    mutation: { kind: 'hands-over-another-way' },
    description: `${action} is done in another way than was asked`,
  };
  const strayed: Slip = {
    row: 'action',
    mutation: { kind: 'sends-to-another-address' },
    description: `${action} sends the result to another address than the form names`,
  };
  return [...slips, ...(means.length > 1 ? [handed] : []), ...(means.includes('e-mail') ? [strayed] : [])];
}
