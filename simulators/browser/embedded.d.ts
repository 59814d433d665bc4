// The files that are put into the code of the simulator for browsers when it is built.
declare module 'reglament:files' {
  /** Base64 by path, such as `/fixtures/keys.json`. */
  export const FILES: Readonly<Record<string, string>>;
}
