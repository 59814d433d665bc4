// Tells how the test persons are called, by their certificates, so that no report names them.
import { readCertificate } from '../../../schemas/pki/certificate.ts';
import { keeping } from '../../../schemas/pki/keeping.ts';

/** A shorter part of a name, such as an initial, is in too many other words. */
const SHORTEST = 4;

/** The name of the person whose certificate it is, with its parts; nothing for one of an organisation, and for what is no certificate. */
export const namesIn = keeping((pem: string): readonly string[] => {
  try {
    const { commonName, iin } = readCertificate(pem);
    if (iin === null) return [];
    const parts = [commonName, ...commonName.split(/\s+/u)].filter(({ length }) => length >= SHORTEST);
    return [...new Set(parts.flatMap((part) => [part, titled(part)]))];
  } catch {
    return [];
  }
});

const titled = (name: string) =>
  name.replace(/(\p{L})(\p{L}*)/gu, (_, first: string, rest: string) => first.toUpperCase() + rest.toLowerCase());
