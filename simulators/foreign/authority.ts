// A client of a certification authority, with public libraries: revocation lists, their deltas, OCSP and time stamps over HTTP.
import 'reflect-metadata';
import { createHash } from 'node:crypto';
import { KeyUsageFlags, KeyUsagesExtension, X509Certificate, X509Crl, X509CrlReason } from '@peculiar/x509';
import { fromBER, Integer, OctetString } from 'asn1js';
import {
  AlgorithmIdentifier,
  BasicOCSPResponse,
  Certificate,
  MessageImprint,
  OCSPRequest,
  OCSPResponse,
  TimeStampReq,
  TimeStampResp,
} from 'pkijs';

/** The ways in which a portal may learn whether a certificate is revoked: all are good. */
export const WAYS = ['ocsp-post', 'ocsp-get', 'list', 'kept-list', 'kept-list-and-delta'] as const;
export type Way = (typeof WAYS)[number];

/** What the authority says of a certificate. */
export type Standing = 'good' | 'withdrawn' | 'suspended' | 'unknown';

/** Where the authority is, and how it is asked. */
export interface AuthorityAddress {
  /** Below which `/crl`, `/delta-crl`, `/ocsp` and `/tsa` are. */
  readonly url: string;
  readonly way: Way;
  /** What is done wrong with it. */
  readonly slip?: Slip | null;
}

/** The wrong ways: nobody is asked, another certificate is asked for, a list is kept beyond its time, or a delta list is read alone. */
export const SLIPS = ['asks-nobody', 'asks-for-another', 'keeps-for-ever', 'delta-alone'] as const;
export type Slip = (typeof SLIPS)[number];

const PATIENCE_MS = 5000;
const SHA256 = '2.16.840.1.101.3.4.2.1';
const DELTA_OF = '2.5.29.27';

/** The client of one portal; it keeps the list that it may keep. */
export class AuthorityClient {
  readonly #address: AuthorityAddress;
  #stamps = 0;
  #kept: X509Crl | null = null;

  constructor(address: AuthorityAddress) {
    this.#address = address;
  }

  /** What the authority says of a certificate. Whatever it cannot be asked is `unknown`, and no good one. */
  async standingOf(pem: string, issuers: readonly string[], now: Date): Promise<Standing> {
    const { way, slip } = this.#address;
    if (slip === 'asks-nobody') return 'good';
    try {
      const certificate = new X509Certificate(pem.trim());
      const issuer = issuers.map((one) => new X509Certificate(one)).find((one) => one.subject === certificate.issuer);
      if (issuer === undefined) return 'unknown';
      // A certificate of its own is asked for where it is the wrong one, which is always good.
      const asked = slip === 'asks-for-another' ? issuer : certificate;
      if (way === 'ocsp-post' || way === 'ocsp-get') {
        const told = await this.#ask(asked, issuer);
        return slip === 'asks-for-another' ? 'good' : told;
      }
      return standingIn(await this.#lists(issuer, now), certificate.serialNumber);
    } catch {
      // Whatever went wrong on the way, nothing is known of the certificate.
      return 'unknown';
    }
  }

  /** Has the bytes stamped. @returns the token, DER @throws Error where it gets none over these bytes */
  async stamp(content: Uint8Array): Promise<Uint8Array> {
    const digest = createHash('sha256').update(content).digest();
    const request = new TimeStampReq({
      version: 1,
      messageImprint: new MessageImprint({
        hashAlgorithm: new AlgorithmIdentifier({ algorithmId: SHA256 }),
        hashedMessage: new OctetString({ valueHex: Uint8Array.from(digest).buffer }),
      }),
      nonce: new Integer({ value: ++this.#stamps }),
      certReq: true,
    });
    const body = new Uint8Array(request.toSchema().toBER());
    const answer = TimeStampResp.fromBER(await this.#fetch('/tsa', { type: 'application/timestamp-query', body }));
    const token = answer.timeStampToken;
    if (answer.status.status !== 0 || token === undefined) throw new Error('the authority stamps nothing');
    const der = Buffer.from(token.toSchema().toBER());
    if (!der.includes(digest)) throw new Error('the stamp is of something else');
    return der;
  }

  async #ask(certificate: X509Certificate, issuer: X509Certificate): Promise<Standing> {
    const [asked, by] = [certificate, issuer].map(
      ({ rawData }) => new Certificate({ schema: fromBER(rawData).result }),
    );
    if (asked === undefined || by === undefined) return 'unknown';
    const request = new OCSPRequest();
    await request.createForCertificate(asked, { hashAlgorithm: 'SHA-1', issuerCertificate: by });
    const body = new Uint8Array(request.toSchema(true).toBER());
    const isGet = this.#address.way === 'ocsp-get';
    const answer = isGet
      ? await this.#fetch(`/ocsp/${encodeURIComponent(Buffer.from(body).toString('base64'))}`)
      : await this.#fetch('/ocsp', { type: 'application/ocsp-request', body });
    const bytes = OCSPResponse.fromBER(answer).responseBytes;
    if (bytes === undefined) return 'unknown';
    const basic = BasicOCSPResponse.fromBER(bytes.response.valueBlock.valueHexView.slice());
    if (!(await isAnsweredBy(basic, issuer))) return 'unknown';
    const { isForCertificate, status } = await basic.getCertificateStatus(asked, by);
    if (!isForCertificate || status > 1) return 'unknown';
    return status === 0 ? 'good' : isOnHold(basic) ? 'suspended' : 'withdrawn';
  }

  /** The lists to look in, the newest last. */
  async #lists(issuer: X509Certificate, now: Date): Promise<X509Crl[]> {
    const { way, slip } = this.#address;
    if (slip === 'delta-alone') return [await this.#list('/delta-crl', issuer)];
    const isOver = (this.#kept?.nextUpdate ?? new Date(0)) < now && slip !== 'keeps-for-ever';
    if (this.#kept === null || isOver || way === 'list') this.#kept = await this.#list('/crl', issuer);
    return way === 'kept-list-and-delta' ? [this.#kept, await this.#list('/delta-crl', issuer)] : [this.#kept];
  }

  async #list(path: string, issuer: X509Certificate): Promise<X509Crl> {
    const list = new X509Crl(await this.#fetch(path));
    if (!(await list.verify({ publicKey: issuer }))) throw new Error('the list is of another authority');
    const isDelta = list.extensions.some(({ type }) => type === DELTA_OF);
    if (isDelta !== (path === '/delta-crl')) throw new Error('the list is of another kind');
    return list;
  }

  async #fetch(path: string, sent?: { readonly type: string; readonly body: Uint8Array }): Promise<ArrayBuffer> {
    const init = sent && {
      ...{ method: 'POST', headers: { 'content-type': sent.type }, body: Uint8Array.from(sent.body) },
    };
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const response = await fetch(`${this.#address.url}${path}`, { ...init, signal });
    if (!response.ok) throw new Error(`the authority answers ${response.status}`);
    return response.arrayBuffer();
  }
}

/** What the newest list that names the certificate says of it. */
function standingIn(lists: readonly X509Crl[], serialNumber: string): Standing {
  const entries = lists.flatMap(({ entries: all }) => all.filter((entry) => entry.serialNumber === serialNumber));
  const last = entries.at(-1);
  if (last === undefined || last.reason === X509CrlReason.removeFromCRL) return 'good';
  return last.reason === X509CrlReason.certificateHold ? 'suspended' : 'withdrawn';
}

/** Whether the answer is signed by somebody whom the issuer lets answer. */
async function isAnsweredBy(basic: BasicOCSPResponse, issuer: X509Certificate): Promise<boolean> {
  for (const one of basic.certs ?? []) {
    const responder = new X509Certificate(one.toSchema(true).toBER());
    if (!(await responder.verify({ publicKey: issuer, signatureOnly: true }).catch(() => false))) continue;
    const usages = responder.getExtension(KeyUsagesExtension)?.usages ?? KeyUsageFlags.digitalSignature;
    if ((usages & KeyUsageFlags.digitalSignature) === 0) continue;
    const key = await responder.publicKey.export({ name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }, ['verify']);
    const signature = basic.signature.valueBlock.valueHexView;
    const content = basic.tbsResponseData.tbsView;
    if (await crypto.subtle.verify('RSASSA-PKCS1-v1_5', key, Uint8Array.from(signature), Uint8Array.from(content)))
      return true;
  }
  return false;
}

/** Whether the reason of the revocation is that it is on hold, the sixth of RFC 5280. */
function isOnHold(basic: BasicOCSPResponse): boolean {
  const [single] = basic.tbsResponseData.responses;
  const der = Buffer.from(single?.certStatus?.toBER() ?? []);
  return der.includes(Buffer.of(0xa0, 0x03, 0x0a, 0x01, 0x06));
}
