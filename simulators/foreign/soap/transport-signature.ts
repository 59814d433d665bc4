// The gateway's transport signature: every message is signed over its Body in a WS-Security header, with the certificate inside.
import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { DOMParser, type Element, onErrorStopParsing } from '@xmldom/xmldom';
import { SignedXml } from 'xml-crypto';
import type { SealKey } from '../trust.ts';
import { Fault, SOAP } from './envelope.ts';

/** A system that may send messages, and the PEM certificate that it signs them with. */
export interface Correspondent {
  readonly id: string;
  readonly certificatePem: string;
}

const OASIS = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss';
const WSSE = `${OASIS}-wssecurity-secext-1.0.xsd`;
const WSU = `${OASIS}-wssecurity-utility-1.0.xsd`;
const XMLDSIG = 'http://www.w3.org/2000/09/xmldsig#';
const C14N = 'http://www.w3.org/2001/10/xml-exc-c14n#';
const RSA = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256';
const DIGEST = 'http://www.w3.org/2001/04/xmlenc#sha256';

/** What has been read of those who sign: they are known beforehand, and reading a key takes as long as signing with it. */
const certificates = new WeakMap<object, X509Certificate>();
const keys = new WeakMap<SealKey, KeyObject>();

function certificateOf(signer: Correspondent | SealKey): X509Certificate {
  const known = certificates.get(signer) ?? new X509Certificate(signer.certificatePem);
  certificates.set(signer, known);
  return known;
}

function keyOf(signer: SealKey): KeyObject {
  const known = keys.get(signer) ?? createPrivateKey(signer.privateKeyPem);
  keys.set(signer, known);
  return known;
}

/**
 * Checks the signature of a message.
 * @returns who signed it, and an envelope that holds nothing but the signed Body
 * @throws Fault `TRL-400`, `SIGN_NOT_EXIST` or `IS_NOT_VALID`
 */
export function unseal(
  xml: string,
  correspondents: readonly Correspondent[],
): { readonly from: Correspondent; readonly xml: string } {
  const envelope = parsed(xml);
  const [body, ...bodies] = inside(envelope, SOAP, 'Body');
  if (body === undefined || bodies.length > 0) throw new Fault('TRL-400', 'one Body is needed');
  const signatures = inside(envelope, SOAP, 'Header')
    .flatMap((header) => inside(header, WSSE, 'Security'))
    .flatMap((security) => inside(security, XMLDSIG, 'Signature'));
  const [signature, ...others] = signatures;
  if (signature === undefined) throw new Fault('SIGN_NOT_EXIST', 'Көліктік ЭЦҚ жоқ / нет транспортной ЭЦП');
  const from = signerOf(signature, correspondents);
  if (from === undefined || others.length > 0) throw invalid();
  const signed = signedBy(from, signature, xml);
  // The reference has to name the Body, and only what was signed is handed on: no other Body can be slipped in.
  const reference = `#${body.getAttributeNS(WSU, 'Id') ?? ''}`;
  if (signed === null || signed.uri !== reference || reference === '#') throw invalid();
  const alone = `<s:Envelope xmlns:s="${SOAP}">${signed.xml}</s:Envelope>`;
  if (inside(parsed(alone), SOAP, 'Body').length !== 1) throw invalid();
  return { from, xml: alone };
}

function parsed(xml: string): Element {
  // A document type can define entities that blow a small message up.
  if (xml.includes('<!DOCTYPE')) throw new Fault('TRL-400', 'no document type is taken');
  try {
    const root = new DOMParser({ onError: onErrorStopParsing }).parseFromString(xml, 'text/xml').documentElement;
    if (root?.localName === 'Envelope' && root.namespaceURI === SOAP) return root;
  } catch {
    throw new Fault('TRL-400', 'this is no XML');
  }
  throw new Fault('TRL-400', 'this is no SOAP envelope');
}

const inside = (parent: Element, namespace: string, name: string): Element[] =>
  [...parent.childNodes].filter(
    (node): node is Element =>
      node.nodeType === node.ELEMENT_NODE && node.localName === name && node.namespaceURI === namespace,
  );

/** The correspondent whose certificate the signature carries, compared byte by byte. */
function signerOf(signature: Element, correspondents: readonly Correspondent[]): Correspondent | undefined {
  const [identifier] = [...signature.getElementsByTagNameNS(WSSE, 'KeyIdentifier')];
  const carried = Buffer.from(identifier?.textContent ?? '', 'base64');
  return correspondents.find((one) => certificateOf(one).raw.equals(carried));
}

/** What the signature covers; null unless it is the correspondent's, has one reference, and uses the algorithms of the gateway. */
function signedBy(from: Correspondent, signature: Element, xml: string) {
  const seal = new SignedXml({ publicCert: certificateOf(from).publicKey });
  try {
    seal.loadSignature(signature.toString());
    const references = seal.getReferences();
    const [reference] = references;
    if (reference === undefined || references.length > 1) return null;
    const methods = [seal.signatureAlgorithm, seal.canonicalizationAlgorithm, reference.digestAlgorithm];
    if (`${[...methods, ...reference.transforms]}` !== `${[RSA, C14N, DIGEST, C14N]}`) return null;
    if (!seal.checkSignature(xml)) return null;
    return { uri: reference.uri, xml: seal.getSignedReferences().join('') };
  } catch {
    // The message comes from outside: where the library throws, whatever the reason, the signature is not valid.
    return null;
  }
}

const invalid = (): Fault => new Fault('IS_NOT_VALID', 'Көліктік ЭЦҚ жарамсыз / транспортная ЭЦП недействительна');

/** Signs the Body of an envelope. There has to be a Header too, and the Body must have no id yet. */
export function sealed(xml: string, signer: SealKey): string {
  const certificate = certificateOf(signer).raw.toString('base64');
  const seal = new SignedXml({
    privateKey: keyOf(signer),
    signatureAlgorithm: RSA,
    canonicalizationAlgorithm: C14N,
    idMode: 'wssecurity',
    getKeyInfoContent: () =>
      `<wsse:SecurityTokenReference xmlns:wsse="${WSSE}"><wsse:KeyIdentifier EncodingType="${OASIS}-soap-message-security-1.0#Base64Binary" ValueType="${OASIS}-x509-token-profile-1.0#X509v3">${certificate}</wsse:KeyIdentifier></wsse:SecurityTokenReference>`,
  });
  seal.addReference({ xpath: "/*/*[local-name()='Body']", transforms: [C14N], digestAlgorithm: DIGEST });
  const security = `<wsse:Security xmlns:wsse="${WSSE}" s:mustUnderstand="1" xmlns:s="${SOAP}"/>`;
  const at = "/*/*[local-name()='Header']/*[local-name()='Security']";
  seal.computeSignature(xml.replace(/<(\w+):Header\s*(\/>|><\/\1:Header>)/u, `<$1:Header>${security}</$1:Header>`), {
    prefix: 'ds',
    location: { reference: at, action: 'append' },
  });
  return seal.getSignedXml();
}
