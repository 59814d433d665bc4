// Serves the facade with Express: `npm install express && node server.mjs`, on PORT or 8080.
import express from 'express';
import { answer } from './facade.mjs';

const app = express();
app.use(express.text({ type: '*/*' }));
app.use(async ({ method, path, headers, body }, response) => {
  const { status, type, text } = await answer({ method, path, headers, text: typeof body === 'string' ? body : '' });
  response.status(status).type(type).send(text);
});
const server = app.listen(process.env.PORT ?? 8080, '127.0.0.1', () =>
  console.log(`http://127.0.0.1:${server.address().port}`),
);
