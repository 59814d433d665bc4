// The types of what the tests use of the page-side library of others for the signing client, which has none of its own.
declare module 'ncalayer-js-client' {
  class NCALayerClient {
    constructor(url: string, allowKmdHttpApi: boolean);
    static basicsStorageAll: null;
    static basicsSignerSignAny: object;
    static basicsSignerSignPerson: object;
    static basicsSignerSignOrg: object;
    static basicsCMSParamsAttached: object;
    static basicsCMSParamsDetached: object;
    static basicsCMSParamsDetachedHash: object;
    static basicsCMSParamsDetachedNoTSP: object;
    connect(): Promise<string>;
    getActiveTokens(): Promise<string[]>;
    getKeyInfo(storage: string): Promise<Record<string, string>>;
    changeLocale(locale: string): Promise<unknown>;
    createCAdESFromBase64(storage: string, data: string, keyType?: string, attach?: boolean): Promise<string>;
    createCAdESFromBase64Hash(storage: string, hash: string): Promise<string>;
    createCMSSignatureFromBase64(storage: string, data: string): Promise<string>;
    signXml(storage: string, xml: string, keyType?: string, signed?: string, parent?: string): Promise<string>;
    signXmls(storage: string, xmls: string[]): Promise<string[]>;
    basicsSignCMS(storages: null, data: string | string[], signing: object, signer: object): Promise<string>;
    basicsSignXML(storages: null, data: string | string[], signing: object, signer: object): Promise<string>;
  }
  const library: { NCALayerClient: typeof NCALayerClient };
  // biome-ignore lint/style/noDefaultExport: that is how a module of CommonJS is seen.
  export default library;
}
