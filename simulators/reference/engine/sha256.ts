// Hashes texts, by which ids are made that a rerun makes again.
import { hash } from 'node:crypto';

/** The SHA-256 of a text, in hexadecimal. */
export const sha256 = (text: string): string => hash('sha256', text);
