// The OpenAPI document: every operation once, plain JSON, references that resolve.
import { expect, it } from 'vitest';
import { OPERATION_NAMES, OPERATIONS } from './driver.ts';
import { driverOpenApi } from './openapi.ts';

const document: unknown = driverOpenApi();
const text = JSON.stringify(document);

it('holds every operation under its path and method', () => {
  for (const name of OPERATION_NAMES) {
    const { method, path } = OPERATIONS[name];
    expect(document).toHaveProperty(['paths', path, method.toLowerCase(), 'operationId'], name);
  }
  expect(text.match(/"operationId"/g)).toHaveLength(OPERATION_NAMES.length);
});

it('declares every placeholder of a path', () => {
  for (const name of OPERATION_NAMES) {
    const { method, path } = OPERATIONS[name];
    const placeholders = [...path.matchAll(/\{(\w+)\}/g)].map(([, placeholder]) => ({ name: placeholder, in: 'path' }));
    expect(document).toMatchObject({ paths: { [path]: { [method.toLowerCase()]: { operationId: name } } } });
    for (const placeholder of placeholders) expect(text).toContain(`"name":"${placeholder.name}","in":"path"`);
  }
});

it('refers only to what it holds', () => {
  const references = [...text.matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, path]) => (path ?? '').split('/'));
  expect(references.length).toBeGreaterThan(40);
  for (const path of references) expect(document).toHaveProperty(path);
});

it('is JSON and nothing else', () => {
  expect(JSON.parse(text)).toEqual(document);
});
