// Tests that what is said reads in plain English, and that nothing is lost on the way through a journal.
import { Value } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import { all, any, lasting, moment, plainly, printedTerm, quote, rewrite, Said, say } from './said.ts';

describe('plainly', () => {
  it.each<[Said, string]>([
    [say`nothing follows`, 'nothing follows'],
    [say`${'pay'} is completed by ${any(['a', 'b'])}`, 'pay is completed by a or b'],
    [say`the buttons are ${all(['sign', 'print'])}`, 'the buttons are sign, print'],
    [say`it asks ${all([say`question ${1}`, say`question ${2}`])}`, 'it asks question 1; question 2'],
    [say`it takes ${lasting(1500)}`, 'it takes 1.5 s'],
    [say`it is due within ${printedTerm({ max: 15, unit: 'working-day' })}`, 'it is due within 15 working days'],
    [say`it came at ${moment(0, { zone: 'Asia/Almaty' })}`, 'it came at 1 January 1970, 06:00 (UTC+6)'],
    [say`not observed: ${say`the walk did not reach ${'pay'}`}`, 'not observed: the walk did not reach pay'],
    [say`it is refused: ${quote('{0} pay')}`, 'it is refused: {0} pay'],
    [say`it is ${quote(null)}`, 'it is null'],
  ])('reads %j', (said, text) => expect(plainly(said)).toBe(text));
});

it('has a shape that a journal can be checked by', () => {
  const said = say`${all([say`${any(['a', 1])}`])} ${quote('x')} ${lasting(1)} ${moment(0, { zone: 'Asia/Almaty' })}`;
  expect(Value.Check(Said, JSON.parse(JSON.stringify(said)))).toBe(true);
  expect(Value.Check(Said, ['{0}', true])).toBe(false);
  expect(Value.Check(Said, [])).toBe(false);
});

it('rewrites what somebody else may have written, and nothing of ours', () => {
  const said = say`the secret ${'secret'} of ${say`${quote('a secret')}`} and ${any(['secret'])}`;
  expect(plainly(rewrite(said, (text) => text.replace('secret', '*')))).toBe('the secret * of a * and secret');
});
