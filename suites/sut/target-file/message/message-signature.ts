// Signs SOAP messages and verifies signed answers according to WS-Security: the signature stands in the Header and covers the Body.
import { X509Certificate } from 'node:crypto';
import { DOMParser, type Document, type Element, onErrorStopParsing, XMLSerializer } from '@xmldom/xmldom';
import { SignedXml } from 'xml-crypto';
import { publicKeyOf } from '../../../../schemas/pki/certificate.ts';
import { privateKeyOf, type SigningKey } from '../../../../schemas/pki/cms.ts';
import { refuseHugeXml } from './nesting.ts';

const ENVELOPES = ['http://schemas.xmlsoap.org/soap/envelope/', 'http://www.w3.org/2003/05/soap-envelope'];
const WSS = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss';
const WSSE = `${WSS}-wssecurity-secext-1.0.xsd`;
const WSU = `${WSS}-wssecurity-utility-1.0.xsd`;
const DS = 'http://www.w3.org/2000/09/xmldsig#';
const XMLNS = 'http://www.w3.org/2000/xmlns/';
const EXCLUSIVE_C14N = 'http://www.w3.org/2001/10/xml-exc-c14n#';
const RSA_SHA256 = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256';
const SHA256 = 'http://www.w3.org/2001/04/xmlenc#sha256';
const BODY_ID = 'body';
const NO_HEADER = 'has no Header in its SOAP envelope, where the signature would stand';

/** The sender's certificate and key, and the certificates one of which must have signed an answer. */
export interface MessageSignature extends SigningKey {
  /** PEM certificates; null where answers need no signature. */
  readonly answers: readonly string[] | null;
}

/** The parts of a SOAP message. */
interface Soap {
  readonly document: Document;
  readonly envelope: Element;
  readonly header: Element | null;
  readonly body: Element;
}

/** Why a message cannot be signed, as the rest of a sentence about it ("is no XML"); null where it can. */
export function whyUnsignable(xml: string): string | null {
  const soap = read(xml);
  if (typeof soap === 'string') return soap;
  return soap.header === null ? NO_HEADER : null;
}

/** The signed message or its signed part; else what is wrong, as the rest of a sentence about the message ("is not signed"). */
type Signed = { signed: string } | { wrong: string };

/** Signs the Body of a message with RSA-SHA256; the signature is added to the Header. */
export function signMessage(xml: string, { certificatePem, privateKeyPem }: SigningKey): Signed {
  const soap = read(xml);
  if (typeof soap === 'string') return { wrong: soap };
  const { document, envelope, header, body } = soap;
  if (header === null) return { wrong: NO_HEADER };
  if (body.getAttributeNS(WSU, 'Id') === null) {
    body.setAttributeNS(XMLNS, 'xmlns:wsu', WSU);
    body.setAttributeNS(WSU, 'wsu:Id', BODY_ID);
  }
  if (childrenOf(header, WSSE, 'Security').length === 0) {
    const security = document.createElementNS(WSSE, 'wsse:Security');
    const prefix = envelope.prefix ? `${envelope.prefix}:` : '';
    // mustUnderstand has to be in the namespace of the envelope. An attribute without a prefix is in none, so it is left out there.
    if (prefix !== '') security.setAttributeNS(envelope.namespaceURI, `${prefix}mustUnderstand`, '1');
    header.appendChild(security);
  }
  const signature = new SignedXml({
    privateKey: privateKeyOf(privateKeyPem),
    signatureAlgorithm: RSA_SHA256,
    canonicalizationAlgorithm: EXCLUSIVE_C14N,
    idMode: 'wssecurity',
    getKeyInfoContent: () => tokenReference(certificatePem),
  });
  const top = `/*[local-name()='Envelope']`;
  signature.addReference({
    xpath: `${top}/*[local-name()='Body']`,
    transforms: [EXCLUSIVE_C14N],
    digestAlgorithm: SHA256,
  });
  signature.computeSignature(new XMLSerializer().serializeToString(document), {
    prefix: 'ds',
    location: { reference: `${top}/*[local-name()='Header']/*[local-name()='Security']`, action: 'append' },
  });
  return { signed: signature.getSignedXml() };
}

/** The reference to the sender's key: the whole certificate, so that the receiver need not know it beforehand. */
function tokenReference(certificatePem: string): string {
  const whole = new X509Certificate(certificatePem).raw.toString('base64');
  const types = `EncodingType="${WSS}-soap-message-security-1.0#Base64Binary" ValueType="${WSS}-x509-token-profile-1.0#X509v3"`;
  return `<wsse:SecurityTokenReference xmlns:wsse="${WSSE}"><wsse:KeyIdentifier ${types}>${whole}</wsse:KeyIdentifier></wsse:SecurityTokenReference>`;
}

/**
 * The part of a message that one of the certificates has signed: an envelope with the Body alone. Only this part may be read,
 * because everything else in the message could have been added by a stranger.
 */
export function signedPartOf(xml: string, certificates: readonly string[]): Signed {
  const soap = read(xml);
  if (typeof soap === 'string') return { wrong: soap };
  const { envelope, header, body } = soap;
  const signatures = (header === null ? [] : childrenOf(header, WSSE, 'Security')).flatMap((security) =>
    childrenOf(security, DS, 'Signature'),
  );
  const [signature, second] = signatures;
  if (signature === undefined) return { wrong: 'is not signed' };
  if (second !== undefined) return { wrong: 'has several signatures' };
  const id = body.getAttributeNS(WSU, 'Id') ?? '';
  let wrong = 'is signed with none of the certificates of messageSignature.answers';
  for (const publicCert of certificates) {
    const checked = check(xml, signature, publicCert, id);
    if (!('signed' in checked)) {
      wrong = checked.wrong ?? wrong;
      continue;
    }
    const again = parse(checked.signed)?.documentElement;
    if (again?.localName !== 'Body' || again.namespaceURI !== envelope.namespaceURI) break;
    return { signed: `<E:Envelope xmlns:E="${envelope.namespaceURI}">${checked.signed}</E:Envelope>` };
  }
  return { wrong };
}

/** The signed element in canonical form; `wrong` is null where the signature is not of this certificate but may be of another. */
function check(
  xml: string,
  node: Element,
  publicCert: string,
  id: string,
): { signed: string } | { wrong: string | null } {
  try {
    const signature = new SignedXml({ publicCert: publicKeyOf(publicCert) });
    signature.loadSignature(new XMLSerializer().serializeToString(node));
    const [reference, more] = signature.getReferences();
    if (id === '' || more !== undefined || reference?.uri !== `#${id}`)
      return { wrong: 'has a signature of something else than its Body' };
    const { transforms, digestAlgorithm } = reference;
    const used = [signature.signatureAlgorithm, signature.canonicalizationAlgorithm, ...transforms, digestAlgorithm];
    const strange = used.find(
      (algorithm, at) => algorithm !== [RSA_SHA256, EXCLUSIVE_C14N, EXCLUSIVE_C14N, SHA256][at],
    );
    if (strange !== undefined) return { wrong: `is signed by way of ${strange}, which is not known here` };
    if (!signature.checkSignature(xml)) return { wrong: 'has a signature of other bytes than those of its Body' };
    const [signed = ''] = signature.getSignedReferences();
    return { signed };
  } catch {
    // The library throws for many defects of a text from outside; all of them mean that this certificate has not signed it.
    return { wrong: null };
  }
}

/** The parts of a SOAP message; else what is wrong with it, as the rest of a sentence about it. */
function read(xml: string): Soap | string {
  const document = parse(xml);
  const envelope = document?.documentElement;
  if (!document || !envelope) return 'is no XML';
  const { namespaceURI, localName } = envelope;
  if (localName !== 'Envelope' || namespaceURI === null || !ENVELOPES.includes(namespaceURI))
    return 'is no SOAP envelope';
  const [body, second] = childrenOf(envelope, namespaceURI, 'Body');
  if (body === undefined || second !== undefined) return 'has not one Body in its SOAP envelope';
  return { document, envelope, header: childrenOf(envelope, namespaceURI, 'Header')[0] ?? null, body };
}

function parse(xml: string): Document | null {
  try {
    // No document type is parsed, because its entities can make a small message expand into a huge one.
    if (/<!DOCTYPE/iu.test(xml)) return null;
    refuseHugeXml(xml);
    return new DOMParser({ onError: onErrorStopParsing }).parseFromString(xml, 'text/xml');
  } catch {
    return null;
  }
}

function childrenOf(parent: Element, namespace: string, name: string): Element[] {
  return [...parent.childNodes].filter(
    (node): node is Element =>
      node.nodeType === node.ELEMENT_NODE && node.namespaceURI === namespace && node.localName === name,
  );
}
