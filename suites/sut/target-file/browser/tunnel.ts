// A local proxy through which the browser reaches https hosts with the authority or client certificate of the target file,
// which a browser does not take from a file: Node makes the connection and verifies the host instead.
import 'reflect-metadata';
import { createHash, webcrypto } from 'node:crypto';
import { createServer, request } from 'node:http';
import { isIP, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { connect, createSecureContext, rootCertificates, TLSSocket } from 'node:tls';
import { X509CertificateGenerator } from '@peculiar/x509';
import type { SigningKey } from '../../../../schemas/pki/cms.ts';

/** The TLS settings of a target: certificates of further authorities in PEM, and a client certificate with its key; null for none. */
export interface OwnTls {
  ca: string | null;
  certificate: SigningKey | null;
}

/** The hosts that a tunnel leads to, and how it reaches them. */
export interface TunnelOptions {
  hosts: readonly string[];
  proxy?: string;
  tls: OwnTls;
}

/** A proxy on this machine that ends the TLS connection of the browser and makes one of its own to the host. */
export interface Tunnel {
  port: number;
  /** The SHA-256 of its public key, in base64. The key is made for this run, and the browser trusts it without an authority. */
  key: string;
  /** What last went wrong with a host, by host. */
  failures: ReadonlyMap<string, string>;
  close(): Promise<void>;
}

/** Opens a tunnel on a free port; it refuses all hosts but those of the options. */
export async function openTunnel({ hosts, proxy, tls: { ca, certificate } }: TunnelOptions): Promise<Tunnel> {
  const { context, key } = await makeIdentity();
  const failures = new Map<string, string>();
  const open = new Set<Duplex>();
  const server = createServer((_, response) => response.writeHead(405).end());
  server.on('connect', async ({ url = '' }, near: Socket) => {
    const { host, hostname, port } = new URL(`https://${url}`);
    const keep = (one: Duplex) => {
      open.add(one);
      one.on('close', () => open.delete(one));
    };
    keep(near);
    near.on('error', () => undefined);
    if (!hosts.includes(host)) return near.end('HTTP/1.1 403 Forbidden\r\n\r\n');
    const name = hostname.replace(/^\[|\]$/gu, '');
    const refuse = (error: Error) => {
      failures.set(host, 'code' in error ? `${String(error.code)}: ${error.message}` : error.message);
      if (near.writable) near.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
    };
    try {
      const far = connect({
        ...(proxy === undefined
          ? { host: name, port: Number(port || 443) }
          : { socket: await through(proxy, `${hostname}:${port || 443}`) }),
        ...(isIP(name) === 0 ? { servername: name } : {}),
        // Node verifies the certificate against this name; a socket through another proxy does not know it.
        host: name,
        ca: [...rootCertificates, ...(ca === null ? [] : [ca])],
        ...(certificate === null ? {} : { cert: certificate.certificatePem, key: certificate.privateKeyPem }),
        ALPNProtocols: ['http/1.1'],
      });
      keep(far);
      let inner: TLSSocket | null = null;
      far.on('error', (error) => {
        if (inner === null) return refuse(error);
        failures.set(host, 'code' in error ? `${String(error.code)}: ${error.message}` : error.message);
        inner.destroy();
      });
      far.once('data', () => failures.delete(host));
      far.once('secureConnect', () => {
        near.write('HTTP/1.1 200 OK\r\n\r\n');
        inner = new TLSSocket(near, { isServer: true, secureContext: context, ALPNProtocols: ['http/1.1'] });
        keep(inner);
        inner.on('error', () => far.destroy());
        inner.on('close', () => far.destroy());
        inner.pipe(far).pipe(inner);
      });
    } catch (error) {
      refuse(error instanceof Error ? error : new Error(String(error)));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const close = async () => {
    for (const one of open) one.destroy();
    await new Promise((resolve) => server.close(resolve));
  };
  return { port: typeof address === 'object' ? (address?.port ?? 0) : 0, key, failures, close };
}

/** A connection to a host through the proxy of the target file. */
function through(proxy: string, path: string): Promise<Socket> {
  const { hostname, port, username, password } = new URL(proxy);
  const who = Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`).toString('base64');
  const headers = { host: path, ...(username === '' ? {} : { 'proxy-authorization': `Basic ${who}` }) };
  return new Promise((resolve, reject) => {
    request({ host: hostname, port: port || 80, method: 'CONNECT', path, headers })
      .on('connect', ({ statusCode }, socket) => {
        if (statusCode === 200) resolve(socket);
        else reject(new Error(`the proxy answers ${statusCode}`));
      })
      .on('error', reject)
      .end();
  });
}

async function makeIdentity() {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const made = await X509CertificateGenerator.createSelfSigned({
    name: 'CN=reglament',
    serialNumber: '01',
    notBefore: new Date(Date.now() - 86_400_000),
    notAfter: new Date(Date.now() + 30 * 86_400_000),
    keys,
    signingAlgorithm: algorithm,
  });
  const pkcs8 = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64');
  const spki = Buffer.from(await webcrypto.subtle.exportKey('spki', keys.publicKey));
  return {
    context: createSecureContext({
      cert: made.toString('pem'),
      key: `-----BEGIN PRIVATE KEY-----\n${pkcs8}\n-----END PRIVATE KEY-----\n`,
    }),
    key: createHash('sha256').update(spki).digest('base64'),
  };
}
