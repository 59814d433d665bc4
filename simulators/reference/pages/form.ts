// Reads the forms that are sent to the pages, within a limit.
import { Rejection } from '../engine/rejection.ts';
import { readBytes } from '../http/body.ts';

/** A form that was sent. */
export type Form = FormData;

/** The largest form that is accepted with its files, in bytes, included. */
const MAX_FORM_BYTES = 1_000_000;

/** The fields of a sent form. @throws Rejection 413 above one megabyte, 415 for another type, 400 for what is no form */
export async function readForm(request: Request): Promise<Form> {
  const type = request.headers.get('content-type') ?? '';
  if (!/^(?:application\/x-www-form-urlencoded|multipart\/form-data)\s*(?:;|$)/iu.test(type))
    throw new Rejection(415, 'content-type: send a form');
  const bytes = await readBytes(request, MAX_FORM_BYTES);
  try {
    return await new Response(Uint8Array.from(bytes), { headers: { 'content-type': type } }).formData();
  } catch {
    throw new Rejection(400, 'body: no form');
  }
}

/** The text of a field; empty where there is none. */
export function textOf(form: Form, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
}

/** The file of a field; null where none was chosen. */
export async function fileOf(
  form: Form,
  name: string,
): Promise<{ name: string; mediaType: string; bytes: Buffer } | null> {
  const value = form.get(name);
  if (value === null || typeof value === 'string' || (value.size === 0 && value.name === '')) return null;
  const bytes = Buffer.from(await value.arrayBuffer());
  return { name: value.name, mediaType: value.type, bytes };
}
