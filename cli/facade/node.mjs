// Serves the facade with Node alone: `node server.mjs`, on PORT or 8080.
import { createServer } from 'node:http';
import { answer } from './facade.mjs';

const server = createServer(async (request, response) => {
  let body = '';
  for await (const part of request.setEncoding('utf8')) body += part;
  const { method, url: path, headers } = request;
  const { status, type, text } = await answer({ method, path, headers, text: body });
  response.writeHead(status, { 'content-type': type }).end(text);
});
server.listen(process.env.PORT ?? 8080, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`));
