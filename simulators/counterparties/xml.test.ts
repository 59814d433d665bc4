// What is XML here, and what strangers may not send.
import { describe, expect, it } from 'vitest';
import { escapeXml, readXml } from './xml.ts';

describe('reading', () => {
  it('resolves prefixes, default namespaces, entities, references and CDATA', () => {
    const text =
      '\uFEFF<?xml version="1.0" encoding="utf-8"?><!-- <!DOCTYPE --><a:r xmlns:a="urn:a"><b xmlns="urn:b">&lt;&#1178;&#x4D8;<![CDATA[<!DOCTYPE &amp;]]></b><c/></a:r>';
    expect(readXml(text)).toMatchObject({
      namespace: 'urn:a',
      name: 'r',
      children: [
        { namespace: 'urn:b', name: 'b', text: '<ҚӘ<!DOCTYPE &amp;' },
        { namespace: '', name: 'c', children: [], text: '' },
      ],
    });
  });

  it('gives back what was escaped', () => {
    const text = `<&>"' ]]> ҚӘ \r\n\t 😀`;
    expect(readXml(`<a>${escapeXml(text)}</a>`).text).toBe(text);
    expect(escapeXml('\u0000\uD800')).toBe('\uFFFD\uFFFD');
  });

  it.each([
    ['nothing', ''],
    ['no XML', 'hello'],
    ['an open element', '<a>'],
    ['crossed elements', '<a><b></a></b>'],
    ['two roots', '<a/><b/>'],
    ['text after the root', '<a/>x'],
    ['text before the root', 'x<a/>'],
    ['character data after the root', '<a/><![CDATA[x]]>'],
    ['an open comment', '<a/><!-- '],
    ['fifty thousand open comments', `<a/>${'<!--'.repeat(50_000)}`],
    ['text between comments', '<a/><!-- -->x<!-- -->'],
    ['a document type', '<!DOCTYPE a><a/>'],
    ['a document type in lower case', '<!doctype a><a/>'],
    ['an internal entity', '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'],
    ['an external entity', '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'],
    [
      'a billion laughs',
      '<!DOCTYPE a [<!ENTITY x "ha"><!ENTITY y "&x;&x;&x;&x;"><!ENTITY z "&y;&y;&y;&y;">]><a>&z;</a>',
    ],
    ['an unknown entity', '<a>&nbsp;</a>'],
    ['an entity of a prototype', '<a>&constructor;</a>'],
    ['a bare ampersand', '<a>a & b</a>'],
    ['a reference to no character', '<a>&#0;</a>'],
    ['a reference to half a character', '<a>&#xD800;</a>'],
    ['an undeclared prefix', '<a:b/>'],
    ['the prefix of a prototype', '<constructor:b/>'],
    ['two colons', '<a:b:c xmlns:a="u" xmlns:b="v"/>'],
    ['a stylesheet', '<?xml version="1.0"?><?xml-stylesheet href="x"?><a/>'],
    ['another encoding', '<?xml version="1.0" encoding="windows-1251"?><a/>'],
    ['forty-one levels', `${'<a>'.repeat(41)}${'</a>'.repeat(41)}`],
    ['ten thousand levels', `${'<a>'.repeat(10_000)}${'</a>'.repeat(10_000)}`],
  ])('refuses %s', (_, text) => {
    expect(() => readXml(text)).toThrowError(expect.objectContaining({ name: 'XmlRefused' }));
  });
});
