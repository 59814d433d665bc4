// The transport signature of SOAP messages, as WS-Security has it: the body signed in the header, and what of an answer is signed.
import { X509Certificate } from 'node:crypto';
import { DOMParser, type Document, type Element, onErrorStopParsing, XMLSerializer } from '@xmldom/xmldom';
import { SignedXml } from 'xml-crypto';
import type { SigningKey } from '../../../../schemas/pki/cms.ts';
import { isTooDeepXml } from './nesting.ts';

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

/** Whose messages are signed, and by whom answers have to be. */
export interface MessageSignature extends SigningKey {
  /** PEM certificates; null where answers need no signature. */
  readonly answers: readonly string[] | null;
}

interface Soap {
  readonly document: Document;
  readonly envelope: Element;
  readonly header: Element | null;
  readonly body: Element;
}

/** Why a message cannot be signed, as a predicate of it; null where it can. */
export function whyUnsignable(xml: string): string | null {
  const soap = read(xml);
  if (typeof soap === 'string') return soap;
  return soap.header === null ? NO_HEADER : null;
}

/** A message of which something is signed, or why nothing is, as a predicate of it. */
type Signed = { signed: string } | { wrong: string };

/** The message with the signature of its body in its header. */
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
    // An attribute without a prefix is in no namespace, so an envelope without one cannot demand anything.
    if (prefix !== '') security.setAttributeNS(envelope.namespaceURI, `${prefix}mustUnderstand`, '1');
    header.appendChild(security);
  }
  const signature = new SignedXml({
    privateKey: privateKeyPem,
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

/** The whole certificate, so that who receives it knows whose signature it is. */
function tokenReference(certificatePem: string): string {
  const whole = new X509Certificate(certificatePem).raw.toString('base64');
  const types = `EncodingType="${WSS}-soap-message-security-1.0#Base64Binary" ValueType="${WSS}-x509-token-profile-1.0#X509v3"`;
  return `<wsse:SecurityTokenReference xmlns:wsse="${WSSE}"><wsse:KeyIdentifier ${types}>${whole}</wsse:KeyIdentifier></wsse:SecurityTokenReference>`;
}

/** What of a message is signed with one of the certificates: an envelope with its body, and nothing else. */
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

/** The canonical form of what is signed; `wrong` is null where only another certificate could fit. */
function check(
  xml: string,
  node: Element,
  publicCert: string,
  id: string,
): { signed: string } | { wrong: string | null } {
  const signature = new SignedXml({ publicCert });
  try {
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
    // Whatever the library dislikes about a text from outside, it is no signature by this certificate.
    return { wrong: null };
  }
}

/** The parts of a SOAP message, or what it lacks. */
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
    // Entities of a document type can make a small message huge.
    return /<!DOCTYPE/iu.test(xml) || isTooDeepXml(xml)
      ? null
      : new DOMParser({ onError: onErrorStopParsing }).parseFromString(xml, 'text/xml');
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
