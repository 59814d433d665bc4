// Stands in for node:fs, node:path and node:module in a browser: the files that the simulator reads come with its code.
import { FILES } from 'reglament:files';

const bytesOf = (path: string): Buffer => {
  const base64 = FILES[path];
  if (base64 === undefined) throw Object.assign(new Error(`no file ${path} in a browser`), { code: 'ENOENT' });
  return Buffer.from(base64, 'base64');
};

/** Whether there is a file. */
export const existsSync = (path: string): boolean => path in FILES;
/** The bytes of a file. @throws Error `ENOENT` */
export const readFileSync = bytesOf;
/** The size of a file. @throws Error `ENOENT` */
export const statSync = (path: string): { size: number } => ({ size: bytesOf(path).byteLength });
/** The names of the files in a folder. */
export const readdirSync = (folder: string): string[] =>
  Object.keys(FILES).flatMap((path) => (dirname(path) === folder ? [path.slice(folder.length + 1)] : []));

/** The folder of a path. */
export const dirname = (path: string): string => path.slice(0, Math.max(1, path.lastIndexOf('/')));
/** A path in a folder. */
export const join = (...parts: string[]): string =>
  `/${parts
    .flatMap((part) => part.split('/'))
    .filter((part) => part !== '' && part !== '.' && part !== '..')
    .join('/')}`;

/** Finds a file of a package, by the name under which it is imported. */
export const createRequire = () => ({ resolve: (name: string): string => `/node_modules/${name}` });
