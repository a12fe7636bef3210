// A site of better-auth with passkeys, its database in memory: node app.mjs PORT URL
//
// Beside it, for the test and not for the app: what the database has (/judge/passkeys), a sign-in of two days ago
// (/judge/make-old), and challenges that have run out (/judge/expire).

import http from 'node:http';
import { passkey } from '@better-auth/passkey';
import { betterAuth } from 'better-auth';
import { memoryAdapter } from 'better-auth/adapters/memory';
import { toNodeHandler } from 'better-auth/node';

const [port, url] = process.argv.slice(2);
const database = { user: [], session: [], account: [], verification: [], passkey: [] };
const auth = betterAuth({
  database: memoryAdapter(database),
  baseURL: url,
  secret: 'a site of a test, which keeps no secret',
  emailAndPassword: { enabled: true },
  rateLimit: { enabled: false },
  telemetry: { enabled: false },
  logger: { level: 'error' },
  plugins: [passkey({ rpID: 'localhost', rpName: 'Site', origin: url })],
});

const judge = {
  passkeys: (user) => database.passkey.filter((row) => row.userId === user).map((row) => row.credentialID),
  'make-old': (user) => {
    const sessions = database.session.filter((row) => row.userId === user);
    for (const session of sessions) session.createdAt = new Date(Date.now() - 2 * 24 * 3600 * 1000);
    return sessions.length;
  },
  expire: () => {
    for (const challenge of database.verification) challenge.expiresAt = new Date(Date.now() - 1000);
    return database.verification.length;
  },
};

const app = toNodeHandler(auth);
http
  .createServer((request, response) => {
    const [, first, question, user] = request.url.split('/');
    if (first !== 'judge') return app(request, response);
    response.setHeader('Content-Type', 'application/json');
    response.end(JSON.stringify(judge[question](user)));
  })
  .listen(Number(port), '127.0.0.1');
