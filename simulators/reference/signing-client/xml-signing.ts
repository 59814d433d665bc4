// Signs XML as the national signing client does: an enveloped signature over the document or one element (XMLDSIG, RSA-SHA256).
import { SignedXml } from 'xml-crypto';
import { privateKeyOf, type SigningKey } from '../../../schemas/pki/cms.ts';
import { readXml } from '../soap/xml.ts';

const DS = 'http://www.w3.org/2000/09/xmldsig#';
const ENVELOPED = `${DS}enveloped-signature`;
const C14N_WITH_COMMENTS = 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315#WithComments';
const RSA_SHA256 = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256';
const SHA256 = 'http://www.w3.org/2001/04/xmlenc#sha256';

/** Paths of a few plain steps. Others could take a processor longer than anybody waits. */
const PLAIN_PATH =
  /^\/?(?:\/(?:[\p{L}_][\p{L}\p{N}_.-]{0,60}|\*(?:\[local-name\(\)='[\p{L}_][\p{L}\p{N}_.-]{0,60}'\])?)){1,8}$/u;

/** Each element at a path is digested by itself, so a document with a path has at most as many tags. */
const MOST_TAGS = 10_000;

/** Where things are: the element to sign and that into which the signature goes, as XPath; empty for the root. */
export interface Places {
  readonly signed: string;
  readonly parent: string;
}

/** The signed document. @throws Error where it is no XML, or a place is no plain path or leads nowhere */
export function signXml(
  xml: string,
  { certificatePem, privateKeyPem }: SigningKey,
  { signed, parent }: Places,
): string {
  readXml(xml);
  for (const path of [signed, parent])
    if (path !== '' && !PLAIN_PATH.test(path))
      throw new Error(`the path ${path.slice(0, 100)} has more than plain steps`);
  if (signed !== '' && xml.split('<').length > MOST_TAGS) throw new Error('the document is too large for a path');
  const signature = new SignedXml({
    privateKey: privateKeyOf(privateKeyPem),
    publicCert: certificatePem,
    signatureAlgorithm: RSA_SHA256,
    canonicalizationAlgorithm: C14N_WITH_COMMENTS,
    getKeyInfoContent: SignedXml.getKeyInfoContent,
  });
  signature.addReference({
    xpath: signed === '' ? '/*' : signed,
    ...(signed === '' ? { isEmptyUri: true } : {}),
    transforms: [ENVELOPED, C14N_WITH_COMMENTS],
    digestAlgorithm: SHA256,
  });
  signature.computeSignature(xml, {
    prefix: 'ds',
    location: { reference: parent === '' ? '/*' : parent, action: 'append' },
  });
  return signature.getSignedXml();
}
