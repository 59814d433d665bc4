// Serves the facade with Fastify: `npm install fastify && node server.mjs`, on PORT or 8080.
import Fastify from 'fastify';
import { answer } from './facade.mjs';

const app = Fastify();
app.removeAllContentTypeParsers();
app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
app.all('*', async ({ method, url: path, headers, body }, reply) => {
  const { status, type, text } = await answer({ method, path, headers, text: body ?? '' });
  return reply.code(status).type(type).send(text);
});
console.log(await app.listen({ port: Number(process.env.PORT ?? 8080), host: '127.0.0.1' }));
