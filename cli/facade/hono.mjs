// Serves the facade with Hono: `npm install hono @hono/node-server && node server.mjs`, on PORT or 8080.
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { answer } from './facade.mjs';

const app = new Hono();
app.all('*', async ({ req }) => {
  const { method, path } = req;
  const { status, type, text } = await answer({ method, path, headers: req.header(), text: await req.text() });
  return new Response(text, { status, headers: { 'content-type': type } });
});
serve({ fetch: app.fetch, port: Number(process.env.PORT ?? 8080), hostname: '127.0.0.1' }, ({ port }) =>
  console.log(`http://127.0.0.1:${port}`),
);
