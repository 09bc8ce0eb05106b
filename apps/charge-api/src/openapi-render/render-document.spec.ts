import { beforeAll, describe, expect, it } from '@jest/globals';
import type { OpenAPIObject } from '@nestjs/swagger';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { renderDocument } from './render-document.ts';

const COMMITTED = join(import.meta.dirname, '../../../../docs/openapi.json');

let rendered: string;
let document: OpenAPIObject;
beforeAll(async () => {
  rendered = await renderDocument();
  document = JSON.parse(rendered) as OpenAPIObject;
});

describe('the OpenAPI document', () => {
  it('is the one that is committed: run `npm run openapi` after a change', async () => {
    expect(rendered).toBe(await readFile(COMMITTED, 'utf8'));
  });

  it('is OpenAPI 3.1 and names every public call, and no other', () => {
    expect(document.openapi).toBe('3.1.0');
    const calls = Object.entries(document.paths).flatMap(([path, item]) =>
      Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(calls.toSorted()).toEqual([
      'GET /v1/charges',
      'GET /v1/charges/{charge_id}',
      'GET /v1/charges/{charge_id}/refunds/{refund_id}',
      'GET /v1/charges/{charge_id}/timeline',
      'GET /v1/idempotency-keys/{idempotency_key}',
      'POST /v1/charges',
      'POST /v1/charges/{charge_id}/cancel',
      'POST /v1/charges/{charge_id}/capture',
      'POST /v1/charges/{charge_id}/refunds',
    ]);
  });

  it('defines every schema that it refers to', () => {
    const referred = [...rendered.matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map(([, name]) => name);
    expect(Object.keys(document.components?.schemas ?? {})).toEqual(expect.arrayContaining(referred));
  });

  it('requires an Idempotency-Key of every POST', () => {
    const posts = Object.values(document.paths).flatMap(({ post }) => (post ? [post] : []));
    expect(posts).toHaveLength(4);
    for (const { parameters = [] } of posts) {
      expect(parameters).toContainEqual(
        expect.objectContaining({ name: 'Idempotency-Key', in: 'header', required: true }),
      );
    }
  });
});
