// The transport signature of the gateway: an envelope is signed over its Body in a WS-Security header, with the certificate inside.
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { DOMParser, type Element, onErrorStopParsing } from '@xmldom/xmldom';
import { SignedXml } from 'xml-crypto';
import { keeping } from '../../../schemas/pki/keeping.ts';
import type { SigningKey } from '../../../schemas/target/driver.ts';
import { SOAP, SoapFault } from './soap.ts';

const OASIS = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss';
const WSSE = `${OASIS}-wssecurity-secext-1.0.xsd`;
const WSU = `${OASIS}-wssecurity-utility-1.0.xsd`;
const XMLDSIG = 'http://www.w3.org/2000/09/xmldsig#';
const EXCLUSIVE = 'http://www.w3.org/2001/10/xml-exc-c14n#';
const RSA_SHA256 = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256';
const SHA256 = 'http://www.w3.org/2001/04/xmlenc#sha256';
const BASE64 = `${OASIS}-soap-message-security-1.0#Base64Binary`;
const X509V3 = `${OASIS}-x509-token-profile-1.0#X509v3`;

/** An envelope that came, without its header, and whether it was signed. */
export interface Opened {
  readonly xml: string;
  readonly isSigned: boolean;
}

/**
 * Checks the signature of an envelope that has one. Whose certificate it carries is not asked, as any sender will do.
 * @param xml an envelope; what is no XML at all is given back as it is
 * @throws SoapFault `IS_NOT_VALID` for a signature that is not one over the Body, `SIGN_NOT_EXIST` where one is demanded and there is none
 */
export function openEnvelope(xml: string, isDemanded: boolean): Opened {
  const envelope = parsed(xml);
  if (envelope === null) return { xml, isSigned: false };
  const signatures = inside(envelope, SOAP, 'Header')
    .flatMap((header) => inside(header, WSSE, 'Security'))
    .flatMap((security) => inside(security, XMLDSIG, 'Signature'));
  const [signature, ...others] = signatures;
  if (signature === undefined) {
    if (isDemanded) throw new SoapFault('Client', 'SIGN_NOT_EXIST', 'There is no signature in the header');
    return { xml, isSigned: false };
  }
  const [body, ...bodies] = inside(envelope, SOAP, 'Body');
  const id = body?.getAttributeNS(WSU, 'Id') ?? '';
  const signed = others.length > 0 || bodies.length > 0 || id === '' ? null : signedBy(signature, xml);
  // Only what was signed is handed on, so that no other Body can be slipped in.
  const alone = signed?.uri === `#${id}` ? `<s:Envelope xmlns:s="${SOAP}">${signed.xml}</s:Envelope>` : null;
  const isBody = alone !== null && inside(parsed(alone) ?? envelope, SOAP, 'Body').length === 1;
  if (!isBody) throw new SoapFault('Client', 'IS_NOT_VALID', 'The signature in the header is not one over the Body');
  return { xml: alone, isSigned: true };
}

function parsed(xml: string): Element | null {
  // A document type can define entities that blow a small message up; the reader of messages refuses it.
  if (xml.includes('<!DOCTYPE')) return null;
  try {
    return new DOMParser({ onError: onErrorStopParsing }).parseFromString(xml, 'text/xml').documentElement;
  } catch {
    return null;
  }
}

const inside = (parent: Element, namespace: string, name: string): Element[] =>
  [...parent.childNodes].filter(
    (node): node is Element =>
      node.nodeType === node.ELEMENT_NODE && node.localName === name && node.namespaceURI === namespace,
  );

/** What a signature covers; null unless it is whole, has one reference, and uses the algorithms of the gateway. */
function signedBy(signature: Element, xml: string): { uri: string | undefined; xml: string } | null {
  try {
    const [identifier] = [...signature.getElementsByTagNameNS(WSSE, 'KeyIdentifier')];
    const certificate = new X509Certificate(Buffer.from(identifier?.textContent ?? '', 'base64'));
    const seal = new SignedXml({ publicCert: certificate.publicKey });
    seal.loadSignature(signature.toString());
    const [reference, ...more] = seal.getReferences();
    if (reference === undefined || more.length > 0) return null;
    const methods = [seal.signatureAlgorithm, seal.canonicalizationAlgorithm, reference.digestAlgorithm];
    if (`${[...methods, ...reference.transforms]}` !== `${[RSA_SHA256, EXCLUSIVE, SHA256, EXCLUSIVE]}`) return null;
    return seal.checkSignature(xml) ? { uri: reference.uri, xml: seal.getSignedReferences().join('') } : null;
  } catch {
    // The message comes from outside: where a library throws, whatever the reason, the signature is not valid.
    return null;
  }
}

const keyOnce = keeping(createPrivateKey);
const certificateOnce = keeping((pem) => new X509Certificate(pem).raw.toString('base64'));

/** An envelope of ours, signed over its Body. */
export function signEnvelope(xml: string, { certificatePem, privateKeyPem }: SigningKey): string {
  const token = `<wsse:KeyIdentifier EncodingType="${BASE64}" ValueType="${X509V3}">${certificateOnce(certificatePem)}</wsse:KeyIdentifier>`;
  const seal = new SignedXml({
    privateKey: keyOnce(privateKeyPem),
    signatureAlgorithm: RSA_SHA256,
    canonicalizationAlgorithm: EXCLUSIVE,
    idMode: 'wssecurity',
    getKeyInfoContent: () => `<wsse:SecurityTokenReference xmlns:wsse="${WSSE}">${token}</wsse:SecurityTokenReference>`,
  });
  seal.addReference({ xpath: "/*/*[local-name()='Body']", transforms: [EXCLUSIVE], digestAlgorithm: SHA256 });
  const security = `<wsse:Security xmlns:wsse="${WSSE}" soapenv:mustUnderstand="1"/>`;
  seal.computeSignature(xml.replace('<soapenv:Header/>', `<soapenv:Header>${security}</soapenv:Header>`), {
    prefix: 'ds',
    location: { reference: "/*/*[local-name()='Header']/*[local-name()='Security']", action: 'append' },
  });
  return seal.getSignedXml();
}
