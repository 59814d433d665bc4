// Tests that every part of the name in a certificate is known, however it is written.
import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import { Name, X509CertificateGenerator } from '@peculiar/x509';
import { expect, it } from 'vitest';
import { namesIn } from './names.ts';

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };

/** The certificate of somebody with this name and number. */
async function pemOf(commonName: string, number: string): Promise<string> {
  const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const name = new Name([
    { '2.5.4.3': [{ utf8String: commonName }] },
    { '2.5.4.5': [{ printableString: number }] },
  ]).toString();
  const made = await X509CertificateGenerator.createSelfSigned({
    serialNumber: '01',
    name,
    keys,
    signingAlgorithm: ALGORITHM,
  });
  return made.toString('pem');
}

it.each([
  ['ӘЛИЕВА АЙГҮЛ', ['ӘЛИЕВА АЙГҮЛ', 'Әлиева Айгүл', 'ӘЛИЕВА', 'Әлиева', 'АЙГҮЛ', 'Айгүл']],
  ['ӘЛИЕВА,АЙГҮЛ', ['ӘЛИЕВА,АЙГҮЛ', 'Әлиева,Айгүл']],
  ["О'НИЛ+ЛИ", ["О'НИЛ+ЛИ", "О'Нил+Ли"]],
])('finds the name %s with its parts', async (commonName, names) => {
  expect(namesIn(await pemOf(commonName, 'IIN850615400026'))).toEqual(names);
});

it('finds no name in the certificate of an organisation, nor in what is none', async () => {
  expect(namesIn(await pemOf('ӘЛИЕВА АЙГҮЛ', 'BIN130550000028'))).toEqual([]);
  expect(namesIn('none')).toEqual([]);
});
