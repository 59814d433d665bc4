// Tells how the test persons are called, by their certificates, so that no report names them.
import { X509Certificate } from 'node:crypto';
import { readCertificate } from '../../../schemas/pki/certificate.ts';
import { keeping } from '../../../schemas/pki/keeping.ts';

/** A shorter part of a name, such as an initial, is in too many other words. */
const SHORTEST = 4;

/** The name of the person whose certificate it is, with its parts; nothing for one of an organisation, and for what is no certificate. */
export const namesIn = keeping((pem: string): readonly string[] => {
  try {
    const { commonName, iin } = plainSubject(pem) ?? readCertificate(pem);
    if (iin === null) return [];
    const parts = [commonName, ...commonName.split(/\s+/u)].filter(({ length }) => length >= SHORTEST);
    return [...new Set(parts.flatMap((part) => [part, titled(part)]))];
  } catch {
    return [];
  }
});

/** The subject as Node reads it, many times faster; null where anything of it is not plain, which Node may write in another way. */
function plainSubject(pem: string): { commonName: string; iin: string | null } | null {
  const lines = new X509Certificate(pem).subject.split('\n');
  const [name, ...otherNames] = lines.flatMap((line) => /^CN=(.*)$/u.exec(line)?.[1] ?? []);
  const [number, ...otherNumbers] = lines.flatMap((line) => /^serialNumber=(.*)$/u.exec(line)?.[1] ?? []);
  const isPlain = name !== undefined && /^[\p{L} ]+$/u.test(name) && /^(?:IIN|BIN)\d{12}$/u.test(number ?? '');
  if (!isPlain || otherNames.length + otherNumbers.length > 0) return null;
  return { commonName: name, iin: number?.startsWith('IIN') === true ? number : null };
}

const titled = (name: string) =>
  name.replace(/(\p{L})(\p{L}*)/gu, (_, first: string, rest: string) => first.toUpperCase() + rest.toLowerCase());
