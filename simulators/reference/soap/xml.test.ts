// What is XML here, and what strangers may not send.
import { describe, expect, it } from 'vitest';
import { readXml } from './xml.ts';
import { escapeXml } from './xml-text.ts';

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

  it('takes a prefix from the nearest element that declares it, and reads line ends as one', () => {
    const text =
      "<r xmlns:p='urn:1' xmlns='urn:0'><p:a xmlns:p='urn:2' p:b = '>' \n/><p:c\r>1\r\n2\r3</p:c ><d xmlns=''/></r>";
    expect(readXml(text)).toMatchObject({
      namespace: 'urn:0',
      children: [
        { namespace: 'urn:2', name: 'a' },
        { namespace: 'urn:1', name: 'c', text: '1\n2\n3' },
        { namespace: '', name: 'd' },
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
    ['an undeclared prefix of an attribute', '<a b:c="d"/>'],
    ['an attribute twice', '<a b="1" b="2"/>'],
    ['an attribute without quotes', '<a b=1/>'],
    ['an attribute without a value', '<a b/>'],
    ['an attribute that holds an element', '<a b="<c/>"/>'],
    ['an unknown entity in an attribute', '<a b="&nbsp;"/>'],
    ['attributes that touch', '<a b="1"c="2"/>'],
    ['a space before a name', '< a/>'],
    ['a name that begins with a digit', '<1a/>'],
    ['an element that ends under another prefix', '<x:a xmlns:x="u" xmlns:y="u"></y:a>'],
    ['an end without a beginning', '</a>'],
    ['an open CDATA section', '<a><![CDATA[x</a>'],
    ['a declaration after white space', ' <?xml version="1.0"?><a/>'],
    ['a declaration without a version', '<?xml encoding="utf-8"?><a/>'],
    ['a stylesheet', '<?xml version="1.0"?><?xml-stylesheet href="x"?><a/>'],
    ['another encoding', '<?xml version="1.0" encoding="windows-1251"?><a/>'],
    ['forty-one levels', `${'<a>'.repeat(41)}${'</a>'.repeat(41)}`],
    ['ten thousand levels', `${'<a>'.repeat(10_000)}${'</a>'.repeat(10_000)}`],
  ])('refuses %s', (_, text) => {
    expect(() => readXml(text)).toThrowError(expect.objectContaining({ name: 'XmlRefused' }));
  });
});
